/**
 * A run as its person meets it: what each control does in each state, what is spoken,
 * and what is sent. Pure: it is told the time, and its words are passed in.
 *
 * It keeps a log of what was pressed, shown, said and ticked, and when; a test replays
 * such a log (tests/js/replays).
 */

import { soFarText, waitingText } from "./progress_texts.js";
import { isCounted, whole } from "./steps.js";

/**
 * @import { Messages } from "./messages.js"
 * @import { Machine } from "./state_machine.js"
 * @import { CountEvent, Input, LineEvent, LogLine, Part, PlayerEvent, SayEvent, SessionEvent, Sheet, Snapshot, State, StaysEvent, StepEvent, TickEvent } from "./types.js"
 */

/** The count is spoken every so many strokes. */
export const SPOKEN_EVERY = 20;

/**
 * By the document's floor (rules.md 6).
 * @param {Part} part
 * @param {number} amount
 * @param {boolean} felt
 */
export const creditOf = (part, amount, felt) => felt ? 1 : Math.min(1, amount / part.floor);

export class Session {
  /**
   * @param {Machine} machine
   * @param {Messages} texts
   * @param {(part: Part) => number} knownCredit what the phone knows of a set, from 0 to 1
   */
  constructor(machine, texts, knownCredit) {
    this.machine = machine;
    this.texts = texts;
    this.knownCredit = knownCredit;
    /** @type {State} */
    this.state = "ready";
    /** @type {Sheet | null} */
    this.sheet = null;
    /** @type {LogLine[]} */
    this.log = [];
    this.began = 0;
    /** Whether the last set of this run was done whole. */
    this.isWhole = false;
    /** Whether it was stopped with a side counted, which waits on the phone (rules.md 31). */
    this.kept = false;
  }

  // ---- what comes in

