/** Ticks on their way: kept first, sent in order, never lost by a network. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Outbox } from "../../static/js/outbox/outbox.js";

/** @import { QueuedTick } from "../../static/js/outbox/store.js" */

/** @type {Map<string, QueuedTick>} What the phone keeps, by record and slot. */
const shelf = new Map();
const key = (/** @type {QueuedTick} */ { owner, slot }) => `${owner} ${slot}`;
let isBroken = false;
/** A phone's storage, as far as the outbox knows it. */
const store = {
  readTicks: () => {
    if (isBroken) return Promise.reject(new Error("blocked"));
    return Promise.resolve([...shelf.values()].sort((a, b) => a.performed - b.performed));
  },
  storeTick: (/** @type {QueuedTick} */ tick) => {
    if (isBroken) return Promise.reject(new Error("blocked"));
    shelf.set(key(tick), tick);
    return Promise.resolve();
  },
  replaceTick: (/** @type {QueuedTick} */ tick, /** @type {QueuedTick | null} */ to) => {
    if (isBroken) return Promise.reject(new Error("blocked"));
    if (shelf.get(key(tick))?.performed === tick.performed) {
      shelf.delete(key(tick));
      if (to) shelf.set(key(to), to);
    }
    return Promise.resolve();
  },
};

/** Who is here, as the server says. */
let here = { owner: "me", before: "", others: /** @type {string[]} */ ([]) };
/** @type {{ address: string, body: URLSearchParams }[]} */
let posts = [];
/** @type {(address: string) => Response} */
let answer;
const json = () => new Response(JSON.stringify({ token: "fresh", ...here }));
let asked = json;

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
      "Kidneycare-Slot": address.split("/day/")[1].replace(/\/$/, ""),
      "Kidneycare-Outcome": outcome,
    },
  });
const written = outcome("written");

globalThis.fetch = async (
  /** @type {unknown} */ address,
  /** @type {RequestInit | undefined} */ init,
) => {
  await Promise.resolve();
  if (address === "/outbox/") return asked();
  posts.push({ address: String(address), body: new URLSearchParams(String(init?.body)) });
  return answer(String(address));
};

const lost = () => {
  throw new TypeError("no network");
};

/** @type {Outbox[]} */
let boxes = [];
const box = (owner = "me", before = "") => {
  here = { ...here, owner, before };
  const made = new Outbox({ owner, before, others: here.others }, store);
  boxes.push(made);
  return made;
};

const loaded = async (/** @type {string} */ owner) => {
  const made = box(owner);
  await made.loaded;
  return made;
};

function closeAll() {
  for (const made of boxes) {
    clearTimeout(made.timer);
    made.channel.close();
  }
  boxes = [];
}

beforeEach(() => {
  closeAll();
  posts = [];
  shelf.clear();
  isBroken = false;
  answer = written;
  asked = json;
  here = { owner: "me", before: "", others: [] };
});
globalThis.addEventListener("unload", closeAll);

const [ONE, TWO] = ["1", "2"].map((n) => `/day/2026-11-23/evening/sole-rub/${n}/`);

/** @param {Partial<QueuedTick>} [given] */
const tick = (given = {}) => ({
  address: ONE,
  fields: { done: "1", amount: "200" },
  performed: Date.now() - 5000,
  started: Date.now() - 225_000,
  ...given,
});

test("a tick goes out with its times and a fresh token, and is then no longer kept", async () => {
  assert.equal(await box().put(tick()), 1);
  const [{ address, body }] = posts;
  assert.equal(address, ONE);
  assert.equal(body.get("csrfmiddlewaretoken"), "fresh");
  assert.equal(body.get("amount"), "200");
  const [started, performed, sent] = ["started", "performed", "sent"].map((name) =>
    Date.parse(body.get(name) ?? "")
  );
  assert.equal(performed - started, 220_000);
  assert.ok(sent - performed >= 5000 && sent - performed < 10_000);
  assert.equal(shelf.size, 0);
  closeAll();
});

