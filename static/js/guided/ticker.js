/**
 * Updates the player regularly, in sight and out of sight.
 *
 * Browsers hold back the timers of a hidden page: to one a second, after five
 * minutes to one a minute. They don't hold back a worker's, so that this module
 * runs as a worker too, which does nothing but send a message at every tick.
 */

/** Milliseconds between two updates. */
const IN_SIGHT = 50;
const HIDDEN = 250;
/** Seconds of sound to schedule ahead: longer than an update may be late. */
const AHEAD_IN_SIGHT = 1.6;
const AHEAD_HIDDEN = 75;

export class Ticker {
  /** @param {() => void} update */
  constructor(update) {
    this.update = update;
    this.isRunning = false;
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.timer = undefined;
    /** @type {Worker | null} */
    this.worker = null;
    document.addEventListener("visibilitychange", () => {
      if (!this.isRunning) return;
      this.#setPace();
      // At once: what is to sound while hidden must be scheduled before the page is held back.
      this.update();
    });
  }

  /** Seconds of sound to schedule ahead at an update. */
  get horizon() {
    return document.visibilityState === "hidden" ? AHEAD_HIDDEN : AHEAD_IN_SIGHT;
  }

  start() {
    this.isRunning = true;
    this.worker ??= this.#createWorker();
    this.#setPace();
  }

  stop() {
    this.isRunning = false;
    clearInterval(this.timer);
    this.worker?.postMessage(0);
  }

  #setPace() {
    const isHidden = document.visibilityState === "hidden";
    clearInterval(this.timer);
    this.timer = setInterval(this.update, isHidden ? HIDDEN : IN_SIGHT);
    this.worker?.postMessage(isHidden ? HIDDEN : 0);
  }

  /** Where there are no module workers the page's own timer goes on alone. */
  #createWorker() {
    try {
      const worker = new Worker(import.meta.url, { type: "module" });
      worker.addEventListener("message", () => {
        if (this.isRunning) this.update();
      });
      return worker;
    } catch {
      return null;
    }
  }
}

if (!("document" in globalThis) && "importScripts" in globalThis) {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer;
  addEventListener("message", ({ data }) => {
    clearInterval(timer);
    if (data > 0) timer = setInterval(() => postMessage(null), data);
  });
}
