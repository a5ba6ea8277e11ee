/** Ticks on their way: kept first, sent in order, never lost by a network. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Outbox } from "../../static/js/guided/outbox.js";

/** @import { QueuedTick } from "../../static/js/guided/outbox.js" */

/** @type {Map<string, string>} */
const shelf = new Map();
Object.defineProperty(globalThis, "localStorage", {
  value: {
    getItem: (/** @type {string} */ key) => shelf.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => void shelf.set(key, value),
    removeItem: (/** @type {string} */ key) => void shelf.delete(key),
  },
});

/** @type {{ address: string, body: URLSearchParams }[]} */
let posts = [];
/** @type {(address: string) => Response} */
let answer = () => new Response("");
globalThis.fetch = (
  /** @type {unknown} */ address,
  /** @type {RequestInit | undefined} */ init,
) => {
  posts.push({ address: String(address), body: new URLSearchParams(String(init?.body)) });
  return Promise.resolve().then(() => answer(String(address)));
};

const lost = () => {
  throw new TypeError("no network");
};

/** @type {Outbox[]} */
let boxes = [];
const box = (owner = "me", before = "") => {
  const made = new Outbox("token", owner, before);
  boxes.push(made);
  return made;
};

beforeEach(() => {
  for (const made of boxes) clearTimeout(made.timer);
  boxes = [];
  posts = [];
  shelf.clear();
  answer = () => new Response("");
});

/**
 * @param {Partial<QueuedTick>} [given]
 * @returns {QueuedTick}
 */
const tick = (given = {}) => ({
  address: "/day/1/",
  fields: { done: "1", amount: "200" },
  performed: Date.now() - 5000,
  started: Date.now() - 225_000,
  owner: "me",
  ...given,
});

test("a tick goes out with its times and its token, and is then no longer kept", async () => {
  const outbox = box();
  assert.equal(await outbox.put(tick()), 1);
  const [{ address, body }] = posts;
  assert.equal(address, "/day/1/");
  assert.equal(body.get("csrfmiddlewaretoken"), "token");
  assert.equal(body.get("amount"), "200");
  const [started, performed, sent] = ["started", "performed", "sent"].map((name) =>
    Date.parse(body.get(name) ?? "")
  );
  assert.equal(performed - started, 220_000);
  assert.ok(sent - performed >= 5000 && sent - performed < 10_000);
  assert.equal(shelf.size, 0);
});

for (
  const [name, bad] of /** @type {[string, () => Response][]} */ ([
    ["no network", lost],
    ["a server in trouble", () => new Response("", { status: 503 })],
    ["an old token", () => new Response("", { status: 403 })],
  ])
) {
  test(`${name}: it waits on the phone, and goes out later in its order`, async () => {
    answer = bad;
    /** @type {number[]} */
    const left = [];
    const outbox = box();
    outbox.onChange = (n) => left.push(n);
    await outbox.put(tick());
    await outbox.put(tick({ address: "/day/2/" }));
    assert.deepEqual(left, [1, 2]);
    // The page is gone; another one finds them.
    answer = () => new Response("");
    posts = [];
    assert.equal(await box().send(), 2);
    assert.deepEqual(posts.map(({ address }) => address), ["/day/1/", "/day/2/"]);
    assert.equal(shelf.size, 0);
  });
}

test("what the server refuses for good is told and not sent again", async () => {
  answer = () =>
    new Response("This record was erased.", {
      status: 409,
      headers: { "Content-Type": "text/plain" },
    });
  let told = "";
  const outbox = box();
  outbox.onChange = (_left, refused) => (told = refused);
  assert.equal(await outbox.put(tick()), 0);
  assert.equal(told, "This record was erased.");
  assert.equal(shelf.size, 0);
});

test("a later state of the same set takes the place of one that still waits", async () => {
  answer = lost;
  const outbox = box();
  await outbox.put(tick());
  await outbox.put(tick({ fields: { done: "0" } }));
  answer = () => new Response("");
  posts = [];
  await outbox.send();
  assert.deepEqual(posts.map(({ body }) => body.get("done")), ["0"]);
});

test("whoever begins takes along what they practised before they had a record", async () => {
  answer = lost;
  await box("").put(tick({ owner: "" }));
  answer = () => new Response("");
  posts = [];
  await box("me", "").send();
  assert.deepEqual(posts.map(({ address }) => address), ["/day/1/"]);
});

test("somebody new on a shared phone: what they practised is not sent for who was here before", async () => {
  answer = lost;
  await box("me").put(tick());
  await box("after-me", "after-me").put(tick({ owner: "after-me" }));
  assert.equal(box("me").mine.length, 1, "of the same set, each has their own");
  answer = () => new Response("");
  posts = [];
  await box("me").send();
  assert.equal(posts.length, 1);
  // They begin, and what still waits is theirs.
  assert.equal(box("me").mine.length, 0);
  assert.equal(await box("newcomer", "after-me").send(), 1);
  assert.equal(shelf.size, 0);
});

test("after thirty days one is given up, and not kept either", async () => {
  answer = lost;
  await box().put(tick());
  await box().put(tick({ address: "/day/2/", performed: Date.now() - 31 * 24 * 3600e3 }));
  assert.equal(box().mine.length, 1);
  assert.ok(!shelf.get("kidneycare.outbox")?.includes("/day/2/"));
});
