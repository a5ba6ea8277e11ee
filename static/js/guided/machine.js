/**
 * The stages of a run as a machine: pure, without clock, sound or screen.
 *
 * Time is told to it: `advance(seconds, now)`. What happened comes back as
 * events, each with the instant at which it was. Everything it knows of an
 * exercise stands in the steps it is given.
 */

/** @import { Choices, Happening, Part, Snapshot, Step } from "./types.js" */

/** Sums of small parts of a second miss whole numbers by less than this. */
export const TINY = 1e-6;

/** @param {number} value */
export const whole = (value) => Math.floor(value + TINY);

/** @param {Step} step */
export const isCounted = (step) =>
  step.kind === "strokes" || step.kind === "breaths" || step.kind === "minutes";

export class Machine {
  /**
   * @param {Part[]} parts
   * @param {Choices} choices
   */
  constructor(parts, choices) {
    this.parts = parts;
    this.choices = choices;
    this.place = 0;
    this.index = 0;
    /** In strokes, breaths or seconds, as the step goes. */
    this.progress = 0;
    /** @type {Record<string, number>} What the counted steps of this part came to, in the part's unit. */
    this.counts = {};
    /** @type {string[]} Steps in which the document's own end was felt. */
    this.felt = [];
    /** @type {number | null} */
    this.started = null;
    this.isOver = false;
    this.heardFrom = 0;
    /** @type {Happening[]} */
    this.events = [];
  }

  get part() {
    return this.parts[this.place];
  }

  get step() {
    return this.part.steps[this.index];
  }

  // ---- how fast and how far

  /** Seconds in and out; null where the breath is the person's own. */
  get rhythm() {
    if (this.choices.breath === "own") return null;
    const [inward, outward] = this.choices.breath.split("-").map(Number);
    return inward && outward
      ? /** @type {[number, number]} */ ([inward, outward])
      : this.step.rhythms[0];
  }

  /** Units of progress in a second; 0 while nothing but an answer leads on. */
  get rate() {
    if (this.step.kind === "gate") return 0;
    if (this.step.kind === "strokes") return this.pace / 60;
    if (this.step.kind !== "breaths") return 1;
    return this.rhythm ? 1 / (this.rhythm[0] + this.rhythm[1]) : 0;
  }

  get pace() {
    return this.choices.pace || this.step.perMinute;
  }

  /** The progress at which the step is over; Infinity where only an answer ends it. */
  get goal() {
    const { kind, count, choices, seconds } = this.step;
    if (kind === "gate" || kind === "soak") return Infinity;
    if (kind === "strokes") return count;
    if (kind === "breaths") {
      return choices.includes(this.choices.count) ? this.choices.count : count;
    }
    if (kind !== "minutes") return seconds;
    const chosen = this.choices.minutes[this.part.exercise];
    return 60 * (choices.includes(chosen) ? chosen : count);
  }

  /** Seconds until the step ends by itself. */
  get left() {
    return this.rate ? Math.max(0, this.goal - this.progress) / this.rate : Infinity;
  }

  /** Whether the person breathes at their own pace and says each one. */
  get isOwnBreath() {
    return this.step.kind === "breaths" && this.rate === 0;
  }

  // ---- going on

  /**
   * Begin at a step of a part.
   * @param {number} place
   * @param {number} index
   * @param {number} now
   */
  begin(place, index, now) {
    this.#open(place);
    this.index = index;
    this.#enter(now);
    return this.#told();
  }

  /**
   * Let time go by.
   * @param {number} seconds
   * @param {number} now the instant at the end of these seconds, in milliseconds
   */
  advance(seconds, now) {
    let rest = seconds;
    while (!this.isOver && rest >= 0) {
      if (this.left > rest + TINY) {
        this.#move(rest, now);
        break;
      }
      const needed = Math.min(this.left, rest);
      rest -= needed;
      this.#move(needed, now - 1000 * rest);
      this.#finish(now - 1000 * rest);
    }
    return this.#told();
  }

