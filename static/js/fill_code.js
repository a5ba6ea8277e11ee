/**
 * Fills in the recovery code of a scanned QR code. It is in the URL's fragment,
 * which browsers send to no server or proxy, and is then removed from the URL.
 */

function fill() {
  const code = new URLSearchParams(location.hash.slice(1)).get("code");
  const field = document.getElementById("code-field");
  if (!code || !(field instanceof HTMLInputElement)) return;
  field.value = (code.match(/.{1,4}/g) ?? []).join(" ");
  field.form?.querySelector("button")?.classList.add("go");
  history.replaceState(null, "", location.pathname + location.search);
}

fill();
addEventListener("hashchange", fill);
