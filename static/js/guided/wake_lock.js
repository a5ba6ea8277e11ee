/** Keeps the screen awake where the browser can: not over plain http in a home network. */

/** Milliseconds; a lock that is lost sooner isn't asked for again at once: it would be lost again. */
const BRIEFEST = 5000;

export class ScreenWakeLock {
  constructor() {
    /** @type {WakeLockSentinel | null} */
    this.lock = null;
    this.isWanted = false;
    /** Called with whether the screen will stay awake. @type {(awake: boolean) => void} */
    this.onChange = () => {};
    document.addEventListener("visibilitychange", () => {
      // The browser releases the lock when the page is hidden.
      if (this.isWanted && document.visibilityState === "visible") void this.request();
    });
  }

  get isAvailable() {
    return Boolean(navigator.wakeLock);
  }

  async request() {
    this.isWanted = true;
    if (this.lock && !this.lock.released) return;
    try {
      this.lock = (await navigator.wakeLock?.request("screen")) ?? null;
    } catch {
      // Refused: low battery, or the page is hidden.
      this.lock = null;
    }
    if (!this.isWanted) return this.release();
    this.onChange(this.lock !== null);
    const { lock } = this;
    const since = performance.now();
    if (lock) lock.onrelease = () => this.#lost(lock, performance.now() - since);
  }

  /**
   * Taken away, as by a battery saver; on a hidden page that is usual, and mended when it is seen.
   * @param {WakeLockSentinel} lock
   * @param {number} held in milliseconds
   */
  #lost(lock, held) {
    if (lock !== this.lock || !this.isWanted || document.visibilityState !== "visible") return;
    this.lock = null;
    this.onChange(false);
    if (held > BRIEFEST) void this.request();
  }

  release() {
    this.isWanted = false;
    void this.lock?.release().catch(() => {});
    this.lock = null;
  }
}
