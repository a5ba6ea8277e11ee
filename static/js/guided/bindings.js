/** Binds clicks, keys and events of the phone to the player. */

import { clearPosition } from "./saved_position.js";
import { element } from "./screen.js";

/** @import { Player } from "./player.js" */

/** @param {Player} player */
export function bindInputs(player) {
  const { machine, screen } = player;
  /**
   * @param {string} id
   * @param {() => void} act
   */
  const on = (id, act) => element(id).addEventListener("click", act);
  for (const button of document.querySelectorAll("[data-start]")) {
    if (button instanceof HTMLElement) {
      button.addEventListener("click", () => player.start(Number(button.dataset.start)));
    }
  }
  on("pause", () => player.tap());
  on("go-on", () => player.resume());
  on("feel", () => player.feel());
  on("stop", () => player.stop());
  element("hurts").addEventListener("click", (event) => {
    if (event.currentTarget instanceof HTMLAnchorElement) {
      event.currentTarget.search = `?exercise=${machine.part.exercise}`;
    }
    player.hurts();
    // Without a network its page can't be loaded: the most important part is here too.
    if (navigator.onLine) return;
    event.preventDefault();
    screen.show("hurt-here");
    element("hurt-title").focus();
  });
  on("skip", () => player.skip());
  on("stop-keep", () => player.handle(machine.keep(Date.now())));
  on("stop-drop", () => player.handle(machine.leave(Date.now())));
  on("stop-go-on", () => player.resume());
  on("early-yes", () => player.felt());
  on("early-no", () => player.resume());
  on("further-go", () => player.startNext());
  on("return-go", () => player.begin(() => [{ kind: "step", at: Date.now() }]));
  on("return-keep", () => player.handle(machine.keep(Date.now())));
  on("return-drop", () => {
    clearPosition();
    element("return").hidden = true;
  });
  document.addEventListener("keydown", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const onButton = target?.closest("button, a, select, input, summary") &&
      target !== screen.pause;
    if (handleKey(player, event, Boolean(onButton))) event.preventDefault();
  });
  addEventListener("pagehide", () => player.save());
  document.addEventListener("visibilitychange", () => {
    player.save();
    // Without sound nobody can follow a hidden page.
    if (document.visibilityState === "hidden" && !player.isAudible) player.pause(true);
  });
  player.beats.onInterrupted = () => player.pause(true);
  player.voice.onVoicesChanged = () => player.applyPreferences();
  player.preferences.onChange = () => player.applyPreferences();
  element("no-wake").hidden = player.wakeLock.isAvailable;
  player.wakeLock.onChange = (awake) => {
    element("not-awake").hidden = awake || !player.wakeLock.isAvailable;
  };
  player.outbox.onChange = (left, refused) => showQueue(player, left, refused);
}

/**
 * Space: pause and resume. Right: skip, left: again, up and down: faster and slower.
 * @param {Player} player
 * @param {KeyboardEvent} event
 * @param {boolean} onControl whether the key belongs to the focused control
 * @returns {boolean} whether the key was handled
 */
function handleKey(player, { key, ctrlKey, altKey, metaKey }, onControl) {
  const listens = player.state === "running" || player.state === "paused";
  if (!listens || onControl || ctrlKey || altKey || metaKey) return false;
  if (key === " ") player.tap();
  else if (key === "ArrowRight") player.skip();
  else if (key === "ArrowLeft") player.machine.again();
  else if (key === "ArrowUp") player.changePace(10);
  else if (key === "ArrowDown") player.changePace(-10);
  else return false;
  return true;
}

/**
 * Show that ticks are queued on this phone, and what the server refused.
 * @param {Player} player
 * @param {number} left
 * @param {string} refused
 */
function showQueue({ messages }, left, refused) {
  const queued = element("kept");
  queued.hidden = left === 0;
  queued.textContent = left ? messages.text("kept") : "";
  const problem = element("refused");
  problem.hidden = !refused;
  problem.textContent = refused ? messages.text("refused", { why: refused }) : "";
}
