/** The page of several links: each row comes from the link itself, in the words of the server. */

import { keptLinks, removeLink } from "./kept_links.js";

const list = /** @type {HTMLElement} */ (document.getElementById("links"));
const none = /** @type {HTMLElement} */ (document.querySelector("[data-none]"));

/** @param {"gone" | "unreached"} name */
function standIn(name) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(name));
  return template.innerHTML;
}

/** @param {string} token */
async function rowOf(token) {
  const address = (list.dataset.row ?? "").replace("TOKEN", encodeURIComponent(token));
  try {
    const answer = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer" });
    if (answer.status === 404) return standIn("gone");
    return answer.ok ? await answer.text() : standIn("unreached");
  } catch {
    return standIn("unreached");
  }
}

function showWhetherEmpty() {
  none.hidden = keptLinks().length > 0;
}

/** @param {string} token */
async function rowElement(token) {
  const holder = document.createElement("template");
  holder.innerHTML = await rowOf(token);
  const row = /** @type {HTMLElement} */ (holder.content.firstElementChild);
  row.querySelector("[data-remove]")?.addEventListener("click", () => {
    removeLink(token);
    row.remove();
    showWhetherEmpty();
  });
  return row;
}

showWhetherEmpty();
const rows = await Promise.all(keptLinks().map(rowElement));
/** @param {HTMLElement} row */
const order = (row) => row.dataset.order ?? "";
list.append(...rows.sort((one, other) => order(one) < order(other) ? -1 : 1));
