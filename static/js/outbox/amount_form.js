/** A slot's own page: what is saved there waits on this phone too, until the server has it. */

import { fieldsOf, noteSent, Outbox } from "./outbox.js";

/** Milliseconds after which the page leads on, whether or not the server has answered. */
const PATIENCE = 3e3;

const { owner = "", before = "", others = "" } = document.getElementById("main")?.dataset ?? {};
const outbox = new Outbox({ owner, before, others: others.split(" ") });
outbox.onAccepted = noteSent;

/** @param {SubmitEvent} event */
async function queue(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const button = /** @type {HTMLButtonElement} */ (event.submitter);
  if (form.dataset.ticks === "refused") return;
  event.preventDefault();
  const fields = fieldsOf(form, button);
  const { pathname } = new URL(form.action);
  const tick = await outbox.hold({
    address: pathname,
    fields: { ...fields, notify: "1" },
    performed: Date.now(),
    started: null,
  });
  outbox.release(tick);
  await Promise.race([outbox.send(), new Promise((done) => setTimeout(done, PATIENCE))]);
  const refused = outbox.refused.find(({ slot }) => slot === tick.slot);
  if (refused) {
    // The server shows what is wrong beside the field.
    await outbox.remove(refused);
    form.dataset.ticks = "refused";
    form.requestSubmit(button);
    return;
  }
  const back = /** @type {HTMLAnchorElement} */ (document.querySelector("a[data-back]"));
  const [, ...place] = tick.slot.split("/");
  location.assign(`${back.pathname}#slot-${place.join("-")}`);
}

for (const form of document.querySelectorAll("form[data-ticks]")) {
  form.addEventListener("submit", (event) => void queue(/** @type {SubmitEvent} */ (event)));
}
