/** What waits on this phone, for Today: ticks that aren't sent yet, and runs to go on with. */

import { Outbox } from "./outbox.js";
import { showUnfinished } from "./unfinished.js";

/** What the server said of a tick that it refused, for after a reload. */
const REFUSED = "kidneycare.refused";

/**
 * @param {HTMLElement} main whose data says who is here
 * @param {HTMLElement} problem where it is told what still waits
 * @param {(message: string | undefined) => void} show
 */
export async function showWaiting(main, problem, show) {
  const { owner = "", before = "", others = "" } = main.dataset;
  const place = document.getElementById("unfinished");
  if (place) showUnfinished(place, [owner, before]);
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (token instanceof HTMLInputElement) {
    const outbox = new Outbox(token.value, owner, before, others.split(" "));
    let why = "";
    outbox.onChange = (left, refused, reason) => {
      why = reason;
      if (refused) sessionStorage.setItem(REFUSED, refused);
      if (left) problem.dataset.waiting = String(left);
      else delete problem.dataset.waiting;
    };
    if (outbox.mine.length && await outbox.send()) {
      location.reload();
      return;
    }
    if (outbox.mine.length) show(why || problem.dataset.kept);
  }
  const refused = sessionStorage.getItem(REFUSED);
  sessionStorage.removeItem(REFUSED);
  if (refused) show(refused);
}
