/** The results of a run: ticks for the server, and a line for each with an undo button. */

import { element } from "./screen.js";
import { creditOf } from "./session.js";

/**
 * @import { Outbox } from "../outbox/outbox.js"
 * @import { Messages } from "./messages.js"
 * @import { HurtEvent, PageData, Part, TickEvent } from "./types.js"
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
    /** @type {Record<string, string>} What is sent with every tick. */
    this.always = page.beginsTechnique ? { begin: "technique" } : {};
    this.list = element("results");
  }

  /**
   * Tick a set that is done, or partly done.
   * @param {TickEvent} event
   */
  add({ part, amount, felt, at, started, seconds }) {
    /** @type {Record<string, string>} */
    const fields = { done: "1", amount: String(amount), source: "guided" };
    this.#send(part, felt ? { ...fields, felt: "1" } : fields, at, { started, seconds });
    const label = this.tell(this.messages.text("result", {
      name: part.name,
      state: this.messages.text(creditOf(part, amount, felt) < 1 ? "partly" : "done"),
      amount: this.messages.amount(part, amount),
    }));
    label.after(this.#undoButton(part, label));
  }

  /**
   * A line without an undo button.
   * @param {string} text
   */
  tell(text) {
    const item = document.createElement("li");
    const label = document.createElement("span");
    label.textContent = text;
    item.append(label);
    this.list.append(item);
    return label;
  }

  /**
   * It hurts: the rest of the set is skipped, and what was done of it counts (rules.md 28).
   * @param {HurtEvent} event
   */
  hurt({ part, amount, felt, whole, at, started, seconds }) {
    /** @type {Record<string, string>} */
    const fields = whole ? { done: "1", source: "guided" } : { skip: "1" };
    if (amount) fields.amount = String(amount);
    if (whole && felt) fields.felt = "1";
    this.#send(part, fields, at, { started, seconds });
  }

  /**
   * What the phone knows of a set, from 0 to 1: what waits to be sent, else what the server said.
   * @param {Part} part
   */
  knownCredit(part) {
    const waits = this.outbox.queued.find(({ slot }) => slot === part.slot);
    if (!waits) return part.credit;
    const { done, amount, felt } = waits.fields;
    if (amount) return creditOf(part, Number(amount), felt === "1");
    return done === "1" ? 1 : 0;
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
      this.#send(part, part.before, Date.now(), { started: null });
      label.textContent = this.messages.text("taken-back", { name: part.name });
      button.remove();
      label.tabIndex = -1;
      label.focus();
    });
    return button;
  }

  /**
   * @param {Part} part
   * @param {Record<string, string>} fields
   * @param {number} performed
   * @param {{ started: number | null, seconds?: number }} took
   */
  #send({ address }, fields, performed, took) {
    fields = { ...fields, ...this.always };
    void this.outbox.put({ address, fields, performed, ...took });
  }
}
