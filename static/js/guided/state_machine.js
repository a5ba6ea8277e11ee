/**
 * The state machine of a guided run: pure, without clock, sound or screen.
 *
 * `advance(seconds, now)` passes it the time. What happened is returned as
 * events, each with its instant. It knows of an exercise only its steps.
 */

/** @import { Choices, PlayerEvent, Part, Snapshot, Step, StepEvent } from "./types.js" */

import { breathEvent, eventsBetween } from "./progress_events.js";
import { COUNTDOWN, goalOf, isCounted, paceOf, rateOf, rhythmOf, TINY, whole } from "./steps.js";

export class Machine {
  /**
   * @param {Part[]} parts
   * @param {Choices} choices
   */
  constructor(parts, choices) {
    this.parts = parts;
    this.choices = choices;
    this.partIndex = 0;
    this.stepIndex = 0;
    /** In strokes, breaths or seconds, as the step goes. */
    this.progress = 0;
    /** @type {Record<string, number>} What the counted steps of this part came to, in the part's unit. */
    this.counts = {};
    /** @type {string[]} Steps in which the document's own end was felt. */
    this.felt = [];
    /** @type {number | null} */
    this.started = null;
    /** Seconds of this part in which time went on: without pauses. */
    this.practised = 0;
    this.isOver = false;
    this.audibleFrom = 0;
    /** Seconds until counting begins or goes on. */
    this.countdown = 0;
    /** Whether each step waits until its instruction was spoken: `release()`. */
    this.waitsForVoice = false;
    this.isHeld = false;
    /** Whether this step's strokes go on past their count, until the end is felt. */
    this.goesOn = false;
    /** @type {PlayerEvent[]} */
    this.events = [];
  }

  get part() {
    return this.parts[this.partIndex];
  }

  get step() {
    return this.part.steps[this.stepIndex];
  }

  // ---- pace and goal

  /** Seconds in and out; null where the breath is the person's own. */
  get rhythm() {
    return rhythmOf(this.step, this.choices);
  }

  /** Whether it counts or is about to, and not before or after. */
  get isCounting() {
    return isCounted(this.step) && !this.isHeld && this.countdown === 0;
  }

  /** Units of progress in a second; 0 while the step waits for an answer. */
  get rate() {
    return rateOf(this.step, this.choices);
  }

  get pace() {
    return paceOf(this.step, this.choices);
  }

  /** The progress at which the step is over; Infinity where only an answer ends it. */
  get goal() {
    const { step, choices, part, goesOn } = this;
    return goalOf(step, choices, part, goesOn);
  }

  /** Seconds until the step ends by itself. */
  get left() {
    return this.rate ? Math.max(0, this.goal - this.progress) / this.rate : Infinity;
  }

  /** Whether the person breathes at their own pace and confirms when done. */
  get isOwnBreath() {
    return this.step.kind === "breaths" && this.rate === 0;
  }

  // ---- time and navigation

  /**
   * Begin at a step of a part.
   * @param {number} partIndex
   * @param {number} stepIndex
   * @param {number} now
   */
  begin(partIndex, stepIndex, now) {
    this.#open(partIndex);
    this.stepIndex = stepIndex;
    this.#enter(now);
    return this.#takeEvents();
  }

  /**
   * Advance by some seconds.
   * @param {number} seconds
   * @param {number} now the instant at the end of these seconds, in milliseconds
   */
  advance(seconds, now) {
    let rest = seconds;
    while (!this.isOver && !this.isHeld && rest >= 0) {
      if (this.countdown) {
        const counted = Math.min(this.countdown, rest);
        this.countdown = this.countdown - counted > TINY ? this.countdown - counted : 0;
        rest -= counted;
        if (this.countdown) break;
        this.#beginCount(now - 1000 * rest);
      }
      if (this.left > rest + TINY) {
        this.#move(rest, now);
        break;
      }
      const needed = Math.min(this.left, rest);
      rest -= needed;
      this.#move(needed, now - 1000 * rest);
      this.#finish(now - 1000 * rest);
    }
    return this.#takeEvents();
  }

