/** Keeping the screen awake, where the browser can: not over plain http in a home network. */

export class Wake {
  constructor() {
    /** @type {WakeLockSentinel | null} */
    this.lock = null;
    this.isWanted = false;
    /** Called with whether the screen will stay awake. @type {(awake: boolean) => void} */
    this.onChange = () => {};
    document.addEventListener("visibilitychange", () => {
      // The browser lets go of it with the page out of sight.
      if (this.isWanted && document.visibilityState === "visible") void this.ask();
    });
  }

  /** Over plain http and in older browsers it is not. */
  get isThere() {
    return Boolean(navigator.wakeLock);
  }

  async ask() {
    this.isWanted = true;
    if (this.lock && !this.lock.released) return;
    try {
      this.lock = (await navigator.wakeLock?.request("screen")) ?? null;
    } catch {
      // Refused: little battery, or the page went out of sight.
      this.lock = null;
    }
    if (this.isWanted) this.onChange(this.lock !== null);
    else this.release();
  }

  release() {
    this.isWanted = false;
    void this.lock?.release().catch(() => {});
    this.lock = null;
  }
}
