/** Types shared by the modules; no code. */

/**
 * @typedef {"ready" | "prepare" | "soak" | "gate" | "strokes" | "breaths" | "minutes" | "rest" | "after"} Kind
 *
 * @typedef {object} Step One stage; practice/rules/guided_run.py says what each key means.
 * @property {string} id
 * @property {Kind} kind
 * @property {string} title
 * @property {string[]} lines
 * @property {number} seconds
 * @property {number} count
 * @property {number[]} choices
 * @property {number} perMinute
 * @property {[number, number][]} rhythms
 * @property {string} inward
 * @property {string} outward
 * @property {number} buildUp
 * @property {string} buildUpLine
 * @property {string[]} cues
 * @property {[number, string][]} marks
 * @property {string} button
 *
 * @typedef {object} Part One set.
 * @property {string} slot
 * @property {string} address Where it is ticked.
 * @property {string} exercise
 * @property {string} name
 * @property {"strokes" | "raises" | "throws" | "minutes"} unit
 * @property {boolean} eachSide
 * @property {string} unitWords
 * @property {number} already
 * @property {number} low
 * @property {number} floor
 * @property {string | null} feel
 * @property {string | null} early
 * @property {number} begins
 * @property {Step[]} steps
 *
 * @typedef {{ parts: Part[], until: number, owner: string, before: string, language: string, beginsTechnique: boolean }} PageData The page's data for its player.
 *
 * @typedef {object} Choices
 * @property {number} pace Strokes a minute; 0: as suggested.
 * @property {number} count Movements on the breath; 0: as suggested.
 * @property {string} breath "": as suggested, "3-4": seconds in and out, "own": no clock.
 * @property {Record<string, number>} minutes By exercise.
 * @property {boolean} keepBeat Every beat sounds, not only the first ten.
 *
 * @typedef {object} Snapshot Enough to resume after the page was closed.
 * @property {string} slot
 * @property {string} step
 * @property {number} progress
 * @property {Record<string, number>} counts
 * @property {string[]} felt
 * @property {number | null} started
 *
 * @typedef {{ kind: "step", at: number }} StepEvent
 * @typedef {{ kind: "count", at: number, n: number, of: number }} CountEvent
 * @typedef {{ kind: "breath", at: number, inward: boolean, seconds: number }} BreathEvent
 * @typedef {{ kind: "line", at: number, text: string }} LineEvent
 * @typedef {{ kind: "tick", at: number, part: Part, amount: number, felt: boolean, started: number }} TickEvent
 * @typedef {{ kind: "end", at: number }} EndEvent
 * @typedef {StepEvent | CountEvent | BreathEvent | LineEvent | TickEvent | EndEvent} PlayerEvent
 *
 * @typedef {object} Beat A sound that is to come.
 * @property {string} key
 * @property {number} in Seconds from now.
 * @property {"go" | "beat" | "twenty" | "in" | "out" | "bell" | "last"} sound
 * @property {number} strength From 0 to 1.
 */

export {};
