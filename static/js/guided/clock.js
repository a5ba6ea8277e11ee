/**
 * Measures the time in which practice could be followed.
 *
 * `lap()` returns the seconds since its last call. A long lap means that the page
 * was held back (out of sight) or asleep (a locked screen, a frozen tab). Where the
 * sound went on meanwhile its time was heard and counts; otherwise nobody could
 * follow: it doesn't count, and `asleep` is set.
 */

/** Seconds; a shorter lap counts in any case. */
const LONG = 2.5;
/** Seconds by which the audio clock may differ from the page's over a long lap. */
const TOLERANCE = 0.5;

export class Clock {
  /** @param {() => number | null} [audioTime] seconds of the audio clock; null where nothing sounds */
  constructor(audioTime = () => null) {
    this.audioTime = audioTime;
    this.last = performance.now();
    this.date = Date.now();
    this.audio = audioTime();
  }

  /** Count from now on. */
  start() {
    this.last = performance.now();
    this.date = Date.now();
    this.audio = this.audioTime();
  }

  /** @returns {{ seconds: number, asleep: boolean }} */
  lap() {
    const { last, date, audio } = this;
    this.start();
    const seconds = Math.max(0, this.last - last) / 1000;
    // The first of the two stands still on some devices that sleep.
    const elapsed = Math.max(seconds, (this.date - date) / 1000);
    if (elapsed <= LONG) return { seconds, asleep: false };
    const heard = audio === null || this.audio === null ? null : this.audio - audio;
    return heard !== null && Math.abs(heard - elapsed) <= TOLERANCE
      ? { seconds: elapsed, asleep: false }
      : { seconds: 0, asleep: true };
  }
}
