/** The beats on the audio clock, while every clock is only told: ten minutes take no time here. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Beats } from "../../static/js/guided/audio.js";
import { upcomingSounds } from "../../static/js/guided/sound_schedule.js";
import { part, Practice, rub, step } from "./parts.js";

/** @import { Beat } from "../../static/js/guided/types.js" */

/** Seconds between two steps of the audio clock: a thousand samples of a usual phone. */
const STEP = 1024 / 48_000;
/** As the player asks for them. */
const AHEAD = 1.6;

/** The page's clock, in milliseconds. */
let now = 0;
performance.now = () => now;

/** An audio clock that begins late, moves in steps and may go too fast or too slow. */
class Audio {
  static rate = 1;
  static began = 0;
  /** @type {number[]} When the first tone of each beat sounds, on the audio clock. */
  static starts = [];
  /** @type {number[]} How far ahead of its time each was placed. */
  static early = [];
  /** How many tones were taken back. */
  static stopped = 0;
  /** Seconds, as the device says. @type {Record<string, number>} */
  static latency = {};

  state = "running";
  destination = {};

  addEventListener() {}

  get baseLatency() {
    return Audio.latency.base;
  }

  get outputLatency() {
    return Audio.latency.output;
  }

  get currentTime() {
    const went = (now / 1000 - Audio.began) * Audio.rate;
    return STEP * Math.floor(went / STEP);
  }

  createGain() {
    const value = { value: 1, setValueAtTime() {}, linearRampToValueAtTime() {} };
    return {
      gain: { ...value, exponentialRampToValueAtTime() {} },
      connect: (/** @type {unknown} */ next) => next,
    };
  }

  createWaveShaper() {
    return { connect: (/** @type {unknown} */ next) => next };
  }

  createOscillator() {
    return {
      frequency: { value: 0 },
      connect: (/** @type {unknown} */ next) => next,
      stop: (/** @type {number | undefined} */ when) => {
        if (when === undefined) Audio.stopped += 1;
      },
      start: (/** @type {number} */ when) => {
        const last = Audio.starts.at(-1) ?? -1;
        // A beat has several tones: the first of them is the beat.
        if (when - last < 0.5) return;
        Audio.starts.push(when);
        Audio.early.push(when - this.currentTime);
      },
    };
  }
}
Object.defineProperty(globalThis, "AudioContext", { value: Audio });

/**
 * Rub for so many seconds, one rub a second; tell when each beat was heard, in seconds.
 * @param {{ seconds: number, rate: number, looks: (place: number) => number }} how
 *   `looks`: milliseconds until the page looks at its clock the next time
 */
function rubbed({ seconds, rate, looks }) {
  Object.assign(Audio, { rate, began: now / 1000 - 0.4 });
  Object.assign(Audio, { starts: [], early: [], stopped: 0, latency: {} });
  const strokes = step({ id: "rub", kind: "strokes", count: seconds + 60 });
  const { machine } = new Practice([part({ slot: "rub", steps: [strokes] })], { keepBeat: true });
  const beats = new Beats();
  beats.unlock();
  const began = now;
  for (let place = 0; now < began + 1000 * seconds; place++) {
    const lasts = looks(place);
    now += lasts;
    machine.advance(lasts / 1000, now);
    beats.schedule(upcomingSounds(machine, AHEAD));
  }
  const heard = Audio.starts.map((when) => when / rate + Audio.began - began / 1000);
  return { heard, early: Audio.early };
}

const USUAL = () => 50;
/** A busy page: mostly as it wants, often late, now and then by a whole second. */
const BUSY = (/** @type {number} */ place) =>
  50 + (place * 37) % 90 + (place % 61 === 0 ? 1000 : 0);
/** As a browser lets a page look that is out of sight. */
const HIDDEN = () => 1000;

for (
  const [name, looks] of /** @type {[string, (place: number) => number][]} */ ([
    ["a page at rest", USUAL],
    ["a busy page", BUSY],
    ["a page out of sight", HIDDEN],
  ])
) {
  for (const rate of [1, 1.0001, 0.9999]) {
    test(`for ten minutes each beat is at its second: ${name}, an audio clock at ${rate}`, () => {
      const { heard, early } = rubbed({ seconds: 600, rate, looks });
      assert.ok(heard.length >= 600, `${heard.length} beats`);
      const first = Math.round(heard[0]);
      heard.forEach((when, place) => {
        const beside = when - first - place;
        // The first are placed by few readings of a clock that moves in steps.
        assert.ok(
          Math.abs(beside) <= (place < 4 ? STEP : 0.01),
          `beat ${place}: ${beside} s beside its time`,
        );
      });
      // A beat is placed while there is time for it, however late the page looks.
      const late = early.slice(3).filter((seconds) => seconds < 0.4);
      assert.deepEqual(late, []);
    });
  }
}

