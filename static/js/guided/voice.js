/**
 * Speaks with the browser's own voice in the page's language; the text is on the screen too.
 *
 * Instructions are spoken whole and in order; a count waits for nobody: where
 * something is being spoken it is left out, or it would be heard too late.
 */

import { piecesOf, rankVoices, secondsOf } from "./voice_choice.js";

/** Seconds after which a voice that doesn't tell of its end is taken to have ended. */
const GRACE = 3;
/** Errors of a voice that can't speak now, such as one that needs a network. */
const FAILURES = ["network", "synthesis-failed", "synthesis-unavailable", "voice-unavailable"];

export class Voice {
  /** @param {string} language "en", "zh-hans" or "zh-hant" */
  constructor(language) {
    this.language = language;
    this.isOn = true;
    /** Slower than talk among people: easier to understand. */
    this.rate = 0.88;
    /** The voice that was chosen; "": the best. */
    this.voiceURI = "";
    /** Called when the device's voices become known. */
    this.onVoicesChanged = () => {};
    /** Called when everything was spoken; not after `cancel`. */
    this.whenSilent = () => {};
    this.synthesis = "speechSynthesis" in globalThis ? speechSynthesis : null;
    this.synthesis?.addEventListener?.("voiceschanged", () => this.onVoicesChanged());
  }

  /** @type {string[]} What waits to be spoken. */
  #queue = [];
  /**
   * Browsers forget an utterance that nobody holds, and never tell of its end.
   * @type {{ utterance: SpeechSynthesisUtterance, until: number } | null}
   */
  #current = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #watchdog = undefined;
  /** @type {Set<string>} By their URI: taken only where there is no other. */
  #failed = new Set();

  /** The voices of the language, best first. */
  get voices() {
    return rankVoices(this.synthesis?.getVoices() ?? [], this.language, {
      locale: navigator.language,
      onLine: navigator.onLine,
    });
  }

  /** The chosen voice, or the best one. */
  get voice() {
    const all = this.voices;
    const able = all.filter(({ voiceURI }) => !this.#failed.has(voiceURI));
    const voices = able.length ? able : all;
    return voices.find(({ voiceURI }) => voiceURI === this.voiceURI) ?? voices[0] ?? null;
  }

  get isAvailable() {
    return this.voice !== null;
  }

  /** From `say` to the end of what it said. */
  get isSpeaking() {
    this.#endOverdue();
    return this.#current !== null || this.#queue.length > 0;
  }

  /**
   * Speak after everything that waits; several texts with a pause between them.
   * @param {string | string[]} texts
   */
  say(texts) {
    if (this.isOn) this.#enqueue(texts);
  }

  /**
   * Speak a count, unless something is being spoken.
   * @param {string} text
   * @returns {boolean} whether it is spoken
   */
  count(text) {
    if (!this.isOn || !this.isAvailable || this.isSpeaking) return false;
    this.#enqueue(text);
    return true;
  }

  /**
   * Speak a sample of the voice at once, also where the voice is turned off.
   * @param {string} text
   */
  tryOut(text) {
    this.cancel();
    this.#enqueue(text);
  }

  /** Stop speaking, and forget what waits. */
  cancel() {
    const { synthesis } = this;
    this.#queue = [];
    this.#forgetCurrent();
    // Where nothing is being spoken, some phones apply cancel() to what comes next.
    if (synthesis && (synthesis.speaking || synthesis.pending)) synthesis.cancel();
  }

  /** @param {string | string[]} texts */
  #enqueue(texts) {
    if (!this.isAvailable) return;
    this.#endOverdue();
    this.#queue.push(...[texts].flat().flatMap((text) => piecesOf(text, this.rate)));
    if (!this.#current) this.#speakNext();
  }

  #speakNext() {
    const text = this.#queue.shift();
    const { synthesis, voice } = this;
    if (!text || !synthesis || !voice) return;
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    utterance.rate = this.rate;
    // Of what is spoken while it tells of an end, WebKitGTK never tells the end.
    const end = () => setTimeout(() => this.#end(utterance));
    utterance.onend = end;
    utterance.onerror = ({ error }) => {
      const isNew = !this.#failed.has(voice.voiceURI);
      if (this.#current?.utterance === utterance && isNew && FAILURES.includes(error)) {
        this.#failed.add(voice.voiceURI);
        this.#queue.unshift(text);
      }
      end();
    };
    const milliseconds = 1000 * (secondsOf(text, this.rate) + GRACE);
    this.#current = { utterance, until: performance.now() + milliseconds };
    this.#watchdog = setTimeout(() => this.#endOverdue(), milliseconds);
    synthesis.speak(utterance);
  }

  /** @param {SpeechSynthesisUtterance} utterance */
  #end(utterance) {
    // The end of one that was cancelled comes later.
    if (this.#current?.utterance !== utterance) return;
    this.#forgetCurrent();
    if (this.#queue.length) this.#speakNext();
    else this.whenSilent();
  }

  /** Also where the browser holds back the watchdog of a hidden page. */
  #endOverdue() {
    const current = this.#current;
    if (!current || performance.now() < current.until) return;
    this.synthesis?.cancel();
    this.#end(current.utterance);
  }

  #forgetCurrent() {
    clearTimeout(this.#watchdog);
    this.#current = null;
  }
}
