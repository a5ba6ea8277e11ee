/**
 * The passkey ceremony: creates or uses a key and submits its answer with the form.
 * Without passkeys in the browser, the page offers the other ways.
 */

/** @param {string} text base64url */
const bytes = (text) =>
  Uint8Array.from(
    atob(text.replaceAll("-", "+").replaceAll("_", "/")),
    (sign) => sign.charCodeAt(0),
  );

/** @param {ArrayBuffer} buffer */
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/**
 * Parse the server's options, challenge and ids as bytes.
 * @param {string} json
 */
function parseOptions(json) {
  const options = JSON.parse(json);
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const key of options.excludeCredentials ?? []) key.id = bytes(key.id);
  return options;
}

const ANSWERS = [
  "clientDataJSON",
  "attestationObject",
  "authenticatorData",
  "signature",
  "userHandle",
];

/**
 * Serialize the browser's answer, bytes as base64url.
 * @param {PublicKeyCredential} key
 */
function serialize(key) {
  const given = /** @type {Record<string, ArrayBuffer | null>} */ (
    /** @type {unknown} */ (key.response)
  );
  /** @type {Record<string, string>} */
  const response = {};
  for (const name of ANSWERS) {
    const value = given[name];
    if (value) response[name] = text(value);
  }
  return JSON.stringify({ id: key.id, rawId: text(key.rawId), type: key.type, response });
}

/** Milliseconds: some phones never answer, and say nothing of it. */
const PATIENCE = 60e3;
/** What browsers raise that can make or use no passkey at this address. */
const UNSUPPORTED = ["NotSupportedError", "SecurityError", "TypeError"];

/**
 * Ask the browser for a key. An answer after a minute is too late: the page has said so.
 * @param {HTMLFormElement} form
 * @param {AbortSignal} late
 */
function ceremony(form, late) {
  const asked = { publicKey: parseOptions(form.dataset.options ?? ""), signal: late };
  const answer = form.dataset.passkey === "create"
    ? navigator.credentials.create(asked)
    : navigator.credentials.get(asked);
  // Not every browser heeds the signal.
  const silence = new Promise((_answer, reject) => late.addEventListener("abort", reject));
  return Promise.race([answer, silence]);
}

/**
 * Why there is no key, by the names of the page's sentences.
 * @param {unknown} error
 * @param {AbortSignal} late
 */
function reasonOf(error, late) {
  if (late.aborted) return "silent";
  const { name = "" } = error instanceof Error ? error : {};
  if (UNSUPPORTED.includes(name)) return "unsupported";
  // Cancelled, or no key: browsers do not say which. One that is there already they do tell.
  return name === "InvalidStateError" ? "known" : "refused";
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} problem
 * @param {HTMLElement} cannot
 */
async function ask(form, problem, cannot) {
  problem.hidden = true;
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
  const answer = /** @type {HTMLInputElement} */ (form.elements.namedItem("answer"));
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), PATIENCE);
  button.disabled = true;
  try {
    answer.value = serialize(
      /** @type {PublicKeyCredential} */ (await ceremony(form, late.signal)),
    );
    form.submit();
  } catch (error) {
    const reason = reasonOf(error, late.signal);
    cannot.hidden = reason !== "unsupported";
    form.hidden = reason === "unsupported";
    problem.hidden = form.hidden;
    for (const each of problem.querySelectorAll("[data-why]")) {
      if (each instanceof HTMLElement) each.hidden = each.dataset.why !== reason;
    }
    button.disabled = false;
  } finally {
    clearTimeout(timer);
  }
}

const form = document.querySelector("form[data-passkey]");
const problem = document.querySelector("[data-passkey-problem]");
const cannot = document.querySelector("[data-passkey-cannot]");
if (
  form instanceof HTMLFormElement && problem instanceof HTMLElement &&
  cannot instanceof HTMLElement && globalThis.PublicKeyCredential && navigator.credentials
) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void ask(form, problem, cannot);
  });
  // Back from the page that its answer led to.
  addEventListener("pageshow", () => {
    for (const button of form.querySelectorAll("button")) button.disabled = false;
  });
  form.hidden = false;
  cannot.hidden = true;
}
