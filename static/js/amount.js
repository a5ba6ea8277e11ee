/** The buttons − and + beside an amount, and the amounts to choose from. */

const field = document.getElementById("amount");
const part = document.querySelector(".amount");

/** The number as people type it: full-width digits too, a comma or a point. @param {string} text */
const parse = (text) => {
  const plain = text.normalize("NFKC").trim();
  // The server refuses marks between thousands, in a sentence: nothing is made of them here.
  return /^\d*[.,]?\d{0,2}$/.test(plain) ? Number(plain.replace(",", ".")) : NaN;
};

if (field instanceof HTMLInputElement && part instanceof HTMLElement) {
  const step = Number(part.dataset.step);

  /** Which of the amounts to choose from is the one in the field. */
  const showChosen = () => {
    for (const button of document.querySelectorAll("[data-presets] button")) {
      const isChosen = Number(button.getAttribute("value")) === parse(field.value);
      button.setAttribute("aria-pressed", String(isChosen));
    }
  };

  /** @param {string} selector @param {(button: HTMLButtonElement) => number} amount */
  const onTap = (selector, amount) => {
    for (const button of document.querySelectorAll(selector)) {
      if (!(button instanceof HTMLButtonElement)) continue;
      button.hidden = false;
      button.addEventListener("click", () => {
        const value = amount(button);
        if (Number.isNaN(value)) return;
        field.value = String(value || "");
        field.removeAttribute("aria-invalid");
        showChosen();
      });
    }
  };

  // To the next full step, so that 101 becomes 110, and not 111.
  onTap("[data-more]", () => (Math.floor(parse(field.value) / step) + 1) * step);
  onTap("[data-less]", () => Math.max((Math.ceil(parse(field.value) / step) - 1) * step, 0));
  onTap("[data-presets] button", (button) => Number(button.value));
  for (const presets of document.querySelectorAll("[data-presets]")) {
    presets.removeAttribute("hidden");
  }
  field.addEventListener("input", showChosen);
  showChosen();
}
