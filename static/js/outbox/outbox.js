/**
 * The outbox: every tick is stored on the phone first, and removed when our server says what
 * became of it. Nothing is lost without a network, or to a page that somebody else's network
 * sends instead, and nothing expires. Sending is idempotent: the instant at which it was
 * performed goes with it, and whose record it was made for (docs/addresses.md).
 */

import * as indexedStore from "./store.js";

/** @import { QueuedTick } from "./store.js" */

/**
 * Who is here, by the ids of the page's data (docs/addresses.md).
 * @typedef {object} Owners
 * @property {string} owner
 * @property {string} before the owner of what they ticked before they had a record
 * @property {string[]} others who else has a record in this browser
 */

const RETRY_AFTER = 15e3;
/** Nobody waits longer for an answer; also of htmx, in the page's configuration. */
const TIMEOUT = 15e3;

/** What owns a tick once there was a record; before, it is empty or begins with "after". */
const HAS_RECORD = /^[0-9a-f]{12}$/;

/** @param {number} instant */
const toISO = (instant) => new Date(instant).toISOString();

/**
 * What a button of a form says of a tick.
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement} button
 */
export function fieldsOf(form, button) {
  const { csrfmiddlewaretoken: _, instant: __, ...fields } = Object.fromEntries(
    [...new FormData(form, button)].map(([name, value]) => [name, String(value)]),
  );
  return fields;
}

/**
 * What became of a tick; null where the answer isn't our server's about this very tick.
 * @param {QueuedTick} tick
 * @param {Response} answer
 */
const outcomeOf = ({ slot }, { headers }) =>
  headers.get("Kidneycare-Slot") === slot ? headers.get("Kidneycare-Outcome") : null;

/**
 * Whether the others needn't be tried now: no right network, no right token, a server in trouble.
 * @param {Response} answer
 */
const isTrouble = ({ ok, status }) =>
  ok || status >= 500 || [401, 403, 407, 408, 425, 429].includes(status);

/** @param {Pick<Headers, "get">} headers */
const isPlain = (headers) => headers.get("Content-Type")?.startsWith("text/plain");

/** A page that was requested before this instant may not show it yet. */
export function noteSent() {
  try {
    sessionStorage.setItem("kidneycare.sent", String(Date.now()));
  } catch {
    // Without storage, the page has to be reloaded by hand.
  }
}

/** Whether ticks were sent after this page was requested, told once; day.js has the same. */
export function isStale() {
  try {
    const sent = Number(sessionStorage.getItem("kidneycare.sent"));
    sessionStorage.removeItem("kidneycare.sent");
    return sent > performance.timeOrigin;
  } catch {
    return false;
  }
}

/**
 * Why our server doesn't take a tick just now: its sentence, for somebody to do something about.
 * @param {Pick<Headers, "get">} headers
 * @param {string} text
 */
export const reasonOf = (headers, text) =>
  headers.get("Kidneycare-Cause") && isPlain(headers) ? text : "";

/** @param {QueuedTick} one @returns {(other: QueuedTick) => boolean} */
const isSame = (one) => ({ owner, slot, performed }) =>
  owner === one.owner && slot === one.slot && performed === one.performed;

export class Outbox {
  /**
   * @param {Owners} owners as far as the page knows
   * @param {Pick<typeof indexedStore, "readTicks" | "storeTick" | "replaceTick">} [store]
   */
  constructor(owners, store = indexedStore) {
    /** Whose the page is, whoever is here later. */
    this.owner = owners.owner;
    this.owners = owners;
    this.store = store;
    /** @type {QueuedTick[]} A copy of what is stored. */
    this.stored = [];
    /** @type {QueuedTick[]} On its way there; for good where the browser stores nothing. */
    this.unstored = [];
    /** @type {QueuedTick[]} Those that the page is sending by itself. */
    this.held = [];
    /** Tells other pages of this browser, and the worker, that something was sent. */
    this.channel = new BroadcastChannel("kidneycare.outbox");
    /** Called when something was queued, sent or refused. */
    this.onChange = () => {};
    /** Called once what waited was sent and the server took some of it. */
    this.onAccepted = () => {};
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** Why our server doesn't take what waits. */
    this.reason = "";
    /** @type {Promise<number> | undefined} */
    this.sending = undefined;
    /** @type {Promise<unknown>} */
    this.turn = Promise.resolve();
    /** @type {(slot: string) => void} Called when a tick was sent from elsewhere in this browser. */
    this.onSentElsewhere = () => {};
    this.channel.onmessage = ({ data }) => this.onSentElsewhere(data);
    this.loaded = this.load();
    addEventListener("online", () => void this.send());
  }

