/** Computes the sounds to come from the state machine; pure. */

import { SPOKEN_EVERY } from "./session.js";
import { TINY, whole } from "./steps.js";

/**
 * @import { Machine } from "./state_machine.js"
 * @import { Beat } from "./types.js"
 */

/** So many beats sound at full strength, then they fade out over as many as this. */
const FULL_BEATS = 10;
const FADING_BEATS = 5;
/** @typedef {{ at: number, sound: Beat["sound"], strength: number }} ScheduledSound at a progress of the step */

/**
 * The sounds of the coming seconds within this step.
 * @param {Machine} machine
 * @param {number} horizon
 * @returns {Beat[]}
 */
export function upcomingSounds(machine, horizon) {
  const { isOver, isHeld, countdown, rate, goal, progress, partIndex, stepIndex } = machine;
  if (isOver || isHeld || rate === 0) return [];
  const place = `${partIndex}/${stepIndex}`;
  const until = Math.min(goal, progress + Math.max(0, horizon - countdown) * rate);
  const sounds = soundsUntil(machine, until)
    .filter(({ at }) => at >= progress - TINY && at <= until + TINY)
    .map(({ at, ...sound }) => ({
      ...sound,
      key: `${place}/${at.toFixed(3)}`,
      in: countdown + Math.max(0, at - progress) / rate,
    }))
    .filter((sound) => sound.in <= horizon + TINY);
  return [...countdownSounds(countdown, place), ...sounds];
}

/**
 * A beat for each second that is left of the countdown. So the first sound of a count is
 * known ahead like any other: a loudspeaker that is late couldn't be told early enough.
 * @param {number} countdown
 * @param {string} place
 * @returns {Beat[]}
 */
const countdownSounds = (countdown, place) =>
  [3, 2, 1].filter((n) => n <= countdown + TINY).map((n) => ({
    key: `${place}/-${n}`,
    in: Math.max(0, countdown - n),
    sound: "beat",
    strength: 0.6,
  }));

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
    add(machine.audibleFrom, "go");
    for (let n = whole(progress / 60) + 1; 60 * n < goal; n++) add(60 * n, "bell");
    add(goal, "last");
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
