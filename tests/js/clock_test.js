/** Which time counts: by a page's clock, a date and an audio clock that are only told. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Clock } from "../../static/js/guided/clock.js";

/** A device on which time goes by for each clock by itself. */
class Device {
  page = 0;
  date = 1_700_000_000_000;
  /** @type {number | null} */
  audio = 100;

  constructor() {
    performance.now = () => this.page;
    Date.now = () => this.date;
    this.clock = new Clock(() => this.audio);
  }

  /**
   * @param {number} seconds
   * @param {{ page?: number, audio?: number | null }} [other] where a clock went otherwise
   */
  wait(seconds, { page = seconds, audio = seconds } = {}) {
    this.page += 1000 * page;
    this.date += 1000 * seconds;
    this.audio = audio === null || this.audio === null ? null : this.audio + audio;
    return this.clock.lap();
  }
}

test("the time of short laps counts, whatever the sound does", () => {
  assert.deepEqual(new Device().wait(0.05), { seconds: 0.05, asleep: false });
  assert.deepEqual(new Device().wait(2, { audio: 0 }), { seconds: 2, asleep: false });
  assert.deepEqual(new Device().wait(2, { audio: null }), { seconds: 2, asleep: false });
});

test("a minute in which the sound went on counts whole", () => {
  assert.deepEqual(new Device().wait(60), { seconds: 60, asleep: false });
  assert.deepEqual(new Device().wait(60, { audio: 59.6 }), { seconds: 60, asleep: false });
});

test("a minute in which the sound stood still was slept through", () => {
  const asleep = { seconds: 0, asleep: true };
  assert.deepEqual(new Device().wait(60, { audio: 0 }), asleep);
  assert.deepEqual(new Device().wait(60, { audio: 30 }), asleep);
  assert.deepEqual(new Device().wait(60, { audio: null }), asleep);
});

test("a page whose own clock stood still has slept", () => {
  assert.deepEqual(new Device().wait(3600, { page: 0.1, audio: 0.1 }), {
    seconds: 0,
    asleep: true,
  });
  // But not where the sound went on all the same.
  assert.deepEqual(new Device().wait(60, { page: 0.1 }), { seconds: 60, asleep: false });
});

test("after a sleep, and from a new start, time counts again", () => {
  const device = new Device();
  device.wait(60, { audio: 0 });
  assert.deepEqual(device.wait(0.05), { seconds: 0.05, asleep: false });
  device.page += 90_000;
  device.clock.start();
  assert.deepEqual(device.wait(0.05), { seconds: 0.05, asleep: false });
});

test("a date set back takes no time away", () => {
  assert.deepEqual(new Device().wait(-3600, { page: 0.05 }), { seconds: 0.05, asleep: false });
});

test("without an audio clock a long lap is a sleep", () => {
  const device = new Device();
  device.clock = new Clock();
  assert.deepEqual(device.wait(5), { seconds: 0, asleep: true });
});
