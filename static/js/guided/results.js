/** What came of a run: ticks for the server, and a line each with its undo. */

import { element } from "./screen.js";

/**
 * @import { Machine } from "./machine.js"
 * @import { Outbox } from "./outbox.js"
 * @import { Words } from "./screen.js"
 * @import { Given, Part, TickEvent } from "./types.js"
 */

export class Results {
  /**
   * @param {Outbox} outbox
   * @param {Words} words
   * @param {Given} given
   */
  constructor(outbox, words, given) {
    this.outbox = outbox;
    this.words = words;
    this.owner = given.owner;
    this.list = element("results", HTMLElement);
  }

  get isEmpty() {
    return this.list.children.length === 0;
  }

  /**
   * A set is done, or partly: it ticks itself.
   * @param {TickEvent} event
   * @returns {string} the same in words
   */
  add({ part, amount, felt, at, started }) {
    /** @type {Record<string, string>} */
    const fields = { done: "1", amount: String(amount), source: "guided" };
    this.#send(part, felt ? { ...fields, felt: "1" } : fields, at, started);
    const whole = felt || amount >= part.floor;
    const words = this.words.of("result", {
      name: part.name,
      state: this.words.of(whole ? "done" : "partly"),
      amount: this.words.amount(part, amount),
    });
    const item = document.createElement("li");
    const told = document.createElement("span");
    told.textContent = words;
    item.append(told, this.#undo(part, told));
    this.list.append(item);
    return words;
  }

  /**
   * It hurts: nothing is owed. What was the whole stays the whole.
   * @param {Machine} machine
   */
  hurt({ part, amount, started, isTicked }) {
    if (isTicked) return;
    const whole = amount >= part.floor;
    this.#send(
      part,
      whole ? { done: "1", amount: String(amount), source: "guided" } : { skip: "1" },
      Date.now(),
      started,
    );
  }

  /**
   * @param {Part} part
   * @param {HTMLElement} told
   */
  #undo(part, told) {
    const button = document.createElement("button");
    button.textContent = this.words.of("undo");
    button.setAttribute("aria-label", this.words.of("undo-what", { name: part.name }));
    button.addEventListener("click", () => {
      // As it was before this run.
      this.#send(
        part,
        part.already ? { done: "1", amount: String(part.already) } : { done: "0" },
        Date.now(),
        null,
      );
      told.textContent = this.words.of("taken-back", { name: part.name });
      button.remove();
    });
    return button;
  }

  /**
   * @param {Part} part
   * @param {Record<string, string>} fields
   * @param {number} performed
   * @param {number | null} started
   */
  #send({ address }, fields, performed, started) {
    void this.outbox.put({ address, fields, performed, started, owner: this.owner });
  }
}
