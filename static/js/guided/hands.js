/** What people do to the page, and what the phone does to it. */

import { dropPlace } from "./place.js";
import { element } from "./screen.js";

/** @import { Player } from "./player.js" */

/** @param {Player} player */
export function wire(player) {
  const { machine, screen } = player;
  /**
   * @param {string} id
   * @param {() => void} act
   */
  const on = (id, act) => element(id, HTMLElement).addEventListener("click", act);
  for (const button of document.querySelectorAll("[data-start]")) {
    if (button instanceof HTMLElement) {
      button.addEventListener("click", () => player.start(Number(button.dataset.start)));
    }
  }
  on("pause", () => player.touch());
  on("go-on", () => player.resume());
  on("feel", () => player.feel());
  on("stop", () => player.stop());
  element("hurts", HTMLElement).addEventListener("click", (event) => {
    player.hurts();
    // Its page can't be had without a network: what matters most stands here too.
    if (navigator.onLine) return;
    event.preventDefault();
    screen.show("hurt-here");
    element("hurt-title", HTMLElement).focus();
  });
  on("skip", () => player.skip());
  on("stop-keep", () => player.happen(machine.keep(Date.now())));
  on("stop-drop", () => player.happen(machine.leave(Date.now())));
  on("stop-go-on", () => player.resume());
  on("early-yes", () => player.felt());
  on("early-no", () => player.resume());
  on("further-go", () => player.further());
  on("return-go", () => player.begin(() => [{ kind: "step", at: Date.now() }]));
  on("return-keep", () => player.happen(machine.keep(Date.now())));
  on("return-drop", () => {
    dropPlace();
    element("return", HTMLElement).hidden = true;
  });
  document.addEventListener("keydown", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const onButton = target?.closest("button, a, select, input, summary") &&
      target !== screen.pause;
    if (press(player, event, Boolean(onButton))) event.preventDefault();
  });
  addEventListener("pagehide", () => player.save());
  document.addEventListener("visibilitychange", () => {
    player.save();
    // Without a sound nobody can follow a page that is out of sight.
    if (document.visibilityState === "hidden" && !player.isHeard) player.pause(true);
  });
  player.beats.onTaken = () => player.pause(true);
  player.voice.onKnown = () => player.apply();
  player.likings.onChange = () => player.apply();
  element("no-wake", HTMLElement).hidden = player.wake.isThere;
  player.wake.onChange = (awake) => {
    element("not-awake", HTMLElement).hidden = awake || !player.wake.isThere;
  };
  player.outbox.onChange = (left, refused) => tellOfLetters(player, left, refused);
}

/**
 * Space: pause and go on. Right: go on now, left: once more, up and down: faster and slower.
 * @param {Player} player
 * @param {KeyboardEvent} event
 * @param {boolean} onControl the key belongs to what has the focus
 * @returns {boolean} whether it meant something here
 */
function press(player, { key, ctrlKey, altKey, metaKey }, onControl) {
  const listens = player.state === "running" || player.state === "paused";
  if (!listens || onControl || ctrlKey || altKey || metaKey) return false;
  if (key === " ") player.touch();
  else if (key === "ArrowRight") player.skip();
  else if (key === "ArrowLeft") player.machine.again();
  else if (key === "ArrowUp") player.faster(10);
  else if (key === "ArrowDown") player.faster(-10);
  else return false;
  return true;
}

/**
 * What waits on this phone, and what the server would not take.
 * @param {Player} player
 * @param {number} left
 * @param {string} refused
 */
function tellOfLetters({ words }, left, refused) {
  const kept = element("kept", HTMLElement);
  kept.hidden = left === 0;
  kept.textContent = left ? words.of("kept") : "";
  const problem = element("refused", HTMLElement);
  problem.hidden = !refused;
  problem.textContent = refused ? words.of("refused", { why: refused }) : "";
}
