/** Replays the log of a run: what was pressed, and when, must lead to the same again. */

import { Messages } from "../../static/js/guided/messages.js";
import { Session } from "../../static/js/guided/session.js";
import { Machine } from "../../static/js/guided/state_machine.js";
import * as sets from "./parts.js";

/** @import { Input, LogLine } from "../../static/js/guided/types.js" */
/** @import { Choices, Part } from "../../static/js/guided/types.js" */

/**
 * @typedef {object} Setting The first line of a log.
 * @property {(string | Part)[]} parts sets of parts.js by their name, or whole ones
 * @property {Partial<Choices>} [choices]
 * @property {Record<string, string>} [words]
 * @property {boolean} [speaks]
 * @property {Record<string, number>} [known] what the phone knows of a set, by set
 * @property {Record<string, number>} [already] amounts to go on from, by set
 */

export const words = {
  "so-far": "So far: {n}",
  "nothing": "Nothing yet",
  "waits-side": "{name}: {side} {n}. Go on with the {other}.",
  "name-side": "{name}, {side}",
  "stopped-in": "{name}: begun",
  "stopped-at": "{name}: {n} of {all}",
  "half": "Half-way: {n}.",
  "half-minutes": "Half-way: {n} minutes left.",
  "minutes-left": "{n} minutes left.",
  "minute-left": "1 minute left.",
  "said-paused": "Paused.",
  "said-done": "Done: {n}. Ticked.",
  "said-partly": "So far: {n}. Ticked.",
  "stays": "{name}: you did more before, and that stays.",
  "last-words": "That was it.",
  "stopped": "Stopped.",
  "amount-side": "{n} {unit} a foot",
  "amount-strokes": "{n} rubs",
  "amount-raises": "{n} raises",
  "amount-minutes": "{n} minutes",
};

/**
 * @param {Setting} setting
 * @returns {Session}
 */
export function sessionOf({ parts, choices = {}, known = {}, already = {}, speaks, words: own }) {
  const named = /** @type {Record<string, unknown>} */ ({ ...sets });
  const whole = parts.map((each) =>
    typeof each === "string" ? /** @type {Part} */ (named[each]) : each
  );
  const machine = new Machine(
    whole.map((part) => ({ ...part, already: already[part.slot] ?? part.already })),
    { ...sets.usual, ...choices },
  );
  machine.waitsForVoice = speaks ?? false;
  return new Session(machine, new Messages(own ?? words), ({ slot }) => known[slot] ?? 0);
}

/**
 * @param {Setting} setting
 * @param {LogLine[]} presses those lines of a log that have a `press`
 * @param {number} until milliseconds after the beginning at which it is left
 */
export function replay(setting, presses, until) {
  const session = sessionOf(setting);
  let now = sets.NOW;
  /** @param {number} at */
  const passTo = (at) => {
    session.pass((sets.NOW + at - now) / 1000, sets.NOW + at);
    now = sets.NOW + at;
  };
  for (const { at, press, value } of presses) {
    passTo(at);
    if (press === "start") session.start(session.machine.partIndex, value ?? 0, now);
    else if (press === "return") session.goOn(now);
    else session.press(/** @type {Input} */ (press), now, value);
  }
  passTo(until);
  return session;
}
