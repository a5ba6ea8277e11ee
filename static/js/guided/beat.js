/**
 * The beats: short soft tones, put on the audio clock ahead of their time.
 *
 * A timer is late by as much as the page is busy; the audio clock isn't. Each
 * beat is placed by the distance between the two clocks, so that neither the
 * timer's delays nor a slow audio clock add up.
 */

/** @import { Beat } from "./types.js" */

/** How many readings of the two clocks are compared. */
const READINGS = 60;
/** Later than this a beat is left out: it would sound beside the movement. */
const TOO_LATE = 0.12;

/** @type {Record<Beat["sound"], { tones: number[], seconds: number, loud: number }>} */
const SOUNDS = {
  go: { tones: [523], seconds: 0.09, loud: 0.5 },
  beat: { tones: [392], seconds: 0.07, loud: 0.4 },
  twenty: { tones: [523, 784], seconds: 0.35, loud: 0.5 },
  in: { tones: [330, 494], seconds: 0.5, loud: 0.5 },
  out: { tones: [494, 330], seconds: 0.5, loud: 0.4 },
  bell: { tones: [659], seconds: 0.9, loud: 0.5 },
  last: { tones: [523, 659, 784], seconds: 1.2, loud: 0.6 },
};

export class Beats {
  constructor() {
    /** @type {AudioContext | null} */
    this.audio = null;
    /** @type {GainNode | null} */
    this.out = null;
    /** @type {number[]} */
    this.readings = [];
    /** @type {Map<string, { when: number, nodes: OscillatorNode[] }>} */
    this.placed = new Map();
    this.volume = 0.6;
    this.isOn = true;
    /** Called when the device takes the sound away: a call, another app. */
    this.onTaken = () => {};
  }

  /** Must be called within a tap: browsers allow sound only then. */
  unlock() {
    if (!this.isOn) return;
    if (!this.audio) {
      if (!("AudioContext" in globalThis)) return;
      this.audio = new AudioContext({ latencyHint: "interactive" });
      this.out = this.audio.createGain();
      this.out.connect(this.audio.destination);
      this.audio.addEventListener("statechange", () => {
        if (this.audio && this.audio.state !== "running" && this.isOn) this.onTaken();
      });
    }
    this.setVolume(this.volume);
    if (this.audio.state !== "running") void this.audio.resume().catch(() => {});
  }

  get isRunning() {
    return this.isOn && this.audio?.state === "running";
  }

  /** @param {number} volume from 0 to 1 */
  setVolume(volume) {
    this.volume = volume;
    if (this.out) this.out.gain.value = volume * volume;
  }

  /**
   * Place what is to come and is not placed yet.
   * @param {Beat[]} beats
   */
  place(beats) {
    const { audio } = this;
    if (!audio || !this.isRunning) return;
    const distance = this.#distance(audio);
    const now = performance.now() / 1000;
    for (const beat of beats) {
      if (this.placed.has(beat.key)) continue;
      const when = now + beat.in + distance;
      if (when < audio.currentTime - TOO_LATE || when > audio.currentTime + 60) continue;
      this.placed.set(beat.key, {
        when,
        nodes: beat.strength > 0 ? this.#sound(audio, beat, Math.max(when, audio.currentTime)) : [],
      });
    }
    for (const [key, { when }] of this.placed) {
      if (when < audio.currentTime - 5) this.placed.delete(key);
    }
  }

  /** Take back everything that has not sounded yet. */
  silence() {
    const now = this.audio?.currentTime ?? 0;
    for (const { when, nodes } of this.placed.values()) {
      if (when > now) { for (const node of nodes) node.stop(); }
    }
    this.placed.clear();
  }

  /**
   * How far the audio clock is from the page's. It moves in steps, so that the
   * largest of some readings is the truest.
   * @param {AudioContext} audio
   */
  #distance(audio) {
    const reading = audio.currentTime - performance.now() / 1000;
    // One that is far off tells of another time: the sound was away meanwhile.
    if (this.readings.length && Math.abs(reading - Math.max(...this.readings)) > 0.25) {
      this.readings = [];
    }
    this.readings.push(reading);
    if (this.readings.length > READINGS) this.readings.shift();
    return Math.max(...this.readings);
  }

  /**
   * @param {AudioContext} audio
   * @param {Beat} beat
   * @param {number} when
   */
  #sound(audio, beat, when) {
    const { tones, seconds, loud } = SOUNDS[beat.sound];
    return tones.map((tone, place) => {
      const starts = when + (place * seconds) / (2 * tones.length);
      const node = audio.createOscillator();
      const gain = audio.createGain();
      node.frequency.value = tone;
      gain.gain.setValueAtTime(0, starts);
      gain.gain.linearRampToValueAtTime(loud * beat.strength, starts + 0.008);
      gain.gain.exponentialRampToValueAtTime(0.001, starts + seconds);
      node.connect(gain).connect(/** @type {GainNode} */ (this.out));
      node.start(starts);
      node.stop(starts + seconds + 0.05);
      return node;
    });
  }
}