  /** Read again what is stored: another page may have changed it. */
  async load() {
    try {
      this.stored = await this.store.readTicks();
    } catch {
      // The browser stores nothing: what is in memory is all.
    }
    this.#note();
    this.onChange();
  }

  /** The next page needn't ask the store before it knows whether anything waits. */
  #note() {
    try {
      if (this.stored.length) localStorage["kidneycare.waits"] = "1";
      else delete localStorage["kidneycare.waits"];
    } catch {
      // A worker has no such storage; a page where it is blocked waits a moment.
    }
  }

  /** What is kept for the record of this page, and for records that are gone: the server tells it. */
  get queued() {
    return this.#mine.filter(({ refused }) => refused === undefined);
  }

  /** What waits of it: not on its way. */
  get waiting() {
    return this.queued.filter((tick) => !this.held.some(isSame(tick)));
  }

  /** What the server refused for good; only its person removes it. */
  get refused() {
    return this.#mine.filter(({ refused }) => refused !== undefined);
  }

  get #mine() {
    const { owner, before, others } = this.owners;
    const isGone = (/** @type {string} */ id) => HAS_RECORD.test(id) && !others.includes(id);
    return [...this.stored, ...this.unstored].filter((tick) =>
      [owner, before].includes(tick.owner) || isGone(tick.owner)
    );
  }

  /**
   * Queue a tick and send what waits.
   * @param {Omit<QueuedTick, "slot" | "owner">} given
   * @returns {Promise<number>} how many were accepted
   */
  async put(given) {
    this.release(await this.hold(given));
    return this.send();
  }

  /**
   * Queue a tick that the page sends by itself; `settle` it or `release` it afterwards.
   * @param {Omit<QueuedTick, "slot" | "owner">} given
   */
  async hold(given) {
    const tick = { ...given, slot: indexedStore.slotOf(given.address), owner: this.owner };
    this.held.push(tick);
    this.unstored.push(tick);
    await this.loaded;
    // A later state of a set takes the place of the same person's earlier one.
    const earlier = this.queued.filter((one) => one.slot === tick.slot && one !== tick);
    // Told apart by their instants, also where a clock stands still.
    while (earlier.some(({ performed }) => performed === tick.performed)) tick.performed += 1;
    try {
      await this.store.storeTick(tick);
      this.stored.push(tick);
      this.unstored = this.unstored.filter((one) => one !== tick);
      this.#note();
      void navigator.storage?.persist?.();
    } catch {
      // It is in memory, and sent from there.
    }
    // The later state takes their place.
    for (const each of earlier) await this.#replace(each, null);
    return tick;
  }

  /** Whether what waits outlives this page. */
  get isStored() {
    return this.unstored.length === 0;
  }

  get hasRecord() {
    return HAS_RECORD.test(this.owner);
  }

  /** @param {QueuedTick} tick */
  release(tick) {
    this.held = this.held.filter((one) => one !== tick);
    this.onChange();
  }

  /**
   * Note what our server said of a tick.
   * @param {QueuedTick} tick
   * @param {string} outcome
   * @param {string} message
   */
  async settle(tick, outcome, message) {
    this.held = this.held.filter((one) => one !== tick);
    await this.#replace(tick, outcome === "refused" ? { ...tick, refused: message } : null);
    this.onChange();
  }

  /**
   * Remove what was refused.
   * @param {QueuedTick} tick
   */
  async remove(tick) {
    await this.#replace(tick, null);
    this.onChange();
  }

  /**
   * Try again what was refused.
   * @param {QueuedTick[]} [ticks] all by default
   */
  async retry(ticks = this.refused) {
    for (const tick of ticks) {
      const { refused: _, ...again } = tick;
      await this.#replace(tick, again);
    }
    return this.send();
  }

  /**
   * Send what waits, the oldest first; what can't be sent stays.
   * @returns {Promise<number>} how many were accepted
   */
  send() {
    // Whoever wants to go on afterwards waits for what has begun.
    this.sending ??= this.#send();
    return this.sending;
  }

  get isSending() {
    return this.sending !== undefined;
  }

  async #send() {
    clearTimeout(this.timer);
    let accepted = 0;
    try {
      accepted = await this.alone(() => this.#sendAll());
    } catch {
      // No network, or no answer in time: they stay queued.
    }
    this.sending = undefined;
    if (this.waiting.length) this.sendLater();
    this.onChange();
    if (accepted) this.onAccepted();
    return accepted;
  }

  sendLater() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.send(), RETRY_AFTER);
  }

  /**
   * Do something while nobody else sends: the first tick makes the record, of which the next must
   * know. Where the browser has no locks (over http) only this page waits its turn.
   * @template Result
   * @param {() => Promise<Result>} work
   * @returns {Promise<Result>}
   */
  alone(work) {
    let hasBegun = false;
    const begin = () => {
      hasBegun = true;
      return work();
    };
    const inTurn = () => {
      const result = this.turn.then(begin);
      this.turn = result.catch(() => {});
      return result;
    };
    if (!navigator.locks) return inTurn();
    return navigator.locks.request("kidneycare.outbox", begin).catch((error) => {
      // Whoever blocks cookies blocks locks too.
      if (hasBegun) throw error;
      return inTurn();
    });
  }

  async #sendAll() {
    await this.loaded;
    await this.load();
    // Whose the rest is, the server says.
    if (![...this.stored, ...this.unstored].some(({ refused }) => refused === undefined)) return 0;
    // Pages live longer than a token, and the one who was here may have changed.
    const answer = await fetch("/outbox/", { signal: AbortSignal.timeout(TIMEOUT) });
    const { token, ...owners } = await answer.json();
    this.owners = owners;
    this.reason = "";
    let accepted = 0;
    /** @type {QueuedTick[]} */
    const undecided = [];
    // One that is added meanwhile is sent too.
    const next = () => this.waiting.find((tick) => !undecided.some(isSame(tick)));
    for (let tick = next(); tick; tick = next()) {
      const answer = await this.#post(tick, token);
      const text = await answer.text();
      const outcome = outcomeOf(tick, answer);
      if (outcome === null) {
        this.reason = reasonOf(answer.headers, text);
        if (isTrouble(answer)) break;
        undecided.push(tick);
        continue;
      }
      await this.settle(tick, outcome, isPlain(answer.headers) ? text : answer.statusText);
      if (outcome === "refused") continue;
      accepted += 1;
      this.channel.postMessage(tick.slot);
    }
    return accepted;
  }

  /**
   * @param {QueuedTick} tick
   * @param {QueuedTick | null} to
   */
  async #replace(tick, to) {
    const change = (/** @type {QueuedTick} */ one) => isSame(tick)(one) ? to ?? [] : one;
    this.stored = this.stored.flatMap(change);
    this.unstored = this.unstored.flatMap(change);
    this.#note();
    try {
      await this.store.replaceTick(tick, to);
    } catch {
      // It was in memory alone.
    }
  }

  /**
   * @param {QueuedTick} tick
   * @param {string} token
   */
  #post({ address, fields, performed, started, seconds, owner }, token) {
    const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken: token });
    body.set("record", owner);
    body.set("performed", toISO(performed));
    body.set("sent", toISO(Date.now()));
    if (started !== null) body.set("started", toISO(started));
    if (seconds !== undefined) body.set("seconds", String(Math.round(seconds)));
    // As an HTMX request: the response is a partial, and a refusal plain text.
    return fetch(address, {
      method: "POST",
      body,
      headers: { "HX-Request": "true" },
      signal: AbortSignal.timeout(TIMEOUT),
      // The answer that begins a record must not come after this page: another may begin one.
      keepalive: HAS_RECORD.test(this.owners.owner),
    });
  }
}
