/** What happens while a step goes on: counts, breaths, and lines that are due; pure. */

import { TINY, whole } from "./steps.js";

/** @import { Machine } from "./state_machine.js" */
/** @import { BreathEvent, PlayerEvent, Step } from "./types.js" */

/**
 * What happened since the progress was `before`, in order.
 * @param {Machine} machine
 * @param {number} before
 * @param {(progress: number) => number} at when the progress was so far, in milliseconds
 * @returns {Iterable<PlayerEvent>}
 */
export function* eventsBetween(machine, before, at) {
  const { kind } = machine.step;
  if (kind === "strokes") yield* counts(machine, before, at);
  else if (kind === "breaths") yield* breaths(machine, before, at);
  else if (kind === "minutes") yield* minutes(machine, before, at);
  else if (kind === "soak") yield* marks(machine, before, at);
}

/**
 * @param {Machine} machine
 * @param {number} at
 * @param {boolean} inward
 * @returns {BreathEvent}
 */
export function breathEvent({ step, rhythm }, at, inward) {
  const [inSeconds, outSeconds] = rhythm ?? [0, 0];
  return inward
    ? { kind: "breath", at, inward, seconds: inSeconds, text: step.inward }
    : { kind: "breath", at, inward, seconds: outSeconds, text: step.outward };
}

/**
 * @param {Machine} machine
 * @param {number} before
 * @param {(progress: number) => number} at
 * @returns {Iterable<PlayerEvent>}
 */
function* counts({ step, progress, goal }, before, at) {
  for (let n = whole(before) + 1; n <= whole(progress); n++) {
    yield { kind: "count", at: at(n), n, of: goal, isStroke: step.kind === "strokes" };
  }
}

/**
 * @param {Machine} machine
 * @param {number} before
 * @param {(progress: number) => number} at
 * @returns {Iterable<PlayerEvent>}
 */
function* breaths(machine, before, at) {
  const { progress, goal, rhythm } = machine;
  const share = rhythm ? rhythm[0] / (rhythm[0] + rhythm[1]) : 1;
  for (let n = whole(before); n <= whole(progress); n++) {
    if (n > whole(before)) yield { kind: "count", at: at(n), n, of: goal, isStroke: false };
    if (!rhythm || n >= goal) continue;
    if (n > whole(before)) yield breathEvent(machine, at(n), true);
    const turn = n + share;
    if (before + TINY < turn && turn <= progress + TINY) {
      yield breathEvent(machine, at(turn), false);
    }
  }
}

/**
 * @param {Machine} machine
 * @param {number} before
 * @param {(progress: number) => number} at
 * @returns {Iterable<PlayerEvent>}
 */
function* minutes({ step, progress, goal }, before, at) {
  const all = Math.round(goal / 60);
  for (let n = whole(before / 60) + 1; n <= whole(progress / 60) && n < all; n++) {
    yield {
      kind: "line",
      at: at(60 * n),
      text: cue(step, n),
      left: all - n,
      isHalf: 2 * n === all,
    };
  }
}

/**
 * The line that is spoken after so many minutes.
 * @param {Step} step
 * @param {number} minute
 */
function cue({ buildUp, buildUpLine, cues }, minute) {
  return minute < buildUp ? buildUpLine : cues[(minute - buildUp) % cues.length];
}

/**
 * @param {Machine} machine
 * @param {number} before
 * @param {(progress: number) => number} at
 * @returns {Iterable<PlayerEvent>}
 */
function* marks({ step, progress }, before, at) {
  for (const [seconds, text] of step.marks) {
    if (before + TINY < seconds && seconds <= progress + TINY) {
      yield { kind: "line", at: at(seconds), text };
    }
  }
}
