/** The results of a run: ticks for the server, and a line for each with an undo button. */

import { element } from "./screen.js";

/**
 * @import { Machine } from "./state_machine.js"
 * @import { Outbox } from "./outbox.js"
 * @import { Messages } from "./screen.js"
 * @import { PageData, Part, TickEvent } from "./types.js"
 */

export class Results {
  /**
   * @param {Outbox} outbox
   * @param {Messages} messages
   * @param {PageData} page
   */
  constructor(outbox, messages, page) {
    this.outbox = outbox;
    this.messages = messages;
    this.owner = page.owner;
    /** @type {Record<string, string>} What is sent with every tick. */
    this.always = page.beginsTechnique ? { begin: "technique" } : {};
    this.list = element("results");
  }

  get isEmpty() {
    return this.list.children.length === 0;
  }

  /**
   * Tick a set that is done, or partly done.
   * @param {TickEvent} event
   * @returns {string} the result as text
   */
  add({ part, amount, felt, at, started }) {
    /** @type {Record<string, string>} */
    const fields = { done: "1", amount: String(amount), source: "guided" };
    this.#send(part, felt ? { ...fields, felt: "1" } : fields, at, started);
    const whole = felt || amount >= part.floor;
    const text = this.messages.text("result", {
      name: part.name,
      state: this.messages.text(whole ? "done" : "partly"),
      amount: this.messages.amount(part, amount),
    });
    const item = document.createElement("li");
    const label = document.createElement("span");
    label.textContent = text;
    item.append(label, this.#undoButton(part, label));
    this.list.append(item);
    return text;
  }

  /**
   * It hurts: the rest of the set is skipped, and what was done of it counts (rules.md 28); a whole
   * set stays done.
   * @param {Machine} machine
   */
  hurt({ part, amount, started, isTicked }) {
    if (isTicked) return;
    const whole = amount >= part.floor;
    this.#send(
      part,
      whole
        ? { done: "1", amount: String(amount), source: "guided" }
        : { skip: "1", ...(amount ? { amount: String(amount) } : {}) },
      Date.now(),
      started,
    );
  }

  /**
   * @param {Part} part
   * @param {HTMLElement} label
   */
  #undoButton(part, label) {
    const button = document.createElement("button");
    button.textContent = this.messages.text("undo");
    button.setAttribute("aria-label", this.messages.text("undo-what", { name: part.name }));
    button.addEventListener("click", () => {
      // Restore what was ticked before this run.
      this.#send(
        part,
        part.already ? { done: "1", amount: String(part.already) } : { done: "0" },
        Date.now(),
        null,
      );
      label.textContent = this.messages.text("taken-back", { name: part.name });
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
    fields = { ...fields, ...this.always };
    void this.outbox.put({ address, fields, performed, started, owner: this.owner });
  }
}