  /**
   * @param {number} partIndex
   * @param {number} stepIndex
   * @param {number} now
   */
  start(partIndex, stepIndex, now) {
    if (!this.log.length) this.began = now;
    this.kept = false;
    this.isWhole = false;
    this.#note(now, { press: "start", value: stepIndex });
    const change = this.#change("running", null, now);
    return [...change, ...this.#heard(this.machine.begin(partIndex, stepIndex, now))];
  }

  /**
   * Go on with the place that the machine was restored to.
   * @param {number} now
   */
  goOn(now) {
    if (!this.log.length) this.began = now;
    this.#note(now, { press: "return" });
    this.machine.isHeld = this.machine.waitsForVoice;
    return [...this.#change("running", null, now), ...this.#heard([this.machine.stepEvent(now)])];
  }

  /**
   * Tick the place that the machine was restored to, without going on.
   * @param {number} now
   */
  keepPlace(now) {
    this.sheet = "stop";
    return this.#keep(now);
  }

  /**
   * Time went by.
   * @param {number} seconds
   * @param {number} now at the end of them, in milliseconds
   */
  pass(seconds, now) {
    return this.state === "running" ? this.#heard(this.machine.advance(seconds, now)) : [];
  }

  /**
   * @param {Input} control one that the present state doesn't have does nothing
   * @param {number} now
   * @param {number} [value]
   * @returns {SessionEvent[]}
   */
  press(control, now, value) {
    this.#note(now, value === undefined ? { press: control } : { press: control, value });
    const { machine, state, sheet } = this;
    if (state !== "running" && state !== "paused") return [];
    const isRunning = state === "running";
    switch (control) {
      case "silent":
        if (isRunning) machine.release();
        return [];
      case "pause":
        return isRunning
          ? [...this.#change("paused", "paused", now), this.#say(now, "said-paused")]
          : [];
      case "asleep":
        return isRunning ? this.#change("paused", "asleep", now) : [];
      case "go-on":
        return isRunning ? [] : this.#resume(now);
      case "stop":
        if (machine.isTicked) return this.#heard(machine.leave(now));
        return sheet === "stop" ? this.#stopAgain(now) : this.#change("paused", "stop", now);
      case "keep":
        return this.#keep(now);
      case "drop":
        return sheet === "stop" ? this.#heard(machine.leave(now)) : [];
      case "feel":
        if (!isRunning || !machine.canFeel) return [];
        if (machine.isEarly && !machine.hasFelt) return this.#change("paused", "early", now);
        return this.#heard(machine.feel(now));
      case "felt":
        if (sheet !== "early") return [];
        return [...this.#change("running", null, now), ...this.#heard(machine.feel(now))];
      case "until":
        if (machine.canGoOn) machine.goesOn = !machine.goesOn;
        return [{ kind: "state", at: now }];
      case "skip":
        if (isCounted(machine.step)) return [];
        return [
          ...(isRunning ? [] : this.#change("running", null, now)),
          ...this.#heard(machine.skip(now)),
        ];
      case "again":
        machine.again();
        return isCounted(machine.step) ? [] : this.#heard([machine.stepEvent(now)]);
      case "did":
        return this.#did(value ?? machine.goal, now);
      case "hurts":
        return this.#hurts(now);
    }
    return [];
  }

  /** How far this set is, in words. */
  get soFar() {
    return soFarText(this.machine, this.texts);
  }

  /** What waits on the phone, in words: which set, and how far it is. */
  get waitingText() {
    return waitingText(this.machine, this.texts);
  }

  /** @returns {Snapshot | null} null where there is nothing to come back to */
  get place() {
    if (this.state === "ready" || this.sheet === "hurt") return null;
    if (this.state === "done") return this.kept ? this.machine.snapshot() : null;
    return this.machine.isTicked ? null : this.machine.snapshot();
  }

  /** @param {number} now */
  #resume(now) {
    const { machine } = this;
    machine.countDown();
    const change = this.#change("running", null, now);
    // An instruction that was cut off is spoken from its beginning.
    return machine.isHeld
      ? [...change, this.#sayLines(now, this.#instruction(machine.stepEvent(now)))]
      : change;
  }

  /**
   * Stop was meant: what is counted is kept. How many it were at one's own breath has to be told.
   * @param {number} now
   */
  #stopAgain(now) {
    const { machine } = this;
    if (machine.isOwnBreath) return [];
    return machine.hasCount ? this.#keep(now) : this.#heard(machine.leave(now));
  }

  /** @param {number} now */
  #keep(now) {
    const { machine } = this;
    if (this.sheet !== "stop") return [];
    // Of two sides, what each came to stays on the phone.
    this.kept = machine.part.eachSide;
    if (!machine.isOneSided) return this.#heard(machine.keep(now));
    this.#note(now, { waits: this.waitingText });
    return [{ kind: /** @type {const} */ ("waits"), at: now }, ...this.#heard(machine.leave(now))];
  }

  /**
   * @param {number} n
   * @param {number} now
   */
  #did(n, now) {
    const { machine } = this;
    if (!machine.isOwnBreath) return [];
    if (this.sheet !== "stop") return this.#heard(machine.did(n, now));
    machine.progress = n;
    return this.#keep(now);
  }

  /**
   * Pain: what was done counts, the rest is skipped, and nothing offers to go on (rules.md 28).
   * @param {number} now
   * @returns {SessionEvent[]}
   */
  #hurts(now) {
    const { machine } = this;
    const { part, started, isTicked, isFelt: felt } = machine;
    const amount = Math.max(machine.amount, part.already);
    const credit = creditOf(part, amount, felt && amount > 0);
    const whole = credit >= 1;
    /** @type {SessionEvent[]} */
    const events = [];
    // What is ticked already stays, and so does more that was done before (rules.md 30).
    if (!isTicked && credit < this.knownCredit(part)) events.push(this.#stays(part, now));
    else if (!isTicked) {
      const seconds = Math.round(machine.practised);
      events.push({ kind: "hurt", at: now, part, amount, felt, whole, started, seconds });
      this.#note(now, { sent: { slot: part.slot, skip: !whole, amount } });
    }
    machine.isOver = true;
    return [...events, ...this.#change("done", "hurt", now)];
  }

  /**
   * @param {Part} part
   * @param {number} at
   * @returns {StaysEvent}
   */
  #stays(part, at) {
    return { kind: "stays", at, part, text: this.texts.text("stays", { name: part.name }) };
  }

  /**
   * @param {State} state
   * @param {Sheet | null} sheet
   * @param {number} now
   * @returns {SessionEvent[]}
   */
  #change(state, sheet, now) {
    if (state === this.state && sheet === this.sheet) return [];
    const isBegun = this.state !== "ready";
    this.state = state;
    this.sheet = sheet;
    if (isBegun) this.#noteShown(this.machine.stepEvent(now));
    return [{ kind: "state", at: now }];
  }

  /**
   * Add to what the machine tells what it means here.
   * @param {PlayerEvent[]} events
   * @returns {SessionEvent[]}
   */
  #heard(events) {
    return events.flatMap((event) => [...this.#meaningOf(event)]);
  }

  /**
   * @param {PlayerEvent} event
   * @returns {Iterable<SessionEvent>}
   */
  *#meaningOf(event) {
    if (event.kind === "tick") {
      yield* this.#ticked(event);
      return;
    }
    yield event;
    if (event.kind === "step") {
      this.#noteShown(event);
      yield this.#sayLines(event.at, this.#instruction(event));
    } else if (event.kind === "count") yield* this.#counted(event);
    else if (event.kind === "breath") yield this.#aloud(event.at, event.text);
    else if (event.kind === "line") yield this.#sayLines(event.at, this.#minute(event));
    else if (event.kind === "end") yield* this.#ended(event.at);
  }

  /** @param {StepEvent} event */
  #instruction({ step, isOwnBreath }) {
    return [
      step.title,
      ...step.lines,
      ...(step.kind === "minutes" ? [step.buildUpLine] : []),
      ...(isOwnBreath ? [step.inward, step.outward] : []),
      step.caution,
    ].filter(Boolean);
  }

  /** @param {LineEvent} event */
  #minute({ text, left, isHalf }) {
    if (!left) return [text];
    const { texts, machine } = this;
    if (isHalf) return [texts.text("half-minutes", { n: left }), text];
    if (!machine.choices.sayMinutes) return [text];
    return [texts.text(left === 1 ? "minute-left" : "minutes-left", { n: left }), text];
  }

