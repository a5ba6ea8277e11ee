/** The voice: the browser's own, in the page's language. What it says stands on the screen too. */

export class Voice {
  /** @param {string} language */
  constructor(language) {
    this.language = language;
    this.isOn = true;
    /** Slower than talk among people: easier to understand. */
    this.rate = 0.88;
    /** Called when the device's voices have become known. */
    this.onKnown = () => {};
    this.synthesis = "speechSynthesis" in globalThis ? speechSynthesis : null;
    this.synthesis?.addEventListener?.("voiceschanged", () => this.onKnown());
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

  get isThere() {
    return this.voice !== null;
  }

  /**
   * Say something now; what was being said gives way.
   * @param {string} text
   */
  say(text) {
    const { synthesis, voice } = this;
    if (!this.isOn || !synthesis || !voice || !text) return;
    // Where nothing is being said, some phones take this for what comes next.
    if (synthesis.speaking || synthesis.pending) synthesis.cancel();
    const words = new SpeechSynthesisUtterance(text);
    words.voice = voice;
    words.lang = voice.lang;
    words.rate = this.rate;
    synthesis.speak(words);
  }

  quiet() {
    this.synthesis?.cancel();
  }
}
