/**
 * The passkey ceremony: asks the phone to make or to use a key, and sends its
 * answer with the form. Loaded only where there is such a form; without it, or
 * without passkeys in the browser, the page points to the other way.
 */

/** @param {string} text base64, as addresses write it */
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
 * What the server sent as text, as the browser wants it: challenge and ids in bytes.
 * @param {string} sent
 */
function read(sent) {
  const options = JSON.parse(sent);
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
 * The browser's answer as the server reads it: everything in bytes as text.
 * @param {PublicKeyCredential} key
 */
function written(key) {
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
 * @param {HTMLElement} problem shown when it came to nothing
 */
async function ask(form, problem) {
  problem.hidden = true;
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
  const answer = /** @type {HTMLInputElement} */ (form.elements.namedItem("answer"));
  button.disabled = true;
  try {
    const publicKey = read(form.dataset.options ?? "");
    const key = form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey })
      : await navigator.credentials.get({ publicKey });
    answer.value = written(/** @type {PublicKeyCredential} */ (key));
    form.submit();
  } catch {
    // Called off, timed out, or the phone has none: the browser says no more than that.
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
