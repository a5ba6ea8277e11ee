/** Rows of the checklist whose ticks wait on this phone, drawn from the parts the page brings. */

/** @import { QueuedTick } from "./store.js" */

/** @param {string} slot @returns {HTMLElement | null} */
export const rowOf = (slot) => document.querySelector(`li[data-slot="${CSS.escape(slot)}"]`);

/**
 * Show a waiting tick in its row, where this page has it.
 * @param {QueuedTick} tick
 */
export function showWaiting({ slot, fields, performed }) {
  const template = document.getElementById("waiting");
  const row = rowOf(slot);
  const form = row?.querySelector("form");
  const what = form?.querySelector(".what");
  if (
    !(template instanceof HTMLTemplateElement) || !row || !form || !what ||
    row.dataset.waits === String(performed)
  ) return;
  const hadFocus = row.contains(document.activeElement);
  const name = what.querySelector("b")?.textContent ?? "";
  const isSkipped = fields.skip === "1";
  const isTouched = isSkipped || fields.done === "1";
  // How much an amount counts is the server's to say.
  const isDone = fields.done === "1" && (!fields.amount || fields.felt === "1");
  row.dataset.waits = String(performed);
  row.dataset.done = String(isDone);
  row.toggleAttribute("data-skipped", isSkipped);
  row.removeAttribute("data-credit");
  for (const old of form.querySelectorAll(".acts, .seal, .ring, .what > span")) old.remove();
  /** @param {string} selector */
  const part = (selector) => partOf(template, selector, name);
  const state = part(".state");
  if (isTouched && fields.amount) state.prepend(`${fields.amount} · `);
  what.append(state);
  const acts = part(".acts");
  acts.querySelector("a")?.setAttribute("href", form.action);
  const stamp = isDone ? part(".seal") : part(".ring");
  stamp.classList.toggle("half", isTouched && !isSkipped);
  form.append(...(isTouched ? [acts] : []), stamp);
  const button = (isTouched ? acts : form).querySelector("button");
  if (button) button.id = row.id.replace("slot-", "b-");
  if (hadFocus) button?.focus({ preventScroll: true });
}

/**
 * A part of a row, for the exercise of this name.
 * @param {HTMLTemplateElement} template
 * @param {string} selector
 * @param {string} name
 */
function partOf(template, selector, name) {
  const found = /** @type {Element} */ (template.content.querySelector(selector));
  const copy = /** @type {HTMLElement} */ (found.cloneNode(true));
  for (const each of [copy, ...copy.querySelectorAll("[aria-label]")]) {
    const label = each.getAttribute("aria-label");
    if (label) each.setAttribute("aria-label", label.replace("{name}", name));
  }
  return copy;
}
