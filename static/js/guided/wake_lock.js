/** Keeps the screen awake where the browser can: not over plain http in a home network. */

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
    if (this.isWanted) this.onChange(this.lock !== null);
    else this.release();
  }

  release() {
    this.isWanted = false;
    void this.lock?.release().catch(() => {});
    this.lock = null;
  }
}
