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

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} problem shown when it failed
 */
async function ask(form, problem) {
  problem.hidden = true;
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
  const answer = /** @type {HTMLInputElement} */ (form.elements.namedItem("answer"));
  button.disabled = true;
  try {
    const publicKey = parseOptions(form.dataset.options ?? "");
    const key = form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey })
      : await navigator.credentials.get({ publicKey });
    answer.value = serialize(/** @type {PublicKeyCredential} */ (key));
    form.submit();
  } catch {
    // Cancelled, timed out, or no key: browsers do not say which.
    problem.hidden = false;
    button.disabled = false;
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
    void ask(form, problem);
  });
  form.hidden = false;
  cannot.hidden = true;
}
