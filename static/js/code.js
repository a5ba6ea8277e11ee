/**
 * The square of a sheet brings its code behind the #, which a browser keeps to
 * itself: no server and no proxy on the way is told. It goes into the field, and
 * out of the address.
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