  /**
   * Leave a step that counts nothing, or answer what it asks with yes.
   * @param {number} now
   */
  skip(now) {
    if (!this.isOver && !isCounted(this.step)) this.#finish(now);
    return this.#told();
  }

  /** Begin a step that counts nothing once more. */
  again() {
    if (!isCounted(this.step)) this.progress = 0;
  }

  /**
   * So many movements were done in the person's own breath.
   * @param {number} n
   * @param {number} now
   */
  did(n, now) {
    this.progress = n;
    if (n >= this.goal) this.#finish(now);
    return this.#told();
  }

  // ---- the three endings

  get canFeel() {
    return Boolean(this.part.feel) &&
      (this.step.kind === "strokes" || this.step.kind === "minutes");
  }

  get hasFelt() {
    return this.felt.includes(this.step.id);
  }

  /** Whether the end would be felt before the document's amount: then it is told so first. */
  get isEarly() {
    return this.step.kind === "strokes" && whole(this.progress) < this.part.low;
  }

  /**
   * The document's own end is felt. Strokes are over with it; work by the
   * clock goes on, without more pressure, until this is said once more.
   * @param {number} now
   */
  feel(now) {
    if (!this.canFeel) return this.#told();
    const again = this.hasFelt;
    if (!again) this.felt.push(this.step.id);
    if (again || this.step.kind === "strokes") this.#finish(now);
    else if (this.part.early) this.events.push({ kind: "line", at: now, text: this.part.early });
    return this.#told();
  }

  /** Every counted step of this part is behind it: it has ticked itself. */
  get isTicked() {
    return this.part.steps.filter(isCounted).every((step) => step.id in this.counts);
  }

  /** What this part comes to so far, in its unit: of two sides the lesser. */
  get amount() {
    const amounts = this.part.steps.filter(isCounted).map((step) => {
      if (step === this.step && !(step.id in this.counts)) return this.#counted();
      return this.counts[step.id] ?? 0;
    });
    return this.part.eachSide ? Math.min(...amounts) : amounts.reduce((sum, one) => sum + one, 0);
  }

  /**
   * Stop here and keep what was done, if it is anything.
   * @param {number} now
   */
  keep(now) {
    if (!this.isOver && this.amount > 0 && !this.isTicked) this.#tick(now);
    return this.leave(now);
  }

  /**
   * Stop without a tick.
   * @param {number} now
   */
  leave(now) {
    this.isOver = true;
    this.events.push({ kind: "end", at: now });
    return this.#told();
  }

  // ---- remembering

  /** @returns {Snapshot} */
  snapshot() {
    const { part, step, progress, counts, felt, started } = this;
    return {
      slot: part.slot,
      step: step.id,
      progress,
      counts: { ...counts },
      felt: [...felt],
      started,
    };
  }

  /**
   * Stand where a snapshot was taken; false if there is no such place any more.
   * @param {Snapshot} snapshot
   */
  restore(snapshot) {
    const place = this.parts.findIndex((part) => part.slot === snapshot.slot);
    const index = place < 0
      ? -1
      : this.parts[place].steps.findIndex((step) => step.id === snapshot.step);
    if (index < 0 || !(snapshot.progress >= 0)) return false;
    this.#open(place);
    this.index = index;
    this.progress = Math.min(snapshot.progress, this.goal);
    this.counts = { ...snapshot.counts };
    this.felt = [...snapshot.felt];
    this.started = snapshot.started;
    this.hear();
    return true;
  }

  // ---- what will be heard (sounds.js)

  /** Let the next beats be heard at full strength: after a pause, at another pace. */
  hear() {
    this.heardFrom = whole(this.progress);
  }

  // ---- within

