/** Types shared by the modules; no code. */

/**
 * @typedef {"ready" | "prepare" | "soak" | "gate" | "strokes" | "breaths" | "minutes" | "rest" | "after"} Kind
 *
 * @typedef {object} Step One stage; practice/rules/guided_run.py says what each key means.
 * @property {string} id
 * @property {Kind} kind
 * @property {string} title
 * @property {string[]} lines
 * @property {string} caution
 * @property {string} side Of two sides, the one that is counted.
 * @property {number} seconds
 * @property {number} limit Seconds after which a soak ends by itself.
 * @property {number} count
 * @property {number} ceiling Strokes at which the guide stops, however long one goes on.
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
 * @property {string} practice Where it is practised.
 * @property {string} exercise
 * @property {string} name
 * @property {"strokes" | "raises" | "throws" | "minutes"} unit
 * @property {boolean} eachSide
 * @property {string} unitWords
 * @property {boolean} hasOwnUnit
 * @property {number} already What was done of it before; 0 where that is nothing or all.
 * @property {Record<string, string>} before What to send to restore what was ticked before.
 * @property {number} credit What the server knows of it, from 0 to 1.
 * @property {number} low
 * @property {number} floor
 * @property {string | null} feel
 * @property {string | null} early
 * @property {number} begins
 * @property {Step[]} steps
 *
 * @typedef {object} PageData The page's data for its player.
 * @property {Part[]} parts
 * @property {string} cautions Which edition of the cautions the page shows.
 * @property {number} until When the practice day is over, in milliseconds.
 * @property {string} owner
 * @property {string} before
 * @property {string[]} others Who else has a record in this browser.
 * @property {string} language
 * @property {boolean} beginsTechnique
 *
 * @typedef {object} Choices
 * @property {number} pace Strokes a minute; 0: as suggested.
 * @property {number} count Movements on the breath; 0: as suggested.
 * @property {string} breath "": as suggested, "3-4": seconds in and out, "own": no clock.
 * @property {Record<string, number>} minutes By exercise.
 * @property {boolean} keepBeat Every beat sounds, not only the first ten.
 * @property {number} getReady Seconds before an exercise begins; 0: as suggested.
 * @property {boolean} sayMinutes Whether each minute that is left is spoken.
 *
 * @typedef {object} Snapshot Enough to resume after the page was closed.
 * @property {string} slot
 * @property {string} step
 * @property {number} progress
 * @property {Record<string, number>} counts
 * @property {string[]} felt
 * @property {number | null} started
 * @property {number} practised Seconds without pauses.
 * @property {boolean} goesOn
 *
 * @typedef {{ kind: "step", at: number, part: Part, step: Step, progress: number, isOwnBreath: boolean }} StepEvent
 * @typedef {{ kind: "go", at: number }} GoEvent The countdown is over.
 * @typedef {{ kind: "count", at: number, n: number, of: number, isStroke: boolean }} CountEvent
 * @typedef {{ kind: "breath", at: number, inward: boolean, seconds: number, text: string }} BreathEvent
 * @typedef {{ kind: "line", at: number, text: string, left?: number, isHalf?: boolean }} LineEvent `left`: minutes of the step that are left.
 * @typedef {{ kind: "tick", at: number, part: Part, amount: number, felt: boolean, started: number, seconds: number }} TickEvent
 * @typedef {{ kind: "end", at: number }} EndEvent
 * @typedef {StepEvent | GoEvent | CountEvent | BreathEvent | LineEvent | TickEvent | EndEvent} PlayerEvent
 *
 * @typedef {{ kind: "say", at: number, lines: string[], isHeading?: boolean }} SayEvent Each line is a sentence of its own. `isHeading`: they get the focus too.
 * @typedef {{ kind: "count-aloud", at: number, text: string }} CountAloudEvent Left out while anything else is spoken.
 * @typedef {{ kind: "state", at: number }} StateEvent The session's state or its sheet changed.
 * @typedef {{ kind: "stays", at: number, part: Part, text: string }} StaysEvent More was done before: nothing is sent (rules.md 30).
 * @typedef {{ kind: "waits", at: number }} WaitsEvent One side has a count: it waits on the phone (rules.md 31).
 * @typedef {{ kind: "hurt", at: number, part: Part, amount: number, felt: boolean, whole: boolean, started: number | null, seconds: number }} HurtEvent `whole`: what was done is all of it.
 * @typedef {PlayerEvent | SayEvent | CountAloudEvent | StateEvent | StaysEvent | WaitsEvent | HurtEvent} SessionEvent
 *
 * @typedef {"ready" | "running" | "paused" | "done"} State
 * @typedef {"paused" | "asleep" | "stop" | "early" | "hurt" | "over"} Sheet
 *
 * @typedef {"pause" | "go-on" | "stop" | "keep" | "drop" | "feel" | "felt" | "until" | "skip" |
 *   "again" | "did" | "hurts" | "asleep" | "silent"} Input "asleep": the page was; "silent": the
 *   instruction was spoken; "did": so many at one's own breath.
 *
 * @typedef {{ at: number, press?: string, value?: number, said?: string[], counted?: string,
 *   shown?: string, waits?: string, sent?: Record<string, string | number | boolean> }} LogLine `at`: milliseconds.
 *
 * @typedef {object} Beat A sound that is to come.
 * @property {string} key
 * @property {number} in Seconds from now.
 * @property {"go" | "beat" | "twenty" | "in" | "out" | "bell" | "last"} sound
 * @property {number} strength From 0 to 1.
 */

export {};
