/** How often the player is updated, on a page whose sight and timers are only told. */

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

class Page extends EventTarget {
  visibilityState = "visible";

  /** @param {"visible" | "hidden"} state */
  turn(state) {
    this.visibilityState = state;
    this.dispatchEvent(new Event("visibilitychange"));
  }
}

class FakeWorker extends EventTarget {
  static isKnown = true;
  /** @type {FakeWorker[]} */
  static made = [];
  pace = 0;

  constructor() {
    super();
    if (!FakeWorker.isKnown) throw new Error("no module workers");
    FakeWorker.made.push(this);
  }

  postMessage(/** @type {number} */ pace) {
    this.pace = pace;
  }
}

let page = new Page();
Object.defineProperty(globalThis, "document", { get: () => page });
Object.assign(globalThis, { Worker: FakeWorker });
const { Ticker } = await import("../../static/js/guided/ticker.js");

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setInterval"] });
  page = new Page();
  Object.assign(FakeWorker, { isKnown: true, made: [] });
});

/** A ticker that runs, and how often it updated. */
function running() {
  const update = mock.fn();
  const ticker = new Ticker(update);
  ticker.start();
  return { ticker, updates: () => update.mock.callCount(), worker: FakeWorker.made[0] };
}

test("in sight the page's own timer updates twenty times a second, and the worker rests", () => {
  const { ticker, updates, worker } = running();
  mock.timers.tick(1000);
  assert.deepEqual([updates(), worker.pace], [20, 0]);
  assert.ok(ticker.horizon < 2);
});

test("hidden it updates at once, knowing how far ahead to schedule, then at the worker's pace", () => {
  const { ticker, updates, worker } = running();
  page.turn("hidden");
  assert.equal(updates(), 1);
  assert.ok(ticker.horizon > 60, "longer than a timer may be held back");
  assert.equal(worker.pace, 250);
  worker.dispatchEvent(new Event("message"));
  assert.equal(updates(), 2);
  page.turn("visible");
  assert.equal(worker.pace, 0);
});

test("stopped it updates no more, whatever still arrives", () => {
  const { ticker, updates, worker } = running();
  page.turn("hidden");
  ticker.stop();
  mock.timers.tick(1000);
  worker.dispatchEvent(new Event("message"));
  page.turn("visible");
  assert.deepEqual([updates(), worker.pace], [1, 0]);
  ticker.start();
  assert.equal(FakeWorker.made.length, 1, "one worker is enough");
});

test("a browser without module workers goes on by the page's own timer", () => {
  FakeWorker.isKnown = false;
  const { updates } = running();
  page.turn("hidden");
  mock.timers.tick(1000);
  assert.equal(updates(), 5);
});
