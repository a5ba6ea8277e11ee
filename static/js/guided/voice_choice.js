/** Which of the device's voices suits a language best, and how a text is split for it; pure. */

/** @typedef {Pick<SpeechSynthesisVoice, "name" | "lang" | "voiceURI" | "localService" | "default">} VoiceLike */

/** What speech engines call their better voices, and their plain ones. */
const GOOD = /premium|enhanced|natural|neural|siri|google/i;
const PLAIN = /espeak|compact/i;
/** By the page's language: regions, best first. Hong Kong's voices speak Cantonese. */
/** @type {Record<string, string[]>} */
const REGIONS = {
  "zh-hans": ["cn", "sg", "", "tw", "hk"],
  "zh-hant": ["tw", "hk", "mo", "", "cn"],
};
/** Seconds that a character takes at most, at the usual rate. */
const CHARACTER = 0.12;
const CHINESE_CHARACTER = 0.35;
const CHINESE = /\p{Script=Han}/u;
/** Seconds; Chrome's network voices fall silent after fifteen. */
const LONGEST = 12;
/** Ends of sentences, or where those are not enough, of their parts. */
const SENTENCES = /[^。！？]*?(?:[。！？]+[”」』）]*|[.!?]+["”’)]*(?:\s+|$)|$)/gu;
const CLAUSES = /[^，、；：]*?(?:[，、；：]+|[,;:](?:\s+|$)|$)/gu;

/**
 * The voices of a language, best first.
 * @template {VoiceLike} V
 * @param {readonly V[]} voices
 * @param {string} language "en", "zh-hans" or "zh-hant"
 * @param {{ locale?: string, onLine?: boolean }} [device] the browser's own language; whether
 *   there is a network
 * @returns {V[]}
 */
export function rankVoices(voices, language, { locale = "", onLine = true } = {}) {
  const own = parsed(locale);
  const wanted = parsed(language).base;
  const regions = REGIONS[language.toLowerCase()] ?? (own.base === wanted ? [own.region] : []);
  /** @param {V} voice */
  const keys = (voice) => {
    const place = regions.indexOf(parsed(voice.lang).region);
    return [
      // Without a network the others say nothing at all.
      !onLine && !voice.localService ? 1 : 0,
      place < 0 ? regions.length : place,
      PLAIN.test(`${voice.name} ${voice.voiceURI}`) ? 2 : GOOD.test(voice.name) ? 0 : 1,
      voice.default ? 0 : 1,
    ];
  };
  return voices
    .filter((voice) => parsed(voice.lang).base === wanted)
    .map((voice) => ({ voice, keys: keys(voice) }))
    .sort((a, b) => a.keys.map((key, i) => key - b.keys[i]).find((order) => order) ?? 0)
    .map(({ voice }) => voice);
}

/**
 * "zh-Hant-TW", "zh_CN_#Hans", "yue-HK", "cmn": devices write languages in many ways.
 * @param {string} tag
 */
function parsed(tag) {
  const [first, ...rest] = tag.toLowerCase().replace("#", "").split(/[-_]/);
  const base = first === "cmn" || first === "yue" ? "zh" : first;
  const region = rest.find((part) => /^([a-z]{2}|\d{3})$/.test(part)) ??
    (first === "yue" ? "hk" : rest.includes("hans") ? "cn" : rest.includes("hant") ? "tw" : "");
  return { base, region };
}

/**
 * Seconds that a text takes at most.
 * @param {string} text
 * @param {number} rate
 */
export function secondsOf(text, rate) {
  let seconds = 0;
  for (const letter of text) seconds += CHINESE.test(letter) ? CHINESE_CHARACTER : CHARACTER;
  return seconds / rate;
}

/**
 * Split a text so that no piece is too long for a network voice.
 * @param {string} text
 * @param {number} rate
 * @returns {string[]}
 */
export function piecesOf(text, rate) {
  const fits = (/** @type {string} */ piece) => secondsOf(piece, rate) <= LONGEST;
  /** @param {string} whole @param {RegExp[]} ends @returns {string[]} */
  const split = (whole, [end, ...rest]) => {
    if (fits(whole) || !end) return [whole];
    /** @type {string[]} */
    const pieces = [];
    for (const piece of (whole.match(end) ?? []).flatMap((part) => split(part, rest))) {
      const joined = `${pieces.at(-1) ?? ""}${piece}`;
      if (pieces.length && fits(joined)) pieces[pieces.length - 1] = joined;
      else pieces.push(piece);
    }
    return pieces;
  };
  return split(text, [SENTENCES, CLAUSES]).map((piece) => piece.trim()).filter((piece) => piece);
}
