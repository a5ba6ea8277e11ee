/** Which sounds are scheduled, and when. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { upcomingSounds } from "../../static/js/guided/sound_schedule.js";
import { knead, Practice, raise, rub, sole } from "./parts.js";

/**
 * @param {Practice} practice
 * @param {number} horizon
 */
const heard = ({ machine }, horizon) =>
  upcomingSounds(machine, horizon).map((beat) => [Math.round(1000 * beat.in) / 1000, beat.sound]);

test("beats are known ahead, each once, at its time", () => {
  const practice = new Practice([rub]).wait(23.25);
  assert.deepEqual(heard(practice, 2), [[0.75, "beat"], [1.75, "beat"]]);
  const keys = new Set(upcomingSounds(practice.machine, 2).map(({ key }) => key));
  practice.wait(0.5);
  const again = upcomingSounds(practice.machine, 2).filter(({ key }) => keys.has(key));
  assert.deepEqual(again.map((beat) => Math.round(1000 * beat.in)), [250, 1250]);
});

test("3-2-1 is heard before every count, and its first sound is known ahead", () => {
  const practice = new Practice([rub]).wait(20);
  assert.deepEqual(
    heard(practice, 4.5),
    [[0, "beat"], [1, "beat"], [2, "beat"], [3, "go"], [4, "beat"]],
  );
  practice.wait(1.5);
  assert.deepEqual(heard(practice, 2), [[0.5, "beat"], [1.5, "go"]]);
  const raised = new Practice([raise]).wait(5);
  assert.deepEqual(heard(raised, 3.5), [[0, "beat"], [1, "beat"], [2, "beat"], [3, "in"]]);
});

test("the first ten are heard, then they fade; every twentieth and the last stay", () => {
  const practice = new Practice([rub]).wait(23);
  const strengths = upcomingSounds(practice.machine, 300).map(({ strength }) => strength);
  assert.deepEqual(strengths.slice(1, 11), Array(10).fill(1));
  assert.ok(strengths[12] < 1 && strengths[12] > 0);
  assert.deepEqual([strengths[15], strengths[19], strengths[20], strengths[21]], [0, 0, 1, 0]);
  assert.equal(strengths[200], 1);
});

test("who wants every beat hears every beat", () => {
  const practice = new Practice([rub], { keepBeat: true }).wait(23);
  assert.ok(upcomingSounds(practice.machine, 300).every(({ strength }) => strength === 1));
});

test("after a pause the next ten are heard again", () => {
  const practice = new Practice([rub]).wait(23 + 50);
  assert.equal(upcomingSounds(practice.machine, 1.5)[1].strength, 0);
  practice.machine.restartFade();
  assert.equal(upcomingSounds(practice.machine, 1.5)[1].strength, 1);
});

test("a breath sounds at its turns", () => {
  const practice = new Practice([raise]).wait(8);
  assert.deepEqual(heard(practice, 15), [[0, "in"], [4, "out"], [10, "in"], [14, "out"]]);
});

test("kneading begins with a sound and has a bell each minute; a rest ends with one", () => {
  assert.deepEqual(
    heard(new Practice([knead]).wait(8), 130),
    [[0, "go"], [60, "bell"], [120, "bell"]],
  );
  assert.deepEqual(heard(new Practice([rub]), 10), [[5, "bell"]]);
  assert.deepEqual(heard(new Practice([sole]).wait(5 + 3 + 101), 20), [[10, "bell"]]);
});

test("the soak has a bell at each of its marks", () => {
  const practice = new Practice([sole]);
  practice.events = practice.machine.begin(0, 0, practice.now);
  assert.deepEqual(heard(practice, 1000), [[600, "bell"], [900, "bell"]]);
});

test("a set that was begun goes on with the sound of its count", () => {
  const begun = { ...sole, already: 40 };
  assert.deepEqual(heard(new Practice([begun]).wait(7.5), 1), [[0.5, "twenty"]]);
  // Between two strokes there is none.
  assert.deepEqual(heard(new Practice([{ ...sole, already: 40.5 }]).wait(7.9), 0.4), []);
});

test("what waits for the voice, or for an answer, makes no sound; nor does the end", () => {
  const practice = new Practice([rub]);
  practice.machine.isHeld = true;
  assert.deepEqual(heard(practice, 60), []);
  assert.deepEqual(heard(new Practice([raise], { breath: "own" }).wait(6), 60), []);
  assert.deepEqual(heard(new Practice([rub]).wait(300), 60), []);
});
