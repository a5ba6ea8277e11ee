/**
 * Plays the beats: short soft tones, scheduled ahead on the audio clock.
 *
 * A timer is late by as much as the page is busy; the audio clock isn't. Each
 * beat is scheduled by the offset between the two clocks, so that neither the
 * timer's delays nor a slow audio clock add up, and earlier by what the device
 * takes to make a sound heard.
 */

import { connectOutput, gainOf, renderSound } from "./sounds.js";

/** @import { Beat } from "./types.js" */

/** How many readings of the clocks' offset are compared. */
const READINGS = 60;
/** Seconds after which a late beat is left out: it would mislead the movement. */
const TOO_LATE = 0.12;
/** Seconds; beats are scheduled at most so far ahead. */
const FARTHEST = 90;
/** Seconds; a smaller change of the latency is not heard, and following it would make beats uneven. */
const LATENCY_STEP = 0.03;
/** Seconds; no loudspeaker is later than this, some browsers' readings are. */
const MOST_LATENCY = 1;

export class Beats {
  constructor() {
    /** @type {AudioContext | null} */
    this.audio = null;
    /** @type {GainNode | null} */
    this.output = null;
    /** @type {number[]} */
    this.readings = [];
    /** @type {Map<string, { when: number, nodes: AudioScheduledSourceNode[] }>} */
    this.scheduled = new Map();
    this.volume = 0.6;
    this.isOn = true;
    /** Called when the device interrupts the sound: a call, another app. */
    this.onInterrupted = () => {};
  }

  /** What the beats were scheduled with. */
  #latency = 0;

  /**
   * Must be called within a user gesture: browsers allow sound only then. Where
   * beats are turned off its clock still tells whether the page was awake.
   */
  unlock() {
    if (!this.audio) {
      if (!("AudioContext" in globalThis)) return;
      this.audio = new AudioContext({ latencyHint: "interactive" });
      this.output = connectOutput(this.audio);
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

  /** The audio clock in seconds; null where nothing can be heard. For `Clock`. */
  get time() {
    return this.audio?.state === "running" ? this.audio.currentTime : null;
  }

  /** Seconds from the time a sound is scheduled for until it is heard; 0 where unknown. */
  get latency() {
    const seconds = (this.audio?.baseLatency || 0) + (this.audio?.outputLatency || 0);
    return Math.min(MOST_LATENCY, Math.max(0, seconds));
  }

  /** @param {number} volume from 0 to 1 */
  setVolume(volume) {
    this.volume = volume;
    if (this.output) this.output.gain.value = gainOf(volume);
  }

  /**
   * Schedule what is to come and is not scheduled yet.
   * @param {Beat[]} beats
   */
  schedule(beats) {
    const { audio } = this;
    if (!audio || !this.isRunning) return;
    const offset = this.#offset(audio);
    const now = performance.now() / 1000;
    this.#followLatency();
    for (const beat of beats) {
      if (this.scheduled.has(beat.key)) continue;
      // On the audio clock: when it is to be heard, and when it must be played for that.
      const heard = now + beat.in + offset;
      const when = heard - this.#latency;
      if (heard < audio.currentTime - TOO_LATE || when > audio.currentTime + FARTHEST) continue;
      this.scheduled.set(beat.key, { when, nodes: this.#play(audio, beat, when) });
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
   * @param {AudioContext} audio
   * @param {Beat} beat
   * @param {number} when
   */
  #play(audio, { sound, strength }, when) {
    if (!this.output || strength <= 0) return [];
    return renderSound(audio, this.output, sound, strength, Math.max(when, audio.currentTime));
  }

  /**
   * Headphones were connected or taken off: what has not sounded yet is scheduled
   * again; what has sounded stays known, or it would sound twice.
   */
  #followLatency() {
    const { latency } = this;
    if (Math.abs(latency - this.#latency) <= LATENCY_STEP) return;
    this.#latency = latency;
    const now = this.audio?.currentTime ?? 0;
    for (const [key, { when, nodes }] of this.scheduled) {
      if (when <= now) continue;
      for (const node of nodes) node.stop();
      this.scheduled.delete(key);
    }
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
}
