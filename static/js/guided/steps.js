/** What a step asks for, by the choices that are made; pure. */

/** @import { Choices, Part, Step } from "./types.js" */

/** Rounding errors of summed fractions of a second stay below this. */
export const TINY = 1e-6;

/** Seconds of the countdown before every count. */
export const COUNTDOWN = 3;

/** @param {number} value */
export const whole = (value) => Math.floor(value + TINY);

/** @param {Step} step */
export const isCounted = (step) =>
  step.kind === "strokes" || step.kind === "breaths" || step.kind === "minutes";

/**
 * Seconds in and out; null where the breath is the person's own.
 * @param {Step} step
 * @param {Choices} choices
 * @returns {[number, number] | null}
 */
export function rhythmOf({ rhythms }, { breath }) {
  if (breath === "own") return null;
  const [inward, outward] = breath.split("-").map(Number);
  return inward && outward ? [inward, outward] : rhythms[0];
}

/**
 * Strokes a minute.
 * @param {Step} step
 * @param {Choices} choices
 */
export const paceOf = ({ perMinute }, { pace }) => pace || perMinute;

/**
 * Units of progress in a second; 0 while the step waits for an answer.
 * @param {Step} step
 * @param {Choices} choices
 */
export function rateOf(step, choices) {
  if (step.kind === "gate") return 0;
  if (step.kind === "strokes") return paceOf(step, choices) / 60;
  if (step.kind !== "breaths") return 1;
  const rhythm = rhythmOf(step, choices);
  return rhythm ? 1 / (rhythm[0] + rhythm[1]) : 0;
}

/**
 * The progress at which a step is over, in strokes, breaths or seconds; Infinity where
 * only an answer ends it.
 * @param {Step} step
 * @param {Choices} choices
 * @param {Part} part
 * @param {boolean} goesOn
 */
export function goalOf(step, choices, { exercise, already }, goesOn) {
  switch (step.kind) {
    case "gate":
      return Infinity;
    case "soak":
      return step.limit;
    case "strokes":
      return goesOn ? step.ceiling : step.count;
    case "breaths":
      return step.choices.includes(choices.count) ? choices.count : step.count;
    case "ready":
      return choices.getReady || step.seconds;
    case "minutes": {
      const chosen = choices.minutes[exercise];
      const wanted = step.choices.includes(chosen) ? chosen : step.count;
      // What is done already is gone on with.
      return 60 * (wanted > already ? wanted : step.choices.find((n) => n > already) ?? wanted);
    }
    default:
      return step.seconds;
  }
}
