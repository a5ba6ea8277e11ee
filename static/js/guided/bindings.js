/** Binds clicks, keys and events of the phone to the player. */

import { element } from "./screen.js";

/** @import { Input } from "./types.js" */
/** @import { Player } from "./player.js" */

/** What each button does; `pause` is the large control, in turn "pause" and "go-on". */
const CONTROLS = /** @type {Record<string, Input>} */ ({
  "stop": "stop",
  "feel": "feel",
  "until": "until",
  "skip": "skip",
  "did": "did",
  "hurts": "hurts",
  "stop-keep": "keep",
  "stop-drop": "drop",
  "early-yes": "felt",
});

/** @param {Player} player */
export function bindInputs(player) {
  const { screen } = player;
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
  for (const [id, control] of Object.entries(CONTROLS)) on(id, () => player.press(control));
  for (const button of document.querySelectorAll("[data-did]")) {
    if (button instanceof HTMLElement) {
      button.addEventListener("click", () => player.press("did", Number(button.dataset.did)));
    }
  }
  on("pause", () => player.pauseOrGoOn());
  // With wet hands: anywhere on the number and the picture.
  on("face", () => player.pauseOrGoOn());
  on("slower", () => player.changePace(-10));
  on("faster", () => player.changePace(10));
  on("further-go", () => player.startNext());
  on("further-again", () => player.startOver());
  on("return-go", () => player.goOn());
  on("return-keep", () => player.keepPlace());
  on("return-drop", () => player.startAgain());
  on("try-voice", () => player.tryVoice());
  document.addEventListener("keydown", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const onControl = target?.closest("button, a, select, input, summary, [tabindex='0']") &&
      target !== screen.pause;
    if (handleKey(player, event, Boolean(onControl))) event.preventDefault();
  });
  addEventListener("pagehide", () => player.save());
  document.addEventListener("visibilitychange", () => player.hiddenOrShown());
  player.beats.onInterrupted = () => player.press("asleep");
  player.background.onPause = () => player.press("pause");
  player.background.onPlay = () => player.press("go-on");
  player.voice.onVoicesChanged = () => player.applyPreferences();
  player.voice.whenSilent = () => player.press("silent");
  player.preferences.onChange = () => player.applyPreferences();
  player.wakeLock.onChange = (awake) => {
    element("not-awake").hidden = awake || !player.wakeLock.isAvailable;
  };
  player.outbox.onChange = () => showQueue(player);
}

/**
 * Space: pause and go on. Right: skip, left: again, up and down: faster and slower.
 * @param {Player} player
 * @param {KeyboardEvent} event
 * @param {boolean} onControl whether the key belongs to the focused control
 * @returns {boolean} whether the key was handled
 */
function handleKey(player, { key, repeat, ctrlKey, altKey, metaKey }, onControl) {
  const { state } = player.session;
  const listens = state === "running" || state === "paused";
  if (!listens || repeat || onControl || ctrlKey || altKey || metaKey) return false;
  if (key === " ") player.pauseOrGoOn();
  else if (key === "ArrowRight") player.press("skip");
  else if (key === "ArrowLeft") player.press("again");
  else if (key === "ArrowUp") player.changePace(10);
  else if (key === "ArrowDown") player.changePace(-10);
  else return false;
  return true;
}

/**
 * Show that ticks are queued on this phone, or why they can't be, and what the server refused.
 * @param {Player} player
 */
function showQueue({ messages, outbox }) {
  const left = outbox.isSending ? 0 : outbox.waiting.length;
  const queued = element("kept");
  queued.hidden = left === 0;
  queued.textContent = left
    ? outbox.reason || messages.text(outbox.isStored ? "kept" : "not-kept")
    : "";
  queued.dataset.waiting = String(left);
  const [tick] = outbox.refused;
  const problem = element("refused");
  problem.hidden = !tick;
  problem.textContent = tick ? messages.text("refused", { why: tick.refused ?? "" }) : "";
}
