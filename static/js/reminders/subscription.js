/** How this browser lets itself be reached: kept the same here, at its push service and at ours. */

/**
 * @typedef {object} Known What the server knows.
 * @property {string} key with which to subscribe
 * @property {string | null} endpoint of this browser, for the record that is open
 * @property {string} token against forged forms
 * @property {string} owner the id of the record that is open
 */

const ADDRESS = "/reminders/push/";

/** @param {string} text base64url */
const bytes = (text) =>
  Uint8Array.from(
    atob(text.replaceAll("-", "+").replaceAll("_", "/")),
    (sign) => sign.charCodeAt(0),
  );

/** @returns {Promise<Known>} */
export async function ask() {
  const answer = await fetch(ADDRESS);
  // Somebody else's network may have answered with a page of its own.
  if (!answer.ok || !answer.headers.has("X-Request-ID")) throw new TypeError("not our server");
  return await answer.json();
}

/**
 * @param {string} what `on` or `off`
 * @param {string} token
 * @param {Record<string, string>} [fields]
 */
async function post(what, token, fields = {}) {
  const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken: token });
  const answer = await fetch(`${ADDRESS}${what}/`, { method: "POST", body });
  if (answer.status !== 204) throw new TypeError("not taken");
}

/**
 * @param {PushSubscription | null} own
 * @param {string} key
 */
function isOfKey(own, key) {
  const used = own?.options.applicationServerKey;
  // Some browsers don't tell.
  return !used || String(new Uint8Array(used)) === String(bytes(key));
}

/**
 * How this browser can be reached; it subscribes where that isn't done yet.
 * @param {ServiceWorkerRegistration} registration
 * @param {string} key
 * @param {boolean} [anew] whether what there is reaches nobody any more
 */
export async function subscribed({ pushManager }, key, anew = false) {
  const own = await pushManager.getSubscription();
  if (own && !anew && isOfKey(own, key)) return own;
  await own?.unsubscribe();
  return await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
}

/**
 * Subscribe, where that isn't done yet, and tell the server.
 * @param {ServiceWorkerRegistration} registration
 * @param {Known} known
 * @param {boolean} [anew] whether what there is reaches nobody any more
 * @returns {Promise<string>} the endpoint
 */
export async function turnOn(registration, { key, endpoint, token }, anew = false) {
  const own = await subscribed(registration, key, anew);
  if (own.endpoint === endpoint) return endpoint;
  const { keys = {} } = own.toJSON();
  await post("on", token, { endpoint: own.endpoint, p256dh: keys.p256dh, auth: keys.auth });
  return own.endpoint;
}

/** @param {Known} known */
export const turnOff = ({ token }) => post("off", token, { off: "1" });
