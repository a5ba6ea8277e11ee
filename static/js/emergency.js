/** The emergency number of the country that was chosen on this phone; none is preset. */

const KEY = "kidneycare.country";

function chosen() {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

/** @param {string} country */
function store(country) {
  try {
    localStorage.setItem(KEY, country);
  } catch {
    // It is chosen for this page alone.
  }
}

for (const part of document.querySelectorAll("[data-emergency]")) {
  const select = /** @type {HTMLSelectElement} */ (part.querySelector("select"));
  const [call, choose, all] = ["call", "choose", "all"].map((
    name,
  ) => /** @type {HTMLElement} */ (part.querySelector(`[data-${name}]`)));

  const show = () => {
    const option = select.selectedOptions[0];
    const number = option?.dataset.number;
    call.hidden = !number;
    if (!number) return;
    const link = /** @type {HTMLAnchorElement} */ (call.querySelector("a"));
    link.href = `tel:${number}`;
    /** @type {HTMLElement} */ (link.querySelector("b")).textContent = number;
    const place = /** @type {HTMLElement} */ (call.querySelector("span"));
    place.textContent = option.dataset.name ?? "";
  };

  select.value = chosen();
  select.addEventListener("change", () => {
    store(select.value);
    show();
  });
  choose.hidden = false;
  all.removeAttribute("open");
  show();
}
