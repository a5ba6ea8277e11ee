/** Today: stores a guest's time zone, shows errors and what waits on this phone. */

const main = /** @type {HTMLElement} */ (document.getElementById("main"));

/** Store a guest's zone in a cookie; reload if the page would differ. */
function storeZone() {
  const [name, end] = location.protocol === "https:" ? ["__Host-tz=", "; secure"] : ["tz=", ""];
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone || document.cookie.includes(name + "chosen:")) return;
  const cookie = name + encodeURIComponent(zone);
  if (document.cookie.split("; ").includes(cookie)) return;
  document.cookie = `${cookie}; path=/; max-age=31536000; samesite=lax${end}`;
  // The practice day begins at four: local time less four hours.
  const local = new Date(Date.now() - (240 + new Date().getTimezoneOffset()) * 60e3).toISOString();
  const hours = Number(local.slice(11, 13));
  const period = hours < 8 ? "morning" : hours < 14 ? "afternoon" : "evening";
  const differs = local.slice(0, 10) !== main.dataset.day || period !== main.dataset.period;
  if (document.cookie.includes(cookie)) {
    if (differs) location.reload();
  } else if (!location.search.includes("cookie")) location.replace("?cookies");
}

const problem = /** @type {HTMLElement} */ (document.getElementById("problem"));

/** @param {string | undefined} message */
function showProblem(message) {
  problem.textContent = message ?? "";
  problem.hidden = false;
}

/** Reload a page that was requested before a tick was sent. */
function reloadIfStale() {
  const sent = sessionStorage.getItem("kidneycare.sent");
  if (!sent) return;
  sessionStorage.removeItem("kidneycare.sent");
  if (Number(sent) > performance.timeOrigin) location.reload();
}

/** Send what waits, and tell what is unfinished. */
async function tellWaiting() {
  reloadIfStale();
  const { "kidneycare.outbox": ticks, "kidneycare.places": places } = localStorage;
  if (!ticks && !places && !sessionStorage.getItem("kidneycare.refused")) return;
  /** @type {typeof import("./guided/waiting.js")} */
  const { showWaiting } = await import(main.dataset.script ?? "");
  await showWaiting(main, problem, showProblem);
}

if (!("sent" in document.body.dataset)) {
  if ("stranger" in main.dataset) storeZone();
  tellWaiting().catch(() => {});
}

/** @param {Event} event */
const detailOf = (event) =>
  /** @type {CustomEvent<{ xhr: XMLHttpRequest, successful?: boolean }>} */ (event).detail;
document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = detailOf(event);
  const isOurs = xhr.status < 500 &&
    xhr.getResponseHeader("Content-Type")?.startsWith("text/plain");
  showProblem(isOurs ? xhr.responseText : problem.dataset.failed);
});
if (!CSS.supports("overflow-anchor: auto")) {
  // Safari doesn't hold the rows still while what is above them changes.
  let before = 0;
  const top = () => document.getElementById("list")?.getBoundingClientRect().top ?? 0;
  document.addEventListener("htmx:beforeSwap", () => before = top());
  document.addEventListener("htmx:afterSettle", () => scrollBy(0, top() - before));
}
document.addEventListener("htmx:sendError", () => showProblem(problem.dataset.offline));
document.addEventListener("htmx:afterOnLoad", (event) => {
  const { xhr, successful } = detailOf(event);
  if (successful !== false && xhr.status < 400) problem.hidden = true;
});
