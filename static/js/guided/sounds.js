/** Which sounds are to come, and when: pure, read from the machine. */

import { TINY, whole } from "./machine.js";

/**
 * @import { Machine } from "./machine.js"
 * @import { Beat } from "./types.js"
 */

/** Beats are heard at full strength so often, then they fade. */
const HEARD = 10;
const FADES = 5;
/** A count is told every so many strokes. */
export const SPOKEN = 20;

/** @typedef {{ at: number, sound: Beat["sound"], strength: number }} Placed by the step's progress */

/**
 * The sounds of the coming seconds within this step.
 * @param {Machine} machine
 * @param {number} horizon
 * @returns {Beat[]}
 */
export function ahead(machine, horizon) {
  const { isOver, rate, goal, progress, place, index } = machine;
  if (isOver || rate === 0) return [];
  const until = Math.min(goal, progress + horizon * rate);
  return soundsUntil(machine, until)
    .filter(({ at }) => at >= progress - TINY && at <= until + TINY)
    .map(({ at, ...sound }) => ({
      ...sound,
      key: `${place}/${index}/${at.toFixed(3)}`,
      in: Math.max(0, at - progress) / rate,
    }));
}

/**
 * @param {Machine} machine
 * @param {number} until
 */
function soundsUntil(machine, until) {
  /** @type {Placed[]} */
  const sounds = [];
  /**
   * @param {number} at
   * @param {Beat["sound"]} sound
   */
  const add = (at, sound, strength = 1) => sounds.push({ at, sound, strength });
  const { goal, progress, rhythm, step } = machine;
  const first = whole(progress);
  if (step.kind === "strokes") {
    for (let n = first; n <= until + TINY; n++) {
      if (n >= goal) add(n, "last");
      else if (n && n % SPOKEN === 0) add(n, "twenty");
      else add(n, n === machine.heardFrom ? "go" : "beat", strengthOf(machine, n));
    }
  } else if (step.kind === "breaths" && rhythm) {
    const [inward, outward] = rhythm;
    for (let n = first; n <= until + TINY && n < goal; n++) {
      add(n, "in");
      add(n + inward / (inward + outward), "out");
    }
    add(goal, "last");
  } else if (step.kind === "minutes") {
    for (let n = whole(progress / 60) + 1; 60 * n < goal; n++) add(60 * n, "bell");
    add(goal, "last");
  } else if (step.kind === "ready") {
    for (const before of [3, 2, 1]) add(goal - before, "beat", 0.6);
  } else if (step.kind === "soak") {
    for (const [seconds] of step.marks) add(seconds, "bell");
  } else {
    add(goal, "bell");
  }
  return sounds;
}

/**
 * From full to none, counted from where beats were last heard anew.
 * @param {Machine} machine
 * @param {number} n
 */
function strengthOf({ choices, heardFrom }, n) {
  if (choices.keepBeat) return 1;
  return Math.max(0, Math.min(1, 1 - (n - heardFrom - HEARD) / FADES));
}