  /**
   * @param {CountEvent} event
   * @returns {Iterable<SessionEvent>}
   */
  *#counted({ n, of, isStroke, at }) {
    if (!isStroke || n >= of) return;
    if (n === Math.floor(of / 2)) yield this.#say(at, "half", { n });
    else if (n % SPOKEN_EVERY === 0) yield this.#aloud(at, String(n));
  }

  /**
   * @param {TickEvent} event
   * @returns {Iterable<SessionEvent>}
   */
  *#ticked(event) {
    const { part, amount, felt, at, seconds } = event;
    const credit = creditOf(part, amount, felt);
    this.isWhole = credit >= 1;
    if (credit < this.knownCredit(part)) {
      const stays = this.#stays(part, at);
      yield stays;
      yield this.#sayLines(at, [stays.text]);
      return;
    }
    this.#note(at, { sent: { slot: part.slot, amount, felt, seconds } });
    yield event;
    const name = credit < 1 ? "said-partly" : "said-done";
    yield this.#say(at, name, { n: this.texts.amount(part, amount) });
  }

  /**
   * @param {number} at
   * @returns {Iterable<SessionEvent>}
   */
  *#ended(at) {
    yield* this.#change("done", "over", at);
    yield { ...this.#sayLines(at, [this.lastWords]), isHeading: true };
  }

  get lastWords() {
    const isLast = this.machine.partIndex + 1 === this.machine.parts.length;
    return this.texts.text(this.isWhole && isLast ? "last-words" : "stopped");
  }

  /**
   * @param {number} at
   * @param {string} name
   * @param {Record<string, string | number>} [values]
   */
  #say(at, name, values) {
    return this.#sayLines(at, [this.texts.text(name, values)]);
  }

  /**
   * @param {number} at
   * @param {string[]} lines
   * @returns {SayEvent}
   */
  #sayLines(at, lines) {
    this.#note(at, { said: lines });
    return { kind: "say", at, lines };
  }

  /**
   * @param {number} at
   * @param {string} text
   * @returns {SessionEvent}
   */
  #aloud(at, text) {
    this.#note(at, { counted: text });
    return { kind: "count-aloud", at, text };
  }

  /** @param {StepEvent} event */
  #noteShown({ at, part, step, progress }) {
    const count = isCounted(step) ? ` ${whole(progress)}` : "";
    const shown = `${part.slot} ${step.id}${count}: ${this.sheet ?? this.state}`;
    if (this.log.findLast((line) => line.shown)?.shown !== shown) this.#note(at, { shown });
  }

  /**
   * @param {number} now
   * @param {Omit<LogLine, "at">} line
   */
  #note(now, line) {
    this.log.push({ at: Math.round(now - this.began), ...line });
  }
}
