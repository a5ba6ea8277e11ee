/** Preferences of guided practice: read from the page's form, stored on the phone. */

import { read, write } from "./local_storage.js";

/** @import { Choices } from "./types.js" */

/** @typedef {Record<string, string | boolean>} Stored by the id of the field */

/** @typedef {HTMLSelectElement | HTMLInputElement} Field */

export class Preferences {
  constructor() {
    this.form = /** @type {HTMLFormElement} */ (document.getElementById("choices"));
    this.onChange = () => {};
    const stored = read("choices", /** @type {Stored} */ ({}));
    for (const field of this.#fields()) {
      const value = stored[field.id];
      if (field instanceof HTMLInputElement && field.type === "checkbox") {
        if (typeof value === "boolean") field.checked = value;
      } else if (typeof value === "string" && this.#accepts(field, value)) field.value = value;
    }
    this.form.addEventListener("submit", (event) => event.preventDefault());
    // One field stands outside the form and belongs to it all the same.
    document.addEventListener("input", ({ target: field }) => {
      if (!(field instanceof HTMLSelectElement || field instanceof HTMLInputElement)) return;
      if (field.form !== this.form) return;
      this.#store(field);
      this.onChange();
    });
  }

  /** @returns {Choices} */
  get choices() {
    const minutes = /** @type {[string, number][]} */ (
      this.#fields().flatMap((
        field,
      ) => (field.dataset.minutes ? [[field.dataset.minutes, Number(field.value)]] : []))
    );
    return {
      pace: Number(this.#value("like-pace", "0")),
      count: Number(this.#value("like-count", "0")),
      breath: this.#value("like-breath", ""),
      minutes: Object.fromEntries(minutes),
      keepBeat: this.#isOn("like-beat"),
      getReady: Number(this.#value("like-ready", "0")),
      sayMinutes: this.#isOn("like-minutes"),
    };
  }

  get sounds() {
    return this.#isOn("like-sound");
  }

  get volume() {
    return Number(this.#value("like-volume", "60")) / 100;
  }

  get speaks() {
    return this.#isOn("like-voice");
  }

  get voiceRate() {
    return Number(this.#value("like-rate", "0.88"));
  }

  /** Of the device's voices the chosen one; "" where the best is taken. */
  get voiceURI() {
    return this.#value("like-which-voice", "");
  }

  /** Whether a screen reader speaks, so that this page doesn't. */
  get usesScreenReader() {
    return this.#isOn("like-reader");
  }

  get vibrates() {
    return this.#isOn("like-vibration");
  }

  /** @param {number} pace one that isn't offered changes nothing */
  set pace(pace) {
    const field = this.#field("like-pace");
    if (!field || !this.#accepts(field, String(pace))) return;
    field.value = String(pace);
    this.#store(field);
    this.onChange();
  }

  /**
   * Let one of the device's voices be chosen; browsers tell of them late.
   * @param {SpeechSynthesisVoice[]} voices the best first
   */
  offerVoices(voices) {
    const field = this.#field("like-which-voice");
    if (!(field instanceof HTMLSelectElement) || field.options.length === voices.length + 1) return;
    field.replaceChildren(
      field.options[0],
      ...voices.map(({ name, voiceURI }) => new Option(name, voiceURI)),
    );
    const { [field.id]: stored } = read("choices", /** @type {Stored} */ ({}));
    if (typeof stored === "string" && this.#accepts(field, stored)) field.value = stored;
  }

  /** @returns {Field[]} Also those that stand elsewhere on the page and belong to the form. */
  #fields() {
    return [...this.form.elements].filter(
      (field) => field instanceof HTMLSelectElement || field instanceof HTMLInputElement,
    );
  }

  /** @param {string} id */
  #field(id) {
    return this.#fields().find((field) => field.id === id);
  }

  /**
   * @param {string} id
   * @param {string} fallback
   */
  #value(id, fallback) {
    return this.#field(id)?.value ?? fallback;
  }

  /** @param {string} id */
  #isOn(id) {
    const field = this.#field(id);
    return field instanceof HTMLInputElement && field.checked;
  }

  /**
   * @param {Field} field
   * @param {string} value
   */
  #accepts(field, value) {
    return field instanceof HTMLInputElement ||
      [...field.options].some((option) => option.value === value);
  }

  /** @param {Field} field */
  #store(field) {
    const value = field instanceof HTMLInputElement && field.type === "checkbox"
      ? field.checked
      : field.value;
    write("choices", { ...read("choices", /** @type {Stored} */ ({})), [field.id]: value });
  }
}
