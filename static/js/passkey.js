/**
 * The passkey ceremony: asks the phone to make or to use a key, and sends its
 * answer with the form. Loaded only where there is such a form; without it, or
 * without passkeys in the browser, the page points to the other way.
 */

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** What the server sent as text, as the browser wants it: challenge and ids in bytes. */
function read(form) {
  const options = JSON.parse(form.dataset.options);
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const key of options.excludeCredentials ?? []) key.id = bytes(key.id);
  return options;
}

/** The browser's answer as the server reads it: everything in bytes as text. */
function written(key) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (key.response[name]) response[name] = text(key.response[name]);
  }
  return JSON.stringify({ id: key.id, rawId: text(key.rawId), type: key.type, response });
}

const form = document.querySelector("[data-passkey]");
const problem = document.querySelector("[data-passkey-problem]");

async function ask(event) {
  event.preventDefault();
  problem.hidden = true;
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const key = await navigator.credentials[form.dataset.passkey]({ publicKey: read(form) });
    form.elements.answer.value = written(key);
    form.submit();
  } catch {
    // Called off, timed out, or the phone has none: the browser says no more than that.
    problem.hidden = false;
    button.disabled = false;
  }
}

if (form && globalThis.PublicKeyCredential && navigator.credentials) {
  form.addEventListener("submit", ask);
  form.hidden = false;
  document.querySelector("[data-passkey-cannot]").hidden = true;
}
