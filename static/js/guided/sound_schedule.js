/** Computes the sounds to come from the state machine; pure. */

import { TINY, whole } from "./state_machine.js";

/**
 * @import { Machine } from "./state_machine.js"
 * @import { Beat } from "./types.js"
 */

/** So many beats sound at full strength, then they fade out over as many as this. */
const FULL_BEATS = 10;
const FADING_BEATS = 5;
/** The count is spoken every so many strokes. */
export const SPOKEN_EVERY = 20;

/** @typedef {{ at: number, sound: Beat["sound"], strength: number }} ScheduledSound at a progress of the step */

/**
 * The sounds of the coming seconds: those of this step, and the first of the next.
 * @param {Machine} machine
 * @param {number} horizon
 * @returns {Beat[]}
 */
export function upcomingSounds(machine, horizon) {
  const { isOver, rate, goal, progress, partIndex, stepIndex } = machine;
  if (isOver || rate === 0) return [];
  const until = Math.min(goal, progress + horizon * rate);
  const sounds = soundsUntil(machine, until)
    .filter(({ at }) => at >= progress - TINY && at <= until + TINY)
    .map(({ at, ...sound }) => ({
      ...sound,
      key: keyOf(partIndex, stepIndex, at),
      in: Math.max(0, at - progress) / rate,
    }));
  return [...sounds, ...(machine.left <= horizon ? firstOfNext(machine) : [])];
}

/**
 * @param {number} partIndex
 * @param {number} stepIndex
 * @param {number} at
 */
const keyOf = (partIndex, stepIndex, at) => `${partIndex}/${stepIndex}/${at.toFixed(3)}`;

/**
 * The sound with which the next step begins: known ahead like any other, since a
 * loudspeaker that is late can't be told early enough once the step has begun.
 * @param {Machine} machine
 * @returns {Beat[]}
 */
function firstOfNext({ part, partIndex, stepIndex, choices, left }) {
  const next = part.steps[stepIndex + 1];
  const at = part.already;
  if (!next || Math.abs(at - whole(at)) > TINY) return [];
  const key = keyOf(partIndex, stepIndex + 1, at);
  if (next.kind === "strokes" && at < next.count) {
    return [{ key, in: left, sound: isSpoken(at) ? "twenty" : "go", strength: 1 }];
  }
  const hasClock = next.kind === "breaths" && choices.breath !== "own";
  return hasClock ? [{ key, in: left, sound: "in", strength: 1 }] : [];
}

/** @param {number} n */
const isSpoken = (n) => n > 0 && n % SPOKEN_EVERY === 0;

/**
 * @param {Machine} machine
 * @param {number} until
 */
function soundsUntil(machine, until) {
  /** @type {ScheduledSound[]} */
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
      else if (isSpoken(n)) add(n, "twenty");
      else add(n, n === machine.audibleFrom ? "go" : "beat", strengthOf(machine, n));
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
 * From 1 to 0, counted from where beats last restarted.
 * @param {Machine} machine
 * @param {number} n
 */
function strengthOf({ choices, audibleFrom }, n) {
  if (choices.keepBeat) return 1;
  return Math.max(0, Math.min(1, 1 - (n - audibleFrom - FULL_BEATS) / FADING_BEATS));
}
