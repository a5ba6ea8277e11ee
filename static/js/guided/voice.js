/** Speaks with the browser's own voice in the page's language; the text is on the screen too. */

export class Voice {
  /** @param {string} language */
  constructor(language) {
    this.language = language;
    this.isOn = true;
    /** Slower than talk among people: easier to understand. */
    this.rate = 0.88;
    /** Called when the device's voices become known. */
    this.onVoicesChanged = () => {};
    this.synthesis = "speechSynthesis" in globalThis ? speechSynthesis : null;
    this.synthesis?.addEventListener?.("voiceschanged", () => this.onVoicesChanged());
  }

  /** The best voice for the language: of the same country, then of the same language. */
  get voice() {
    const wanted = this.language.toLowerCase().replace("zh-hans", "zh-cn").replace(
      "zh-hant",
      "zh-tw",
    );
    const plain = (/** @type {SpeechSynthesisVoice} */ voice) =>
      voice.lang.toLowerCase().replace("_", "-");
    const voices = this.synthesis?.getVoices() ?? [];
    const same = voices.filter((voice) => plain(voice).split("-")[0] === wanted.split("-")[0]);
    return same.find((voice) => plain(voice) === wanted) ?? same.find((voice) => voice.default) ??
      same[0] ?? null;
  }

  get isAvailable() {
    return this.voice !== null;
  }

  /**
   * Speak now; what was being spoken is cut off.
   * @param {string} text
   */
  speak(text) {
    const { synthesis, voice } = this;
    if (!this.isOn || !synthesis || !voice || !text) return;
    // Where nothing is being spoken, some phones apply cancel() to what comes next.
    if (synthesis.speaking || synthesis.pending) synthesis.cancel();
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    utterance.rate = this.rate;
    synthesis.speak(utterance);
  }

  cancel() {
    this.synthesis?.cancel();
  }
}
