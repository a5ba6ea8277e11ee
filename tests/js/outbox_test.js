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
/**
 * An answer of our server about the tick of an address.
 * @param {string} outcome
 * @param {string} [message]
 * @param {number} [status]
 * @returns {(address: string) => Response}
 */
const outcome = (outcome, message = "", status = 200) => (address) =>
  new Response(message, {
    status,
    headers: {
      "Content-Type": "text/plain; charset=utf-8",
      "Kidneycare-Slot": address.split("/")[2],
      "Kidneycare-Outcome": outcome,
    },
  });
const written = outcome("written");

/** @type {(address: string) => Response} */
let answer = written;
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
  answer = written;
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
    ["too many at once", () => new Response("", { status: 429 })],
    ["a page that asks to sign in to some network", () => new Response("<h1>Welcome</h1>")],
    ["an answer about another slot", () => written("/day/other/")],
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
    answer = written;
    posts = [];
    assert.equal(await box().send(), 2);
    assert.deepEqual(posts.map(({ address }) => address), ["/day/1/", "/day/2/"]);
    assert.equal(shelf.size, 0);
  });
}

test("a tick names the record it was made for, and how long was practised", async () => {
  await box("me", "").put(tick({ owner: "", seconds: 200 }));
  await box().put(tick({ address: "/day/2/" }));
  assert.deepEqual(posts.map(({ body }) => body.get("record")), ["", "me"]);
  assert.deepEqual(posts.map(({ body }) => body.get("seconds")), ["200", null]);
});

test("what the server has already is no longer kept either", async () => {
  answer = outcome("unchanged");
  assert.equal(await box().put(tick()), 1);
  assert.equal(shelf.size, 0);
});

test("a slot that this server doesn't know waits, and holds up no other", async () => {
  answer = (address) =>
    address === "/day/1/" ? new Response("", { status: 404 }) : written(address);
  const outbox = box();
  await outbox.put(tick());
  assert.equal(await outbox.put(tick({ address: "/day/2/" })), 1);
  assert.deepEqual(outbox.mine.map(({ address }) => address), ["/day/1/"]);
});

test("what the server refuses for good is told and not sent again", async () => {
  answer = outcome("refused", "This record was erased.", 409);
  let told = "";
  const outbox = box();
  outbox.onChange = (_left, refused) => (told = refused);
  assert.equal(await outbox.put(tick()), 0);
  assert.equal(told, "This record was erased.");
  assert.equal(shelf.size, 0);
});

test("what our server can't take yet is told with its reason, and waits", async () => {
  const why = "Your browser sent no cookie.";
  const headers = { "Content-Type": "text/plain; charset=utf-8", "Kidneycare-Cause": "no-cookies" };
  answer = () => new Response(why, { status: 403, headers });
  const outbox = box();
  /** @type {unknown[]} */
  let told = [];
  outbox.onChange = (...all) => (told = all);
  await outbox.put(tick());
  assert.deepEqual(told, [1, "", why]);
  answer = () => new Response("Sign in to this network.", { status: 403 });
  await outbox.send();
  assert.deepEqual(told, [1, "", ""], "what somebody else's network says is no reason of ours");
});

test("a phone that stores nothing says so of what waits in memory", async () => {
  const { setItem } = localStorage;
  answer = lost;
  const outbox = box();
  await outbox.put(tick());
  assert.ok(outbox.isStored);
  localStorage.setItem = () => {
    throw new Error("blocked");
  };
  try {
    await outbox.put(tick({ address: "/day/2/" }));
    assert.ok(!outbox.isStored);
  } finally {
    localStorage.setItem = setItem;
  }
});

test("a later state of the same set takes the place of one that still waits", async () => {
  answer = lost;
  const outbox = box();
  await outbox.put(tick());
  await outbox.put(tick({ fields: { done: "0" } }));
  answer = written;
  posts = [];
  await outbox.send();
  assert.deepEqual(posts.map(({ body }) => body.get("done")), ["0"]);
});

test("whoever begins takes along what they practised before they had a record", async () => {
  answer = lost;
  await box("").put(tick({ owner: "" }));
  answer = written;
  posts = [];
  await box("me", "").send();
  assert.deepEqual(posts.map(({ address }) => address), ["/day/1/"]);
});

test("somebody new on a shared phone: what they practised is not sent for who was here before", async () => {
  answer = lost;
  await box("me").put(tick());
  await box("after-me", "after-me").put(tick({ owner: "after-me" }));
  assert.equal(box("me").mine.length, 1, "of the same set, each has their own");
  answer = written;
  posts = [];
  await box("me").send();
  assert.equal(posts.length, 1);
  // They begin, and what still waits is theirs.
  assert.equal(box("me").mine.length, 0);
  assert.equal(await box("newcomer", "after-me").send(), 1);
  assert.equal(shelf.size, 0);
});

test("where it is known who is here, what waits for a record that is gone is sent to be told", async () => {
  answer = lost;
  const [anna, ben] = ["a".repeat(12), "b".repeat(12)];
  await box(anna).put(tick({ owner: anna }));
  answer = outcome("refused", "It is no longer here.", 409);
  assert.equal(await box("").send(), 0);
  assert.equal(posts.length, 1, "who doesn't know leaves it");
  const shared = new Outbox("token", ben, "", [anna]);
  boxes.push(shared);
  assert.deepEqual(shared.mine, []);
  const alone = new Outbox("token", "", "", []);
  boxes.push(alone);
  let told = "";
  alone.onChange = (_left, refused) => (told = refused);
  await alone.send();
  assert.equal(told, "It is no longer here.");
  assert.equal(shelf.size, 0);
});

test("after thirty days one is given up, and not kept either", async () => {
  answer = lost;
  await box().put(tick());
  await box().put(tick({ address: "/day/2/", performed: Date.now() - 31 * 24 * 3600e3 }));
  assert.equal(box().mine.length, 1);
  assert.ok(!shelf.get("kidneycare.outbox")?.includes("/day/2/"));
});
