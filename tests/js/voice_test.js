/** Which voice speaks, and in which order, on a device that is only told. */

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { piecesOf, rankVoices, secondsOf } from "../../static/js/guided/voice_choice.js";

/**
 * @param {string} lang
 * @param {string} name
 * @param {object} [more]
 */
const voice = (lang, name, more = {}) => ({
  lang,
  name,
  voiceURI: name,
  localService: true,
  default: false,
  ...more,
});

class Utterance {
  onend = () => {};
  onerror = (/** @type {{ error: string }} */ _event) => {};

  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }
}

const synthesis = {
  /** @type {Utterance[]} */
  spoken: [],
  cancelled: 0,
  /** @type {ReturnType<typeof voice>[]} */
  voices: [],
  speaking: false,
  pending: false,
  isTellingOfAnEnd: false,
  getVoices: () => synthesis.voices,
  addEventListener() {},
  cancel() {
    synthesis.cancelled += 1;
    synthesis.speaking = false;
  },
  /** @param {Utterance} utterance */
  speak(utterance) {
    assert.ok(!synthesis.isTellingOfAnEnd, "WebKitGTK would never tell of its end");
    synthesis.spoken.push(utterance);
    synthesis.speaking = true;
  },
  /** What is being spoken ends. */
  end() {
    synthesis.speaking = false;
    synthesis.isTellingOfAnEnd = true;
    synthesis.spoken.at(-1)?.onend();
    synthesis.isTellingOfAnEnd = false;
    wait(0.001);
  },
};
Object.assign(globalThis, { speechSynthesis: synthesis, SpeechSynthesisUtterance: Utterance });
const { Voice } = await import("../../static/js/guided/voice.js");

/** The page's clock, in milliseconds. */
let now = 0;
performance.now = () => now;
/** @param {number} seconds */
function wait(seconds) {
  now += 1000 * seconds;
  mock.timers.tick(1000 * seconds);
}

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  Object.assign(synthesis, { spoken: [], cancelled: 0, speaking: false });
  synthesis.voices = [voice("en-GB", "Test")];
});

const spoken = () => synthesis.spoken.map(({ text }) => text);

test("a heading and its text are two utterances, one after the other", () => {
  const speaker = new Voice("en");
  speaker.say(["Rub the waist", "Both palms on the small of the back."]);
  assert.deepEqual(spoken(), ["Rub the waist"]);
  synthesis.end();
  assert.deepEqual(spoken(), ["Rub the waist", "Both palms on the small of the back."]);
});

test("what is said in answer to a silence comes after the browser has told of the end", () => {
  const speaker = new Voice("en");
  speaker.whenSilent = () => spoken().length === 1 && speaker.say("Two.");
  speaker.say("One.");
  synthesis.end();
  assert.deepEqual(spoken(), ["One.", "Two."]);
});

test("an instruction is never cut: a count that comes meanwhile is left out", () => {
  const speaker = new Voice("en");
  speaker.say(["Change foot", "Now the left one."]);
  assert.equal(speaker.count("20"), false);
  synthesis.end();
  assert.equal(speaker.count("40"), false);
  synthesis.end();
  assert.equal(speaker.count("60"), true);
  speaker.say("Rest a little.");
  synthesis.end();
  assert.deepEqual(spoken(), ["Change foot", "Now the left one.", "60", "Rest a little."]);
  assert.equal(synthesis.cancelled, 0);
});

test("it speaks from what was said until its end, then tells of its silence", () => {
  const speaker = new Voice("en");
  const silent = mock.fn();
  speaker.whenSilent = silent;
  assert.equal(speaker.isSpeaking, false);
  speaker.say(["One.", "Two."]);
  assert.equal(speaker.isSpeaking, true);
  synthesis.end();
  assert.deepEqual([speaker.isSpeaking, silent.mock.callCount()], [true, 0]);
  synthesis.end();
  assert.deepEqual([speaker.isSpeaking, silent.mock.callCount()], [false, 1]);
});

test("a voice that never tells of its end is taken to have ended", () => {
  const speaker = new Voice("en");
  speaker.rate = 1;
  speaker.say(["Twenty characters ok", "Then this."]);
  wait(20 * 0.12 + 2.9);
  assert.equal(spoken().length, 1);
  wait(0.2);
  assert.deepEqual(spoken(), ["Twenty characters ok", "Then this."]);
  // Even where timers are held back.
  now += 60_000;
  assert.equal(speaker.isSpeaking, false);
});

test("a voice that fails goes on with what waits", () => {
  const speaker = new Voice("en");
  speaker.say(["One.", "Two."]);
  synthesis.spoken[0].onerror({ error: "audio-busy" });
  wait(0.001);
  assert.deepEqual(spoken(), ["One.", "Two."]);
});

test("a voice whose network is away is replaced by another, which says the same", () => {
  synthesis.voices = [
    voice("en-GB", "Google UK English", { localService: false }),
    voice("en-GB", "Plain"),
  ];
  const speaker = new Voice("en");
  speaker.say(["One.", "Two."]);
  synthesis.spoken[0].onerror({ error: "network" });
  wait(0.001);
  assert.equal(speaker.voice?.name, "Plain");
  synthesis.end();
  assert.deepEqual(spoken(), ["One.", "One.", "Two."]);
});

test("the only voice is tried again once, then what waits comes", () => {
  const speaker = new Voice("en");
  speaker.say(["One.", "Two."]);
  for (const failed of [0, 1]) {
    synthesis.spoken[failed].onerror({ error: "synthesis-failed" });
    wait(0.001);
  }
  assert.deepEqual(spoken(), ["One.", "One.", "Two."]);
});

