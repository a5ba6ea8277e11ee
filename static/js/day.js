/** Today: stores a guest's time zone, and keeps each tick here until the server has it. */

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

/** Reload a page that was requested before a tick was sent. */
function reloadIfStale() {
  const sent = sessionStorage.getItem("kidneycare.sent");
  if (!sent) return;
  sessionStorage.removeItem("kidneycare.sent");
  if (Number(sent) > performance.timeOrigin) location.reload();
}

/** @type {Promise<typeof import("./outbox/checklist.js")> | undefined} */
let loading;
const loadOutbox = () => loading ??= import(main.dataset.script ?? "");

if (!("sent" in document.body.dataset)) {
  if ("stranger" in main.dataset) storeZone();
  const { later } = /** @type {HTMLElement} */ (document.querySelector("[data-later]")).dataset;
  // Where what waits is sent, no tap may be sent beside it: each would begin a record of its own.
  // So htmx comes first, for by its way a tap waits its turn.
  const load = () =>
    import(`${later}`.split(" ")[0])
      .then(() => "sent" in document.body.dataset || loadOutbox()).catch(() => {});
  try {
    // Not in the way of the page, unless it has something to tell.
    if (localStorage["kidneycare.places"] || localStorage["kidneycare.waits"]) load();
    reloadIfStale();
  } catch {
    // Whoever blocks cookies blocks storage too.
  }
  setTimeout(load, 1000);
}

// A tick is kept on this phone before it is sent.
document.addEventListener("htmx:confirm", (event) => {
  /** @type {import("./outbox/checklist.js").Confirmation} */
  const confirmation = /** @type {CustomEvent} */ (event).detail;
  // One that waited its turn comes by again.
  if (confirmation.etc.ticks) return;
  event.preventDefault();
  confirmation.etc.ticks = [];
  loadOutbox().then(({ hold }) => hold(confirmation))
    .catch(() => {
      problem.textContent = problem.dataset.offline ?? "";
      problem.hidden = false;
    })
    .finally(() => confirmation.issueRequest(true));
});
if (!CSS.supports("overflow-anchor: auto")) {
  // Safari doesn't hold the rows still while what is above them changes.
  let before = 0;
  const top = () => document.getElementById("list")?.getBoundingClientRect().top ?? 0;
  document.addEventListener("htmx:beforeSwap", () => before = top());
  document.addEventListener("htmx:afterSettle", () => scrollBy(0, top() - before));
}
