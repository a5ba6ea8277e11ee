/**
 * Plays the beats: short soft tones, scheduled ahead on the audio clock.
 *
 * A timer is late by as much as the page is busy; the audio clock isn't. Each
 * beat is scheduled by the offset between the two clocks, so that neither the
 * timer's delays nor a slow audio clock add up.
 */

/** @import { Beat } from "./types.js" */

/** How many readings of the clocks' offset are compared. */
const READINGS = 60;
/** Seconds after which a late beat is left out: it would mislead the movement. */
const TOO_LATE = 0.12;

/** @type {Record<Beat["sound"], { tones: number[], seconds: number, gain: number }>} */
const SOUNDS = {
  go: { tones: [523], seconds: 0.09, gain: 0.5 },
  beat: { tones: [392], seconds: 0.07, gain: 0.4 },
  twenty: { tones: [523, 784], seconds: 0.35, gain: 0.5 },
  in: { tones: [330, 494], seconds: 0.5, gain: 0.5 },
  out: { tones: [494, 330], seconds: 0.5, gain: 0.4 },
  bell: { tones: [659], seconds: 0.9, gain: 0.5 },
  last: { tones: [523, 659, 784], seconds: 1.2, gain: 0.6 },
};

export class Beats {
  constructor() {
    /** @type {AudioContext | null} */
    this.audio = null;
    /** @type {GainNode | null} */
    this.output = null;
    /** @type {number[]} */
    this.readings = [];
    /** @type {Map<string, { when: number, nodes: OscillatorNode[] }>} */
    this.scheduled = new Map();
    this.volume = 0.6;
    this.isOn = true;
    /** Called when the device interrupts the sound: a call, another app. */
    this.onInterrupted = () => {};
  }

  /** Must be called within a user gesture: browsers allow sound only then. */
  unlock() {
    if (!this.isOn) return;
    if (!this.audio) {
      if (!("AudioContext" in globalThis)) return;
      this.audio = new AudioContext({ latencyHint: "interactive" });
      this.output = this.audio.createGain();
      this.output.connect(this.audio.destination);
      this.audio.addEventListener("statechange", () => {
        if (this.audio && this.audio.state !== "running" && this.isOn) this.onInterrupted();
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
    if (this.output) this.output.gain.value = volume * volume;
  }

  /**
   * SavedPosition what is to come and is not placed yet.
   * @param {Beat[]} beats
   */
  schedule(beats) {
    const { audio } = this;
    if (!audio || !this.isRunning) return;
    const offset = this.#offset(audio);
    const now = performance.now() / 1000;
    for (const beat of beats) {
      if (this.scheduled.has(beat.key)) continue;
      const when = now + beat.in + offset;
      if (when < audio.currentTime - TOO_LATE || when > audio.currentTime + 60) continue;
      this.scheduled.set(beat.key, {
        when,
        nodes: beat.strength > 0 ? this.#sound(audio, beat, Math.max(when, audio.currentTime)) : [],
      });
    }
    for (const [key, { when }] of this.scheduled) {
      if (when < audio.currentTime - 5) this.scheduled.delete(key);
    }
  }

  /** Cancel everything that has not sounded yet. */
  silence() {
    const now = this.audio?.currentTime ?? 0;
    for (const { when, nodes } of this.scheduled.values()) {
      if (when > now) { for (const node of nodes) node.stop(); }
    }
    this.scheduled.clear();
  }

  /**
   * The offset of the audio clock from the page's. It moves in steps, so the
   * largest of some readings is the most exact.
   * @param {AudioContext} audio
   */
  #offset(audio) {
    const reading = audio.currentTime - performance.now() / 1000;
    // A jump means that the sound was suspended meanwhile: earlier readings are stale.
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
    const { tones, seconds, gain: peak } = SOUNDS[beat.sound];
    return tones.map((tone, i) => {
      const starts = when + (i * seconds) / (2 * tones.length);
      const node = audio.createOscillator();
      const gain = audio.createGain();
      node.frequency.value = tone;
      gain.gain.setValueAtTime(0, starts);
      gain.gain.linearRampToValueAtTime(peak * beat.strength, starts + 0.008);
      gain.gain.exponentialRampToValueAtTime(0.001, starts + seconds);
      node.connect(gain).connect(/** @type {GainNode} */ (this.output));
      node.start(starts);
      node.stop(starts + seconds + 0.05);
      return node;
    });
  }
}
