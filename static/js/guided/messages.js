/** The page's translated messages. */

/** @import { Part } from "./types.js" */

export class Messages {
  /** @param {Record<string, string>} texts by name, with placeholders as `{n}` */
  constructor(texts) {
    this.texts = texts;
  }

  /** Those of the page, from its template element. */
  static ofPage() {
    const template = /** @type {HTMLTemplateElement} */ (document.getElementById("words"));
    const stored = /** @type {NodeListOf<HTMLElement>} */ (
      template.content.querySelectorAll("[data-word]")
    );
    return new Messages(
      Object.fromEntries(
        [...stored].map(({ dataset, textContent }) => [dataset.word ?? "", textContent ?? ""]),
      ),
    );
  }

  /**
   * @param {string} name
   * @param {Record<string, string | number>} [values] of the placeholders
   */
  text(name, values = {}) {
    const text = this.texts[name];
    if (text === undefined) throw new Error(`no message ${name}`);
    return text.replace(/\{(\w+)\}/g, (placeholder, key) => String(values[key] ?? placeholder));
  }

  /**
   * An amount with its unit.
   * @param {Part} part
   * @param {number} amount
   */
  amount(part, amount) {
    const unit = amount === 1 ? `${part.unit}-one` : part.unit;
    const name = part.hasOwnUnit ? "amount-side" : `amount-${unit}`;
    return this.text(name, { n: amount, unit: part.unitWords });
  }
}
