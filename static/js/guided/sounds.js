/**
 * What the beats sound like.
 *
 * Small loudspeakers give hardly anything below 500 Hz, and hearing fades above
 * 2,000 Hz with age: every tone lies between. None begins at once, so that
 * nobody is startled. docs/practice.md tells what was measured.
 */

/** @import { Beat } from "./types.js" */

/**
 * @typedef {object} Sound
 * @property {number[]} notes In Hz; several begin one after the other.
 * @property {number} seconds How long the last note is heard.
 * @property {number} attack Seconds until a note is at its loudest.
 * @property {number} apart Seconds from one note to the next.
 * @property {number} gain So that each peaks at 0.8 of the full scale, at full volume.
 */

/** @type {Record<Beat["sound"], Sound>} */
export const SOUNDS = {
  go: { notes: [784], seconds: 0.35, attack: 0.012, apart: 0, gain: 1.06 },
  beat: { notes: [587], seconds: 0.25, attack: 0.012, apart: 0, gain: 1.02 },
  twenty: { notes: [587, 880], seconds: 0.45, attack: 0.015, apart: 0.14, gain: 1 },
  in: { notes: [523, 784], seconds: 0.8, attack: 0.06, apart: 0.25, gain: 0.98 },
  out: { notes: [784, 523], seconds: 0.8, attack: 0.06, apart: 0.25, gain: 0.96 },
  bell: { notes: [659], seconds: 1.4, attack: 0.02, apart: 0, gain: 1.02 },
  last: { notes: [523, 659, 784], seconds: 1.2, attack: 0.02, apart: 0.22, gain: 0.85 },
};

/**
 * Of each note: times its frequency, share of the gain, share of the seconds. They
 * never peak together.
 */
const PARTIALS = [[1, 0.6, 1], [2, 0.3, 0.6], [3, 0.1, 0.4]];
/** Hz; higher partials are left out. */
const HIGHEST = 2000;
/** The envelope's end: a thousandth is silence. */
const SILENT = 0.001;
/** The volume's curve: half the slider is about half as loud. */
const VOLUME_EXPONENT = 1.5;
/** So many times the full scale may sounds sum up to before the limiter; the highest level it passes. */
const HEADROOM = 4;
/** Up to this level the limiter changes nothing. */
const LINEAR = 0.85;
const CURVE_POINTS = 4097;

/**
 * Schedule one sound. The same for a device and for measuring.
 * @param {BaseAudioContext} audio
 * @param {AudioNode} output
 * @param {Beat["sound"]} sound
 * @param {number} strength from 0 to 1
 * @param {number} when in seconds of the context's clock
 * @returns {AudioScheduledSourceNode[]} to stop what shall not sound after all
 */
export function renderSound(audio, output, sound, strength, when) {
  const { notes, seconds, attack, apart, gain } = SOUNDS[sound];
  return notes.flatMap((note, i) =>
    PARTIALS.filter(([times]) => note * times <= HIGHEST).map(([times, share, length]) => {
      const starts = when + i * apart;
      const ends = starts + seconds * length;
      const node = audio.createOscillator();
      const envelope = audio.createGain();
      node.frequency.value = note * times;
      envelope.gain.setValueAtTime(0, starts);
      envelope.gain.linearRampToValueAtTime(gain * share * strength, starts + attack);
      envelope.gain.exponentialRampToValueAtTime(SILENT * gain * share * strength, ends);
      node.connect(envelope).connect(output);
      node.start(starts);
      node.stop(ends);
      return node;
    })
  );
}

/**
 * What the sounds play into: their volume, and a limiter, so that those that overlap
 * never clip.
 * @param {BaseAudioContext} audio
 * @returns {GainNode} its gain is `gainOf(volume)`
 */
export function connectOutput(audio) {
  const output = audio.createGain();
  const limiter = audio.createWaveShaper();
  limiter.curve = Float32Array.from(
    { length: CURVE_POINTS },
    (_, i) => limited(HEADROOM * (2 * i / (CURVE_POINTS - 1) - 1)),
  );
  output.connect(limiter).connect(audio.destination);
  return output;
}

/** @param {number} volume from 0 to 1, as the person chose it */
export const gainOf = (volume) => volume ** VOLUME_EXPONENT / HEADROOM;

/**
 * Above LINEAR the level rises ever less, and never reaches 1.
 * @param {number} level
 */
function limited(level) {
  const over = Math.abs(level) - LINEAR;
  if (over <= 0) return level;
  return Math.sign(level) * (LINEAR + (1 - LINEAR) * Math.tanh(over / (1 - LINEAR)));
}
