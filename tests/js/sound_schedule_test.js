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
  const practice = new Practice([rub]).wait(20.25);
  assert.deepEqual(heard(practice, 2), [[0.75, "beat"], [1.75, "beat"]]);
  const keys = new Set(upcomingSounds(practice.machine, 2).map(({ key }) => key));
  practice.wait(0.5);
  const again = upcomingSounds(practice.machine, 2).filter(({ key }) => keys.has(key));
  assert.deepEqual(again.map((beat) => Math.round(1000 * beat.in)), [250, 1250]);
});

test("the first ten are heard, then they fade; every twentieth and the last stay", () => {
  const practice = new Practice([rub]).wait(20);
  const strengths = upcomingSounds(practice.machine, 300).map(({ strength }) => strength);
  assert.deepEqual(strengths.slice(1, 11), Array(10).fill(1));
  assert.ok(strengths[12] < 1 && strengths[12] > 0);
  assert.deepEqual([strengths[15], strengths[19], strengths[20], strengths[21]], [0, 0, 1, 0]);
  assert.equal(strengths[200], 1);
});

test("who wants every beat hears every beat", () => {
  const practice = new Practice([rub], { keepBeat: true }).wait(20);
  assert.ok(upcomingSounds(practice.machine, 300).every(({ strength }) => strength === 1));
});

test("after a pause the next ten are heard again", () => {
  const practice = new Practice([rub]).wait(20 + 50);
  assert.equal(upcomingSounds(practice.machine, 1.5)[1].strength, 0);
  practice.machine.restartFade();
  assert.equal(upcomingSounds(practice.machine, 1.5)[1].strength, 1);
});

test("a breath sounds at its turns", () => {
  const practice = new Practice([raise]).wait(5);
  assert.deepEqual(heard(practice, 15), [[0, "in"], [4, "out"], [10, "in"], [14, "out"]]);
});

test("a bell each minute, three beats before it begins, a bell when a rest is over", () => {
  assert.deepEqual(heard(new Practice([knead]).wait(5), 130), [[60, "bell"], [120, "bell"]]);
  assert.deepEqual(heard(new Practice([rub]), 10), [[2, "beat"], [3, "beat"], [4, "beat"]]);
  assert.deepEqual(heard(new Practice([sole]).wait(5 + 100), 20)[0], [10, "bell"]);
});

test("how the next stage begins is known ahead, once, under the key it has when it begins", () => {
  const practice = new Practice([sole]).wait(4.5);
  assert.deepEqual(heard(practice, 1.6), [[0.5, "go"]]);
  const [{ key }] = upcomingSounds(practice.machine, 1.6);
  practice.wait(0.5);
  assert.equal(upcomingSounds(practice.machine, 1.6)[0].key, key);
  assert.deepEqual(heard(new Practice([raise]).wait(4), 1.6), [[0, "beat"], [1, "in"]]);
  assert.deepEqual(heard(new Practice([raise], { breath: "own" }).wait(4), 1.6), [[0, "beat"]]);
});

test("a set that was begun goes on with the sound of its count", () => {
  const begun = { ...sole, already: 40 };
  assert.deepEqual(heard(new Practice([begun]).wait(4.5), 1.6), [[0.5, "twenty"]]);
  // Between two strokes there is none.
  assert.deepEqual(heard(new Practice([{ ...sole, already: 40.5 }]).wait(4.5), 0.6), []);
});

test("in one's own breath nothing sounds, and nothing after the end", () => {
  assert.deepEqual(heard(new Practice([raise], { breath: "own" }).wait(6), 60), []);
  assert.deepEqual(heard(new Practice([rub]).wait(300), 60), []);
});