const status = (/** @type {number} */ status) => () => new Response("", { status });
for (
  const [name, bad] of /** @type {[string, () => Response][]} */ ([
    ["no network", lost],
    ["a server in trouble", status(503)],
    ["a network that asks to sign in", status(401)],
    ["an old token", status(403)],
    ["a proxy that asks who it is", status(407)],
    ["an answer too late", status(408)],
    ["too early", status(425)],
    ["too many at once", status(429)],
    ["a page that asks to sign in to some network", () => new Response("<h1>Welcome</h1>")],
    ["an answer about another slot", () => written("/day/2026-11-23/evening/sole-rub/3/")],
  ])
) {
  test(`${name}: it waits on the phone, and goes out later in its order`, async () => {
    answer = bad;
    const outbox = box();
    await outbox.put(tick());
    await outbox.put(tick({ address: TWO, performed: Date.now() }));
    assert.equal(outbox.waiting.length, 2);
    // The page is gone; another one finds them.
    answer = written;
    posts = [];
    assert.equal(await box().send(), 2);
    assert.deepEqual(posts.map(({ address }) => address), [ONE, TWO]);
    assert.equal(shelf.size, 0);
    closeAll();
  });
}

test("without our server's word on who is here nothing is sent", async () => {
  for (const bad of [lost, status(503), () => new Response("<h1>Welcome</h1>")]) {
    asked = bad;
    assert.equal(await box().put(tick()), 0);
    assert.deepEqual(posts, []);
  }
  assert.equal(shelf.size, 1);
  closeAll();
});

test("a tick names the record it was made for, and how long was practised", async () => {
  answer = lost;
  await box("").put(tick({ seconds: 200 }));
  answer = written;
  posts = [];
  await box("me", "").put(tick({ address: TWO }));
  assert.deepEqual(posts.map(({ body }) => body.get("record")), ["", "me"]);
  assert.deepEqual(posts.map(({ body }) => body.get("seconds")), ["200", null]);
  closeAll();
});

test("what the server has already is no longer kept either", async () => {
  answer = outcome("unchanged");
  assert.equal(await box().put(tick()), 1);
  assert.equal(shelf.size, 0);
  closeAll();
});

test("a slot that this server doesn't know waits, and holds up no other", async () => {
  answer = (address) => address === ONE ? new Response("", { status: 404 }) : written(address);
  const outbox = box();
  await outbox.put(tick());
  assert.equal(await outbox.put(tick({ address: TWO })), 1);
  assert.deepEqual(outbox.waiting.map(({ address }) => address), [ONE]);
  closeAll();
});

test("what the server refuses for good is told, not sent again, and kept until it is removed", async () => {
  answer = outcome("refused", "This record was erased.", 409);
  const outbox = box();
  assert.equal(await outbox.put(tick()), 0);
  assert.deepEqual(outbox.waiting, []);
  assert.deepEqual(outbox.refused.map(({ refused }) => refused), ["This record was erased."]);
  posts = [];
  await box().send();
  assert.deepEqual(posts, []);
  await outbox.remove(outbox.refused[0]);
  assert.equal(shelf.size, 0);
  closeAll();
});

test("what was refused can be tried again", async () => {
  answer = outcome("refused", "Not now.", 400);
  const outbox = box();
  await outbox.put(tick());
  answer = written;
  assert.equal(await outbox.retry(), 1);
  assert.equal(shelf.size, 0);
  closeAll();
});

test("what our server can't take yet is told with its reason, and waits", async () => {
  const why = "Your browser sent no cookie.";
  answer = () =>
    new Response(why, {
      status: 403,
      headers: { "Content-Type": "text/plain; charset=utf-8", "Kidneycare-Cause": "no-cookies" },
    });
  const outbox = box();
  await outbox.put(tick());
  assert.equal(outbox.reason, why);
  assert.equal(outbox.waiting.length, 1);
  answer = written;
  await outbox.send();
  assert.equal(outbox.reason, "");
  closeAll();
});

test("a later state of the same set takes the place of one that still waits", async () => {
  answer = lost;
  const outbox = box();
  await outbox.put(tick());
  await outbox.put(tick({ fields: { done: "0" }, performed: Date.now() }));
  answer = written;
  posts = [];
  await outbox.send();
  assert.deepEqual(posts.map(({ body }) => body.get("done")), ["0"]);
  closeAll();
});

