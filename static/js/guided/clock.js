/**
 * Measures the time in which the page was awake.
 *
 * `lap()` returns the seconds since its last call. Where the page was asleep
 * meanwhile (a locked screen, a frozen tab) nobody could follow: that time
 * doesn't count, and `asleep` is set.
 */

/** Seconds; longer than browsers throttle a page in the background that plays sound. */
const ASLEEP = 2.5;

export class Clock {
  constructor() {
    this.last = performance.now();
    this.date = Date.now();
  }

  /** Count from now on. */
  start() {
    this.last = performance.now();
    this.date = Date.now();
  }

  /** @returns {{ seconds: number, asleep: boolean }} */
  lap() {
    const now = performance.now();
    const date = Date.now();
    const seconds = Math.max(0, now - this.last) / 1000;
    // The first of the two stands still on some devices that sleep.
    const asleep = seconds > ASLEEP || (date - this.date) / 1000 > ASLEEP;
    this.last = now;
    this.date = date;
    return asleep ? { seconds: 0, asleep } : { seconds, asleep };
  }
}
