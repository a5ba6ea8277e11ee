/**
 * Tells how long a line is while it is typed, counted in code points as the server counts it.
 * A maxlength would cut what is pasted without a word, and counts most emoji twice.
 */

const PAUSE = 1000;
/** So many milliseconds after the last letter it is spoken too. */
const NEAR = 20;
/** Only with so few letters left. */

for (const hint of document.querySelectorAll("[data-most]")) {
  const field = document.querySelector(`input[aria-describedby~="${hint.id}"]`);
  const spoken = hint.nextElementSibling;
  if (!(hint instanceof HTMLElement) || !(spoken instanceof HTMLElement)) continue;
  if (!(field instanceof HTMLInputElement)) continue;
  const most = Number(hint.dataset.most);
  const unknown = hint.textContent;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer = undefined;

  const count = () => {
    const length = [...field.value.trim()].length;
    const text = length > most ? hint.dataset.tooLong : hint.dataset.counted;
    hint.textContent = length ? (text ?? "").replace("{n}", String(length)) : unknown;
    hint.classList.toggle("wrong", length > most);
    clearTimeout(timer);
    timer = setTimeout(() => {
      spoken.textContent = length > most - NEAR ? hint.textContent : "";
    }, PAUSE);
  };

  field.addEventListener("input", () => {
    spoken.hidden = false;
    count();
  });
  if (field.value) count();
}