test("what a page is sending by itself is kept, and not sent a second time meanwhile", async () => {
  const outbox = box();
  const held = await outbox.hold(tick());
  assert.equal(shelf.size, 1);
  assert.equal(await outbox.send(), 0);
  assert.deepEqual(posts, []);
  await outbox.settle(held, "written", "");
  assert.equal(shelf.size, 0);
  closeAll();
});

test("a tick that was replaced on its way stays when the answer to the earlier one comes", async () => {
  answer = lost;
  const outbox = box();
  const held = await outbox.hold(tick());
  await outbox.put(tick({ fields: { done: "0" }, performed: Date.now() }));
  await outbox.settle(held, "written", "");
  assert.deepEqual([...shelf.values()].map(({ fields }) => fields.done), ["0"]);
  closeAll();
});

test("whoever begins takes along what they practised before they had a record", async () => {
  answer = lost;
  await box("").put(tick());
  answer = written;
  posts = [];
  await box("me", "").send();
  assert.deepEqual(posts.map(({ address }) => address), [ONE]);
  closeAll();
});

test("somebody new on a shared phone: what they practised is not sent for who was here before", async () => {
  const me = "0".repeat(12);
  answer = lost;
  await box(me).put(tick());
  here.others = [me];
  await box(`after-${me}`, `after-${me}`).put(tick());
  here.others = [];
  assert.equal((await loaded(me)).waiting.length, 1, "of the same set, each has their own");
  answer = written;
  posts = [];
  await box(me).send();
  assert.equal(posts.length, 1);
  // They begin, and what still waits is theirs.
  assert.equal((await loaded(me)).waiting.length, 0);
  here.others = [me];
  assert.equal(await box("1".repeat(12), `after-${me}`).send(), 1);
  assert.equal(shelf.size, 0);
  closeAll();
});

test("what waits for a record that is gone is sent to be told, never what is of another person here", async () => {
  const [anna, ben] = ["a".repeat(12), "b".repeat(12)];
  answer = lost;
  await box(anna).put(tick());
  answer = outcome("refused", "It is no longer here.", 409);
  posts = [];
  here.others = [anna];
  assert.equal(await box(ben).send(), 0);
  assert.deepEqual(posts, []);
  here.others = [];
  const alone = box("");
  await alone.send();
  assert.equal(posts.length, 1);
  assert.deepEqual(alone.refused.map(({ refused }) => refused), ["It is no longer here."]);
  closeAll();
});

test("the record that is here may have changed since the page was loaded: the server's word holds", async () => {
  const [anna, ben] = ["a".repeat(12), "b".repeat(12)];
  answer = lost;
  const page = box(anna);
  await page.put(tick());
  answer = written;
  posts = [];
  here = { owner: ben, before: "", others: [anna] };
  assert.equal(await page.send(), 0);
  assert.deepEqual(posts, []);
  // Of what this page shows, a tap is still Anna's.
  await page.put(tick({ address: TWO }));
  assert.deepEqual([...shelf.values()].map(({ owner }) => owner), [anna, anna]);
  closeAll();
});

test("where the browser stores nothing, a tick waits in the page", async () => {
  isBroken = true;
  answer = lost;
  const outbox = box();
  await outbox.put(tick());
  assert.equal(outbox.waiting.length, 1);
  assert.ok(!outbox.isStored);
  answer = written;
  assert.equal(await outbox.send(), 1);
  assert.equal(outbox.waiting.length, 0);
  assert.ok(outbox.isStored);
  closeAll();
});

test("nothing expires", async () => {
  answer = lost;
  await box().put(tick({ performed: Date.parse("1970-01-01T00:00:10Z") }));
  answer = written;
  assert.equal(await box().send(), 1);
  closeAll();
});

test("whoever asks for what is being sent waits until it was", async () => {
  answer = lost;
  await box().put(tick());
  answer = written;
  const outbox = box();
  assert.deepEqual(await Promise.all([outbox.send(), outbox.send()]), [1, 1]);
  assert.equal(posts.length, 2);
  closeAll();
});
