/**
 * The day's checklist: which clock the page goes by, telling what failed, sending what waited.
 * Ticking itself is htmx; without this file everything still works.
 */
"use strict";

const main = document.getElementById("main");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A stranger's zone stays in a cookie, unless one was chosen by hand; the page comes again only if it would differ. */
function tellZone() {
  if (document.cookie.includes("tz=chosen:")) return;
  const cookie = "tz=" + encodeURIComponent(zone);
  if (document.cookie.split("; ").includes(cookie)) return;
  document.cookie = cookie + "; path=/; max-age=31536000; samesite=lax" + (location.protocol === "https:" ? "; secure" : "");
  const four = new Date(Date.now() - 4 * 3600e3);
  const hour = new Date().getHours();
  const day = [four.getFullYear(), four.getMonth() + 1, four.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
  const period = hour >= 4 && hour < 12 ? "morning" : hour >= 12 && hour < 18 ? "afternoon" : "evening";
  const differs = day !== main.dataset.day || period !== main.dataset.period;
  if (differs && document.cookie.includes(cookie)) location.reload();
}

/** Somebody with a record is asked, never moved, when the phone's clock differs. */
function askZone() {
  const ask = document.getElementById("zone-ask");
  if (!ask || zone === main.dataset.zone || -new Date().getTimezoneOffset() === Number(main.dataset.offset)) return;
  if (sessionStorage.getItem("stay") === zone) return;
  ask.querySelector("[data-their-zone]").textContent = zone.replaceAll("_", " ");
  ask.elements.zone.value = zone;
  ask.querySelector("[data-stay]").addEventListener("click", () => {
    sessionStorage.setItem("stay", zone);
    ask.hidden = true;
  });
  ask.hidden = false;
}

if (zone && main.dataset.zone) {
  if ("stranger" in main.dataset) tellZone();
  else askZone();
}

const problem = document.getElementById("problem");
const tell = (words) => {
  problem.textContent = words;
  problem.hidden = false;
};
/** What was practised without a connection is on this phone and goes out now. */
async function sendKept() {
  if (!localStorage.getItem("kidneycare.outbox")) return;
  const { Outbox } = await import(main.dataset.outbox);
  const outbox = new Outbox(document.querySelector("[name=csrfmiddlewaretoken]").value, main.dataset.owner);
  if (await outbox.send()) location.reload();
  else if (outbox.mine.length) tell(problem.dataset.kept);
}
sendKept().catch(() => {});

document.addEventListener("htmx:responseError", ({ detail: { xhr } }) =>
  tell(xhr.status < 500 && xhr.getResponseHeader("Content-Type")?.startsWith("text/plain") ? xhr.responseText : problem.dataset.failed),
);
document.addEventListener("htmx:sendError", () => tell(problem.dataset.offline));
document.addEventListener("htmx:afterOnLoad", ({ detail }) => {
  if (detail.successful !== false && detail.xhr.status < 400) problem.hidden = true;
});
