/**
 * Ticks on their way. Each is put on the phone first and taken off when the
 * server has it: without a network it waits, and is told to wait. Sent twice it
 * changes nothing; when it was performed goes with it (docs/addresses.md).
 */

import { read, write } from "./store.js";

/**
 * @typedef {object} Letter
 * @property {string} address
 * @property {Record<string, string>} fields
 * @property {number} performed
 * @property {number | null} started
 * @property {string} owner whose record it is for; empty for somebody who has none yet
 */

/** Days after which a letter is given up: its day's page can still be mended by hand. */
const KEPT = 30 * 24 * 3600e3;
const AGAIN = 15e3;

/** @param {number} instant */
const written = (instant) => new Date(instant).toISOString();

/** @param {Response} answer */
const isPlain = (answer) => answer.headers.get("Content-Type")?.startsWith("text/plain");

export class Outbox {
  /**
   * @param {string} token the page's CSRF token
   * @param {string} owner
   */
  constructor(token, owner) {
    this.token = token;
    this.owner = owner;
    this.isSending = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** Called with how many wait, and with the server's words when it refused one. @type {(left: number, refused: string) => void} */
    this.onChange = () => {};
    /** @type {Letter[]} Where the browser keeps nothing. */
    this.unkept = [];
    addEventListener("online", () => void this.send());
  }

  /** Letters for the record this page shows. */
  get mine() {
    return this.#all().filter((letter) => letter.owner === "" || letter.owner === this.owner);
  }

  /** @param {Letter} letter */
  put(letter) {
    // A later state of the same set makes an earlier one needless.
    this.#keep([...this.#all().filter(({ address }) => address !== letter.address), letter]);
    return this.send();
  }

  /**
   * Send what waits, the oldest first; what can't be sent stays.
   * @returns {Promise<number>} how many were taken
   */
  async send() {
    if (this.isSending) return 0;
    this.isSending = true;
    clearTimeout(this.timer);
    let taken = 0;
    let refused = "";
    try {
      // One that is put in meanwhile goes along.
      for (let letter = this.mine[0]; letter; letter = this.mine[0]) {
        const answer = await this.#post(letter);
        const words = await answer.text();
        if (answer.status >= 500 || answer.status === 403 || answer.status === 429) break;
        if (answer.ok) taken += 1;
        else refused = isPlain(answer) ? words : answer.statusText;
        this.#drop(letter);
      }
    } catch {
      // No network: they wait.
    }
    this.isSending = false;
    const left = this.mine.length;
    if (left) this.timer = setTimeout(() => void this.send(), AGAIN);
    this.onChange(left, refused);
    return taken;
  }

  /** @param {Letter} gone */
  #drop(gone) {
    const is = (/** @type {Letter} */ one) =>
      one.address === gone.address && one.performed === gone.performed;
    this.#keep(this.#all().filter((one) => !is(one)));
  }

  /** @param {Letter} letter */
  #post({ address, fields, performed, started }) {
    const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken: this.token });
    body.set("performed", written(performed));
    body.set("sent", written(Date.now()));
    if (started !== null) body.set("started", written(started));
    // As htmx asks: the answer is then a small piece, and a refusal plain words.
    return fetch(address, {
      method: "POST",
      body,
      headers: { "HX-Request": "true" },
      keepalive: true,
    });
  }

  /** @returns {Letter[]} */
  #all() {
    const now = Date.now();
    return [...read("outbox", /** @type {Letter[]} */ ([])), ...this.unkept].filter((
      { performed },
    ) => now - performed < KEPT);
  }

  /** @param {Letter[]} letters */
  #keep(letters) {
    this.unkept = write("outbox", letters.length ? letters : null) ? [] : letters;
  }
}
