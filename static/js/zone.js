/** Puts the phone's own time zone first in the list of zones. */

const list = document.getElementById("zone-field");
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (list instanceof HTMLSelectElement && own) {
  const listed = [...list.options].find((option) => option.value === own);
  const city = listed?.text ?? own.split("/").at(-1)?.replaceAll("_", " ");
  const isChosen = listed?.selected ?? false;
  listed?.remove();
  list.prepend(new Option(`${list.dataset.phone} · ${city}`, own, isChosen, isChosen));
}
