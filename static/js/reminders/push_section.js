/** A part of a page about notices on this phone: which of its sentences holds, and the worker. */

/** What stands against notices on this phone, before anybody is asked; empty where nothing does.
 * @param {string | undefined} worker the service worker's address, where the site has one
 */
export function obstacle(worker) {
  if (!isSecureContext) return "insecure";
  const canPush = "PushManager" in globalThis && "Notification" in globalThis;
  // WebKit's alone: there only an icon on the home screen can be reached.
  if (!canPush && "standalone" in navigator && !navigator.standalone) return "icon";
  if (!canPush || !("serviceWorker" in navigator) || !worker) return "unsupported";
  return Notification.permission === "denied" ? "blocked" : "";
}

/**
 * @param {string | undefined} address of the service worker
 * @returns {Promise<ServiceWorkerRegistration>}
 */
export async function installed(address) {
  await navigator.serviceWorker.register(address ?? "", { type: "module" });
  return await navigator.serviceWorker.ready;
}

/**
 * @param {HTMLElement} place
 * @param {string} state which of its sentences holds
 */
export function show(place, state) {
  for (const each of place.querySelectorAll("[data-push]")) {
    if (each instanceof HTMLElement) each.hidden = !each.dataset.push?.split(" ").includes(state);
  }
}

/**
 * @param {HTMLElement} place
 * @param {string} button
 * @param {() => Promise<string>} act what a tap does; the state that comes of it
 */
export function onTap(place, button, act) {
  for (const control of place.querySelectorAll(`[data-turn="${button}"]`)) {
    if (!(control instanceof HTMLButtonElement)) continue;
    control.addEventListener("click", async () => {
      control.disabled = true;
      show(place, await act());
      control.disabled = false;
    });
  }
}