test("cancelling forgets what waits, and the late end of what was cut changes nothing", () => {
  const speaker = new Voice("en");
  const silent = mock.fn();
  speaker.whenSilent = silent;
  speaker.say(["One.", "Two."]);
  speaker.cancel();
  assert.equal(speaker.isSpeaking, false);
  speaker.say(["Three.", "Four."]);
  synthesis.spoken[0].onend();
  wait(0.001);
  assert.deepEqual(spoken(), ["One.", "Three."]);
  assert.equal(silent.mock.callCount(), 0);
});

test("a device on which nothing is spoken is not told to be silent", () => {
  new Voice("en").cancel();
  assert.equal(synthesis.cancelled, 0);
});

test("turned off, or without a voice, nothing is spoken and nobody waits", () => {
  const speaker = new Voice("en");
  speaker.isOn = false;
  speaker.say("One.");
  assert.equal(speaker.count("20"), false);
  assert.equal(speaker.isSpeaking, false);
  speaker.tryOut("This is how I sound.");
  assert.deepEqual(spoken(), ["This is how I sound."]);
  const silent = new Voice("zh-hans");
  silent.say("一。");
  assert.deepEqual([silent.isAvailable, silent.isSpeaking, spoken().length], [false, false, 1]);
});

test("a chosen voice speaks, while the device has it", () => {
  synthesis.voices = [voice("en-GB", "Best Natural"), voice("en-GB", "Other")];
  const speaker = new Voice("en");
  assert.equal(speaker.voice?.name, "Best Natural");
  speaker.voiceURI = "Other";
  assert.equal(speaker.voice?.name, "Other");
  assert.deepEqual(speaker.voices.map(({ name }) => name), ["Best Natural", "Other"]);
  speaker.voiceURI = "gone";
  assert.equal(speaker.voice?.name, "Best Natural");
});

/**
 * @param {ReturnType<typeof voice>[]} voices
 * @param {string} language
 * @param {{ locale?: string, onLine?: boolean }} [device]
 */
const ranked = (voices, language, device) =>
  rankVoices(voices, language, device).map(({ name }) => name);

test("Chinese is read by a voice of its script's own country, Cantonese last or second", () => {
  const voices = [
    voice("zh-HK", "Hong Kong"),
    voice("yue-HK", "Cantonese"),
    voice("zh_TW_#Hant", "Taiwan"),
    voice("cmn-Hans-CN", "Beijing"),
    voice("en-GB", "London"),
  ];
  assert.deepEqual(ranked(voices, "zh-hans"), ["Beijing", "Taiwan", "Hong Kong", "Cantonese"]);
  assert.deepEqual(ranked(voices, "zh-hant"), ["Taiwan", "Hong Kong", "Cantonese", "Beijing"]);
});

test("English is read as the browser's own country speaks it, else in any way", () => {
  const voices = [voice("en-US", "Boston"), voice("en-AU", "Perth"), voice("zh-CN", "Beijing")];
  assert.deepEqual(ranked(voices, "en", { locale: "en-AU" }), ["Perth", "Boston"]);
  assert.deepEqual(ranked(voices, "en", { locale: "de-DE" }), ["Boston", "Perth"]);
});

test("of one country the better voice comes first and the mechanical one last", () => {
  const voices = [
    voice("en-GB", "eSpeak English"),
    voice("en-GB", "Daniel", { voiceURI: "com.apple.voice.compact.en-GB.Daniel" }),
    voice("en-GB", "Plain"),
    voice("en-GB", "Serena (Premium)"),
    voice("en-GB", "Plain default", { default: true }),
  ];
  assert.deepEqual(ranked(voices, "en", { locale: "en-GB" }), [
    "Serena (Premium)",
    "Plain default",
    "Plain",
    "eSpeak English",
    "Daniel",
  ]);
});

test("without a network the voices that need one come last", () => {
  const voices = [
    voice("en-GB", "Google UK English", { localService: false }),
    voice("en-US", "Plain"),
  ];
  const locale = "en-GB";
  assert.deepEqual(ranked(voices, "en", { locale }), ["Google UK English", "Plain"]);
  assert.deepEqual(ranked(voices, "en", { locale, onLine: false }), ["Plain", "Google UK English"]);
});

test("a short text stays whole; a long one is split at its sentences, then at its clauses", () => {
  assert.deepEqual(piecesOf("Rub for 3.5 minutes. Then rest.", 1), [
    "Rub for 3.5 minutes. Then rest.",
  ]);
  const long = "Place both palms on the small of the back. ".repeat(6).trim();
  const pieces = piecesOf(long, 1);
  assert.ok(pieces.length > 1);
  assert.ok(pieces.every((piece) => secondsOf(piece, 1) <= 12 && piece.endsWith(".")));
  assert.equal(pieces.join(" "), long);
  const chinese = "双手掌心紧贴腰部，上下来回搓动，直到感觉发热为止。".repeat(4);
  const parts = piecesOf(chinese, 0.88);
  assert.ok(parts.length > 1 && parts.every((piece) => secondsOf(piece, 0.88) <= 12));
  assert.equal(parts.join(""), chinese);
});

test("what has no ends at all is spoken all the same", () => {
  const endless = "a".repeat(300);
  assert.deepEqual(piecesOf(endless, 1), [endless]);
  assert.deepEqual(piecesOf("", 1), []);
});