test("silence takes back what has not sounded yet, and it is placed anew", () => {
  rubbed({ seconds: 10, rate: 1, looks: USUAL });
  const { machine } = new Practice([rub]).wait(23.25);
  const beats = new Beats();
  beats.unlock();
  beats.schedule(upcomingSounds(machine, AHEAD));
  beats.schedule(upcomingSounds(machine, AHEAD));
  assert.equal(Audio.stopped, 0);
  assert.equal(beats.scheduled.size, 1);
  beats.silence();
  assert.ok(Audio.stopped > 0);
  assert.equal(beats.scheduled.size, 0);
  beats.schedule(upcomingSounds(machine, AHEAD));
  assert.equal(beats.scheduled.size, 1);
});

/** Beats on a fresh audio clock, of a device that is late by so much. */
function lateBeats(/** @type {Record<string, number>} */ latency) {
  Object.assign(Audio, {
    rate: 1,
    began: now / 1000 - 100,
    starts: [],
    early: [],
    stopped: 0,
    latency,
  });
  const beats = new Beats();
  beats.unlock();
  return beats;
}

/** @param {number} seconds @returns {Beat} */
const beatIn = (seconds, key = "a") => ({ key, in: seconds, sound: "beat", strength: 1 });

test("a device that doesn't say how late it is counts as never late", () => {
  assert.equal(lateBeats({}).latency, 0);
  assert.equal(lateBeats({ base: 0.01 }).latency, 0.01);
  assert.equal(lateBeats({ base: NaN, output: 0.2 }).latency, 0.2);
  assert.equal(lateBeats({ base: 0.01, output: 70 }).latency, 1);
  assert.equal(new Beats().latency, 0);
});

test("over Bluetooth a beat is played earlier, so that it is heard at its time", () => {
  const beats = lateBeats({ base: 0.01, output: 0.24 });
  beats.schedule([beatIn(1)]);
  assert.ok(Math.abs(Audio.early[0] - 0.75) < STEP, `${Audio.early[0]}`);
});

test("where there is no time for that it is played at once, not left out", () => {
  const beats = lateBeats({ output: 0.25 });
  beats.schedule([beatIn(0)]);
  assert.deepEqual(Audio.early, [0]);
});

test("headphones put on meanwhile move what hasn't sounded yet, and nothing sounds twice", () => {
  const beats = lateBeats({ output: 0.02 });
  const schedule = (/** @type {number} */ went) =>
    beats.schedule([beatIn(0.5 - went, "a"), beatIn(2 - went, "b")]);
  schedule(0);
  assert.equal(Audio.starts.length, 2);
  now += 600;
  Audio.latency = { output: 0.03 };
  schedule(0.6);
  assert.equal(Audio.stopped, 0, "a hundredth is not heard");
  Audio.latency = { output: 0.25 };
  Audio.starts = [];
  schedule(0.6);
  assert.equal(Audio.starts.length, 1);
  assert.ok(
    Math.abs(Audio.starts[0] - (100 + (now - 600) / 1000 + 2 - 0.25 - now / 1000 + 0.6)) < STEP,
  );
});

test("out of sight more than a minute is scheduled ahead, each beat once", () => {
  const beats = lateBeats({});
  const minute = Array.from({ length: 75 }, (_, i) => beatIn(i + 1, `${i}`));
  beats.schedule(minute);
  beats.schedule(minute);
  assert.equal(Audio.starts.length, 75);
});

test("the audio clock tells of its time while it runs, also where beats are turned off", () => {
  const beats = lateBeats({});
  assert.ok(Math.abs((beats.time ?? 0) - 100) < STEP);
  beats.isOn = false;
  assert.ok(beats.time !== null);
  /** @type {Audio} */ (/** @type {unknown} */ (beats.audio)).state = "interrupted";
  assert.equal(beats.time, null);
  assert.equal(new Beats().time, null);
});