  /** Leave a step that is not counted, or answer a gate with yes. @param {number} now */
  skip(now) {
    if (!this.isOver && !isCounted(this.step)) this.#finish(now);
    return this.#takeEvents();
  }

  /** The step's instruction was spoken. */
  release() {
    this.isHeld = false;
  }

  /** Count down again before the count goes on, after a pause; a breath begins anew. */
  countDown() {
    if (isCounted(this.step) && !this.isOwnBreath) this.countdown = COUNTDOWN;
    if (this.step.kind === "breaths") this.progress = whole(this.progress);
    this.restartFade();
  }

  /** Whether strokes may go on past their count, until the end is felt (rules.md 29). */
  get canGoOn() {
    return Boolean(this.part.feel) && this.step.kind === "strokes" &&
      this.step.ceiling > this.step.count && this.progress < this.step.count;
  }

  /** Restart a step that is not counted. */
  again() {
    if (isCounted(this.step)) return;
    this.progress = 0;
    this.isHeld = this.waitsForVoice;
  }

  /**
   * Set how many movements were done at the person's own breath.
   * @param {number} n
   * @param {number} now
   */
  did(n, now) {
    this.progress = n;
    if (n >= this.goal) this.#finish(now);
    return this.#takeEvents();
  }

  // ---- the three endings

  get canFeel() {
    return Boolean(this.part.feel) &&
      (this.step.kind === "strokes" || this.step.kind === "minutes");
  }

  get hasFelt() {
    return this.felt.includes(this.step.id);
  }

  /** Whether the end would be felt before the document's amount: the player then asks first. */
  get isEarly() {
    return this.step.kind === "strokes" && whole(this.progress) < this.part.low;
  }

  /**
   * The document's own end is felt. It ends strokes; work by the clock goes
   * on, without more pressure, until this is called again.
   * @param {number} now
   */
  feel(now) {
    if (!this.canFeel) return this.#takeEvents();
    const again = this.hasFelt;
    if (!again) this.felt.push(this.step.id);
    if (again || this.step.kind === "strokes") this.#finish(now);
    else if (this.part.early) this.events.push({ kind: "line", at: now, text: this.part.early });
    return this.#takeEvents();
  }

  /** Whether every counted step of this part is done, so that it was ticked. */
  get isTicked() {
    return this.part.steps.filter(isCounted).every((step) => step.id in this.counts);
  }

  /** The amount of this part so far, in its unit: of two sides the lesser. */
  get amount() {
    const amounts = this.part.steps.filter(isCounted).map((step) => this.doneOf(step));
    return this.part.eachSide ? Math.min(...amounts) : amounts.reduce((sum, one) => sum + one, 0);
  }

  /**
   * Whether only one of two sides has a count: nothing can be ticked yet, and nothing is lost
   * (rules.md 31).
   */
  get isOneSided() {
    return this.part.eachSide && this.amount === 0 && !this.isTicked &&
      this.part.steps.some((step) => this.doneOf(step) > 0);
  }

  /** Whether there is something to save, if only of one side. */
  get hasCount() {
    return this.amount > 0 || this.isOneSided;
  }

  /** Whether beginning again would cost something: what is counted, or a soak. */
  get isWorthResuming() {
    return this.hasCount || this.step.kind === "soak";
  }

  /**
   * What a counted step came to so far, in the part's unit.
   * @param {Step} step
   */
  doneOf(step) {
    if (step.id in this.counts) return this.counts[step.id];
    return step === this.step && isCounted(step) ? this.#counted() : 0;
  }

  /** Stop and tick what was done, if anything. @param {number} now */
  keep(now) {
    if (!this.isOver && this.amount > 0 && !this.isTicked) this.#tick(now);
    return this.leave(now);
  }

  /** Stop without a tick. @param {number} now */
  leave(now) {
    this.isOver = true;
    this.events.push({ kind: "end", at: now });
    return this.#takeEvents();
  }