  #told() {
    const told = this.events;
    this.events = [];
    return told;
  }

  /** @param {number} place */
  #open(place) {
    this.place = place;
    this.counts = {};
    this.felt = [];
    this.started = null;
    this.isOver = false;
  }

  /** @param {number} now */
  #enter(now) {
    const { kind, inward } = this.step;
    this.progress = isCounted(this.step) ? this.part.already * (kind === "minutes" ? 60 : 1) : 0;
    if (kind !== "soak" && kind !== "gate") this.started ??= now;
    this.hear();
    this.events.push({ kind: "step", at: now });
    if (kind === "breaths" && inward && this.rhythm) {
      this.events.push({ kind: "breath", at: now, inward: true, seconds: this.rhythm[0] });
    }
  }

  /**
   * @param {number} seconds
   * @param {number} now
   */
  #move(seconds, now) {
    const before = this.progress;
    const rate = this.rate;
    this.progress = Math.min(this.goal, before + seconds * rate);
    /** When the progress was so far. @param {number} value */
    const at = (value) => now - (1000 * (this.progress - value)) / (rate || 1);
    const { kind, marks } = this.step;
    if (kind === "strokes" || kind === "breaths") {
      const share = this.rhythm ? this.rhythm[0] / (this.rhythm[0] + this.rhythm[1]) : 1;
      for (let n = whole(before); n <= whole(this.progress); n++) {
        if (n > whole(before)) this.events.push({ kind: "count", at: at(n), n, of: this.goal });
        if (kind !== "breaths" || !this.rhythm || n >= this.goal) continue;
        const [inward, outward] = this.rhythm;
        if (n > whole(before)) {
          this.events.push({ kind: "breath", at: at(n), inward: true, seconds: inward });
        }
        const turn = n + share;
        if (before + TINY < turn && turn <= this.progress + TINY) {
          this.events.push({ kind: "breath", at: at(turn), inward: false, seconds: outward });
        }
      }
    } else if (kind === "minutes") {
      for (
        let n = whole(before / 60) + 1;
        n <= whole(this.progress / 60) && 60 * n < this.goal;
        n++
      ) {
        this.events.push({ kind: "line", at: at(60 * n), text: this.#cue(n) });
      }
    } else if (kind === "soak") {
      for (const [seconds, text] of marks) {
        if (before + TINY < seconds && seconds <= this.progress + TINY) {
          this.events.push({ kind: "line", at: at(seconds), text });
        }
      }
    }
  }

  /**
   * What is said after so many minutes.
   * @param {number} minute
   */
  #cue(minute) {
    const { buildUp, buildUpLine, cues } = this.step;
    return minute < buildUp ? buildUpLine : cues[(minute - buildUp) % cues.length];
  }

  #counted() {
    return this.step.kind === "minutes" ? whole(this.progress / 6) / 10 : whole(this.progress);
  }

  /** @param {number} now */
  #finish(now) {
    if (isCounted(this.step)) {
      this.counts[this.step.id] = this.#counted();
      if (this.isTicked && this.amount > 0) this.#tick(now);
    }
    if (this.index + 1 < this.part.steps.length) {
      this.index += 1;
    } else if (this.place + 1 < this.parts.length) {
      this.#open(this.place + 1);
      this.index = 0;
    } else {
      this.isOver = true;
      this.events.push({ kind: "end", at: now });
      return;
    }
    this.#enter(now);
  }

  /** @param {number} now */
  #tick(now) {
    const { part, amount, started } = this;
    this.events.push({
      kind: "tick",
      at: now,
      part,
      amount,
      felt: this.isFelt,
      started: started ?? now,
    });
  }

  /** The document's own end was felt, on every side that did not reach what counts as the whole. */
  get isFelt() {
    const enough = (/** @type {Step} */ step) =>
      this.felt.includes(step.id) || (this.counts[step.id] ?? 0) >= this.part.floor;
    return this.felt.length > 0 && this.part.steps.filter(isCounted).every(enough);
  }
}
