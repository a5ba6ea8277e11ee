/** The day's checklist: whose clock it goes by, telling what failed, sending what waited. */

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
/** This phone's zone: slow to ask for. */
const theirs = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A stranger's zone stays in a cookie; the page comes again only if it would differ. */
function tellZone() {
  if (document.cookie.includes("tz=chosen:")) return;
  const zone = theirs();
  if (!zone) return;
  const cookie = "tz=" + encodeURIComponent(zone);
  if (document.cookie.split("; ").includes(cookie)) return;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${cookie}; path=/; max-age=31536000; samesite=lax${secure}`;
  // The day begins at four: the clock on the wall four hours ago.
  const wall = new Date(Date.now() - (240 + new Date().getTimezoneOffset()) * 60e3).toISOString();
  const hours = Number(wall.slice(11, 13));
  const period = hours < 8 ? "morning" : hours < 14 ? "afternoon" : "evening";
  const differs = wall.slice(0, 10) !== main.dataset.day || period !== main.dataset.period;
  if (differs && document.cookie.includes(cookie)) location.reload();
}

/** Somebody with a record is asked, never moved, when the phone's clock differs. */
function askZone() {
  const ask = document.getElementById("zone-ask");
  const here = -new Date().getTimezoneOffset();
  if (!(ask instanceof HTMLFormElement) || here === Number(main.dataset.offset)) return;
  const zone = theirs();
  if (!zone || zone === main.dataset.zone || sessionStorage.getItem("stay") === zone) return;
  const [told] = ask.querySelectorAll("[data-their-zone]");
  if (told) told.textContent = zone.replaceAll("_", " ");
  const field = ask.elements.namedItem("zone");
  if (field instanceof HTMLInputElement) field.value = zone;
  ask.querySelector("[data-stay]")?.addEventListener("click", () => {
    sessionStorage.setItem("stay", zone);
    ask.hidden = true;
  });
  ask.hidden = false;
}

const problem = /** @type {HTMLElement} */ (document.getElementById("problem"));

/** @param {string | undefined} words */
function tell(words) {
  problem.textContent = words ?? "";
  problem.hidden = false;
}

/** Asked for while a tick was on its way, the page comes again. */
function catchUp() {
  const sent = sessionStorage.getItem("kidneycare.sent");
  if (!sent) return;
  sessionStorage.removeItem("kidneycare.sent");
  if (Number(sent) > performance.timeOrigin) location.reload();
}

/** What was practised without a connection goes out now. */
async function sendKept() {
  catchUp();
  if (!localStorage.getItem("kidneycare.outbox")) return;
  /** @type {typeof import("./guided/outbox.js")} */
  const { Outbox } = await import(main.dataset.outbox ?? "");
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (!(token instanceof HTMLInputElement)) return;
  const { owner = "", before = "" } = main.dataset;
  const outbox = new Outbox(token.value, owner, before);
  if (await outbox.send()) location.reload();
  else if (outbox.mine.length) tell(problem.dataset.kept);
}

if (!("sent" in document.body.dataset)) {
  if ("stranger" in main.dataset) tellZone();
  else if (main.dataset.zone) askZone();
  sendKept().catch(() => {});
}

/** @param {Event} event */
const told = (event) =>
  /** @type {CustomEvent<{ xhr: XMLHttpRequest, successful?: boolean }>} */ (event).detail;
document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = told(event);
  const isOurs = xhr.status < 500 &&
    xhr.getResponseHeader("Content-Type")?.startsWith("text/plain");
  tell(isOurs ? xhr.responseText : problem.dataset.failed);
});
document.addEventListener("htmx:sendError", () => tell(problem.dataset.offline));
document.addEventListener("htmx:afterOnLoad", (event) => {
  const { xhr, successful } = told(event);
  if (successful !== false && xhr.status < 400) problem.hidden = true;
});