  // ---- saving and restoring

  /** @returns {Snapshot} */
  snapshot() {
    const { part, step, progress, counts, felt, started, practised, goesOn } = this;
    return {
      slot: part.slot,
      step: step.id,
      progress,
      counts: { ...counts },
      felt: [...felt],
      started,
      practised,
      goesOn,
    };
  }

  /**
   * Restore a snapshot; false if its part or step no longer exists.
   * @param {Snapshot} snapshot
   */
  restore(snapshot) {
    const partIndex = this.parts.findIndex((part) => part.slot === snapshot.slot);
    const stepIndex = partIndex < 0
      ? -1
      : this.parts[partIndex].steps.findIndex((step) => step.id === snapshot.step);
    if (stepIndex < 0 || !(snapshot.progress >= 0)) return false;
    this.#open(partIndex);
    this.stepIndex = stepIndex;
    this.counts = { ...snapshot.counts };
    this.felt = [...snapshot.felt];
    this.practised = snapshot.practised ?? 0;
    this.started = snapshot.started;
    this.goesOn = snapshot.goesOn ?? false;
    this.progress = Math.min(snapshot.progress, this.goal);
    this.countDown();
    return true;
  }

  /** Let the next beats sound at full strength: after a pause, at another pace. */
  restartFade() {
    this.audibleFrom = whole(this.progress);
  }

  #takeEvents() {
    const events = this.events;
    this.events = [];
    return events;
  }

  /** @param {number} partIndex */
  #open(partIndex) {
    this.partIndex = partIndex;
    this.counts = {};
    this.felt = [];
    this.started = null;
    this.practised = 0;
    this.isOver = false;
  }

  /**
   * The present step as an event.
   * @param {number} now
   * @returns {StepEvent}
   */
  stepEvent(now) {
    const { part, step, progress, isOwnBreath } = this;
    return { kind: "step", at: now, part, step, progress, isOwnBreath };
  }

  /** @param {number} now */
  #enter(now) {
    const { kind } = this.step;
    this.goesOn = false;
    this.progress = isCounted(this.step) ? this.part.already * (kind === "minutes" ? 60 : 1) : 0;
    if (kind !== "soak" && kind !== "gate") this.started ??= now;
    this.countdown = 0;
    this.countDown();
    this.isHeld = this.waitsForVoice;
    this.events.push(this.stepEvent(now));
  }

  /**
   * The countdown is over.
   * @param {number} now
   */
  #beginCount(now) {
    const { step, rhythm, progress } = this;
    this.events.push({ kind: "go", at: now });
    if (step.kind === "breaths" && rhythm && progress < this.goal) {
      this.events.push(breathEvent(this, now, true));
    }
  }

  /**
   * @param {number} seconds
   * @param {number} now
   */
  #move(seconds, now) {
    const before = this.progress;
    const rate = this.rate;
    if (this.started !== null && !this.isTicked) this.practised += seconds;
    // A goal that was lowered meanwhile takes nothing away.
    this.progress = Math.max(before, Math.min(this.goal, before + seconds * rate));
    /** When the progress was so far. @param {number} value */
    const at = (value) => now - (1000 * (this.progress - value)) / (rate || 1);
    this.events.push(...eventsBetween(this, before, at));
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
    if (this.stepIndex + 1 < this.part.steps.length) {
      this.stepIndex += 1;
    } else if (this.partIndex + 1 < this.parts.length) {
      this.#open(this.partIndex + 1);
      this.stepIndex = 0;
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
      seconds: Math.round(this.practised),
    });
  }

  /** The document's own end was felt, on every side that did not reach what counts as the whole. */
  get isFelt() {
    const enough = (/** @type {Step} */ step) =>
      this.felt.includes(step.id) || (this.counts[step.id] ?? 0) >= this.part.floor;
    return this.felt.length > 0 && this.part.steps.filter(isCounted).every(enough);
  }
}
