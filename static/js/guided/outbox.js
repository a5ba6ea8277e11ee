/**
 * A queue of ticks to be sent. Each is stored on the phone first and removed when the server
 * says what became of it, so nothing is lost without a network, or to a page that somebody
 * else's network sends instead. Sending is idempotent: the instant at which it was performed
 * goes with it, and whose record it was made for (docs/addresses.md).
 */

import { read, write } from "./local_storage.js";

/**
 * @typedef {object} QueuedTick
 * @property {string} address
 * @property {Record<string, string>} fields
 * @property {number} performed
 * @property {number | null} started
 * @property {number} [seconds] practised without the pauses
 * @property {string} owner whose record it is for, as in the page's data
 */

/** Older ticks are dropped: that day's page can still be corrected by hand. */
const MAX_AGE = 30 * 24 * 3600e3;
const RETRY_AFTER = 15e3;

/** What owns a tick once there was a record; before, it is empty or begins with "after". */
const HAS_RECORD = /^[0-9a-f]{12}$/;

/** @param {number} instant */
const toISO = (instant) => new Date(instant).toISOString();

/** @param {QueuedTick} tick */
const isRecent = ({ performed }) => Date.now() - performed < MAX_AGE;

/**
 * Whether another is the same tick, however often it was read from storage.
 * @param {QueuedTick} one
 * @returns {(other: QueuedTick) => boolean}
 */
const isSame = (one) => (other) =>
  one.address === other.address && one.performed === other.performed && one.owner === other.owner;

/**
 * What became of a tick; null where the answer isn't our server's about this very tick.
 * @param {Response} answer
 * @param {QueuedTick} tick
 */
function outcomeOf({ headers }, { address }) {
  const slot = headers.get("Kidneycare-Slot");
  return slot && address.endsWith(`/day/${slot}/`) ? headers.get("Kidneycare-Outcome") : null;
}

/**
 * Whether the others needn't be tried now: no right network, no right token, a server in trouble.
 * @param {Response} answer
 */
const isTrouble = ({ ok, status }) => ok || status >= 500 || status === 403 || status === 429;

/**
 * Why our server doesn't take a tick just now: its sentence, for somebody to do something about.
 * @param {Response} answer
 * @param {string} message
 */
const reasonOf = (answer, message) =>
  answer.headers.has("Kidneycare-Cause") && isPlain(answer) ? message : "";

/** @param {Response} answer */
const isPlain = (answer) => answer.headers.get("Content-Type")?.startsWith("text/plain");

/** A page requested before this instant may not show it yet: day.js reloads it. */
function noteSent() {
  try {
    sessionStorage.setItem("kidneycare.sent", String(Date.now()));
  } catch {
    // Without storage, the page has to be reloaded by hand.
  }
}

export class Outbox {
  /**
   * @param {string} token the page's CSRF token
   * @param {string} owner who is here
   * @param {string} before the owner of what they practised before they had a record
   * @param {string[] | null} others who else has a record in this browser, where that is known
   */
  constructor(token, owner, before, others = null) {
    this.token = token;
    this.owners = [owner, before];
    this.others = others;
    this.isSending = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /**
     * Called with how many are queued, the server's message when it refused one, and the one
     * that says why it doesn't take them yet.
     * @type {(left: number, refused: string, reason: string) => void}
     */
    this.onChange = () => {};
    /** @type {QueuedTick[]} Held in memory where the browser stores nothing. */
    this.unstored = [];
    addEventListener("online", () => void this.send());
  }

  /** Queued ticks for the record of this page, and for records that are gone: the server tells it. */
  get mine() {
    return this.#all().filter(({ owner }) => this.owners.includes(owner) || this.#isGone(owner));
  }

  /** Whether what waits outlives this page. */
  get isStored() {
    return this.unstored.length === 0;
  }

  /** @param {string} owner */
  #isGone(owner) {
    return this.others !== null && HAS_RECORD.test(owner) && !this.others.includes(owner);
  }

  /** @param {QueuedTick} tick */
  put(tick) {
    // A later state of the same set replaces an earlier one of the same person.
    const replaced = this.mine.filter(({ address }) => address === tick.address);
    this.#store([...this.#all().filter((one) => !replaced.some(isSame(one))), tick]);
    return this.send();
  }

  /**
   * Send what is queued, the oldest first; what can't be sent stays.
   * @returns {Promise<number>} how many were accepted
   */
  async send() {
    if (this.isSending) return 0;
    this.isSending = true;
    clearTimeout(this.timer);
    let accepted = 0;
    let refused = "";
    let reason = "";
    try {
      /** @type {QueuedTick[]} */
      const undecided = [];
      // One that is added meanwhile is sent too.
      const next = () => this.mine.find((tick) => !undecided.some(isSame(tick)));
      for (let tick = next(); tick; tick = next()) {
        const answer = await this.#post(tick);
        const message = await answer.text();
        const outcome = outcomeOf(answer, tick);
        if (outcome === null) {
          reason = reasonOf(answer, message);
          if (isTrouble(answer)) break;
          undecided.push(tick);
          continue;
        }
        if (outcome === "refused") refused = isPlain(answer) ? message : answer.statusText;
        else {
          accepted += 1;
          noteSent();
        }
        this.#remove(tick);
      }
    } catch {
      // No network: they stay queued.
    }
    this.isSending = false;
    const left = this.mine.length;
    if (left) this.timer = setTimeout(() => void this.send(), RETRY_AFTER);
    this.onChange(left, refused, reason);
    return accepted;
  }

  /** @param {QueuedTick} gone */
  #remove(gone) {
    const isGone = isSame(gone);
    this.#store(this.#all().filter((one) => !isGone(one)));
  }

  /** @param {QueuedTick} tick */
  #post({ address, fields, performed, started, seconds, owner }) {
    const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken: this.token });
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
      keepalive: true,
    });
  }

  /** @returns {QueuedTick[]} All on this phone; those too old are removed. */
  #all() {
    const stored = read("outbox", /** @type {QueuedTick[]} */ ([]));
    const recent = stored.filter(isRecent);
    if (recent.length < stored.length) write("outbox", recent.length ? recent : null);
    return [...recent, ...this.unstored.filter(isRecent)];
  }

  /** @param {QueuedTick[]} ticks */
  #store(ticks) {
    this.unstored = write("outbox", ticks.length ? ticks : null) ? [] : ticks;
  }
}
