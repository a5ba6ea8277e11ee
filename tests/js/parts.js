/** Sets to practise in tests: of every kind of stage, and of no real exercise. */

import { Machine } from "../../static/js/guided/state_machine.js";

/** @import { Choices, PlayerEvent, Part, Step } from "../../static/js/guided/types.js" */

/** When these tests begin, in milliseconds. */
export const NOW = 1_700_000_000_000;

/**
 * @param {Partial<Step> & Pick<Step, "id" | "kind">} given
 * @returns {Step}
 */
export function step(given) {
  return {
    title: given.id,
    lines: [],
    caution: "",
    side: "",
    seconds: 0,
    limit: 0,
    count: 0,
    ceiling: 0,
    choices: [],
    perMinute: 60,
    rhythms: [],
    inward: "in",
    outward: "out",
    buildUp: 1,
    buildUpLine: "lightly",
    cues: ["lighter", "looser"],
    marks: [],
    button: "",
    ...given,
  };
}

/**
 * @param {Partial<Part> & Pick<Part, "slot" | "steps">} given
 * @returns {Part}
 */
export function part(given) {
  return {
    address: `/day/${given.slot}/`,
    practice: `/practise/evening/${given.slot}/`,
    exercise: given.slot,
    name: given.slot,
    unit: "strokes",
    eachSide: false,
    unitWords: "rubs",
    hasOwnUnit: false,
    already: 0,
    before: { done: "0" },
    credit: 0,
    low: 200,
    floor: 180,
    feel: "I feel warm",
    early: "The document says about 200.",
    begins: 0,
    ...given,
  };
}

const ready = step({ id: "ready", kind: "ready", seconds: 5 });

export const rub = part({
  slot: "rub",
  steps: [
    ready,
    step({ id: "palms", kind: "prepare", seconds: 15 }),
    step({ id: "rub", kind: "strokes", count: 200, ceiling: 220 }),
  ],
});

export const sole = part({
  slot: "sole",
  eachSide: true,
  hasOwnUnit: true,
  low: 100,
  floor: 100,
  begins: 2,
  steps: [
    step({
      id: "soak",
      kind: "soak",
      seconds: 600,
      limit: 1500,
      marks: [[600, "enough"], [900, "out now"]],
    }),
    step({ id: "dry", kind: "gate" }),
    ready,
    step({ id: "right", kind: "strokes", count: 101, ceiling: 200, side: "right foot" }),
    step({ id: "change", kind: "rest", seconds: 10 }),
    step({ id: "left", kind: "strokes", count: 101, ceiling: 200, side: "left foot" }),
    step({ id: "rest", kind: "after", seconds: 900 }),
  ],
});

export const raise = part({
  slot: "raise",
  unit: "raises",
  low: 3,
  floor: 3,
  feel: null,
  early: null,
  steps: [
    ready,
    step({
      id: "raise",
      kind: "breaths",
      count: 5,
      choices: [3, 4, 5],
      rhythms: [[4, 6], [3, 4]],
    }),
  ],
});

export const knead = part({
  slot: "knead",
  unit: "minutes",
  low: 10,
  floor: 8,
  feel: "I feel a mild ache",
  early: "No more pressure now.",
  steps: [ready, step({ id: "knead", kind: "minutes", count: 10, choices: [3, 10] })],
});

/** @type {Choices} */
export const usual = {
  pace: 0,
  count: 0,
  breath: "",
  minutes: {},
  keepBeat: false,
  getReady: 0,
  sayMinutes: false,
};

/** A machine, a watch beside it, and everything that happened. */
export class Practice {
  /**
   * @param {Part[]} parts
   * @param {Partial<Choices>} [choices]
   */
  constructor(parts, choices = {}) {
    this.machine = new Machine(parts, { ...usual, ...choices });
    this.now = NOW;
    /** @type {PlayerEvent[]} */
    this.events = this.machine.begin(0, parts[0].begins, this.now);
  }

  /**
   * Let seconds go by in small uneven pieces, as a page does.
   * @param {number} seconds
   */
  wait(seconds) {
    const end = this.now + 1000 * seconds;
    for (let piece = 37; this.now < end - 1e-6; piece = (piece * 7) % 89 + 20) {
      const lasts = Math.min(piece, end - this.now);
      this.now += lasts;
      this.events.push(...this.machine.advance(lasts / 1000, this.now));
    }
    return this;
  }

  /** @param {"feel" | "keep" | "leave" | "skip"} what */
  do(what) {
    this.events.push(...this.machine[what](this.now));
    return this;
  }

  get ticks() {
    return this.events.flatMap((event) =>
      event.kind === "tick"
        ? [{
          slot: event.part.slot,
          amount: event.amount,
          felt: event.felt,
          seconds: Math.round((event.at - event.started) / 1000),
          practised: event.seconds,
        }]
        : []
    );
  }

  get lines() {
    return this.events.flatMap((event) =>
      event.kind === "line" ? [[Math.round((event.at - NOW) / 1000), event.text]] : []
    );
  }

  /** Seconds from the beginning at which each count was reached. */
  get counts() {
    return this.events.flatMap((event) => event.kind === "count" ? [(event.at - NOW) / 1000] : []);
  }
}
