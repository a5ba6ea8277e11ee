/** What goes on while the page is out of sight, on a phone that is only told. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { BackgroundAudio, loopFile } from "../../static/js/guided/background_audio.js";

/** @type {Record<string, (() => void) | null>} */
const buttons = {};
const mediaSession = {
  /** @type {{ title: string, artist: string } | null} */
  metadata: null,
  playbackState: "none",
  setActionHandler(/** @type {string} */ name, /** @type {(() => void) | null} */ act) {
    buttons[name] = act;
  },
};
const audioSession = { type: "auto" };
Object.defineProperty(navigator, "mediaSession", { value: mediaSession, configurable: true });
Object.defineProperty(navigator, "audioSession", { value: audioSession, configurable: true });

class Element extends EventTarget {
  paused = true;
  loop = false;

  play() {
    this.paused = false;
    return Promise.resolve();
  }

  /** By whomever. */
  pause() {
    this.paused = true;
    this.dispatchEvent(new Event("pause"));
  }
}
Object.assign(globalThis, {
  Audio: Element,
  MediaMetadata: class {
    constructor(/** @type {object} */ label) {
      Object.assign(this, label);
    }
  },
});

/** A run that has begun, and what the lock screen asked for. */
function running() {
  const background = new BackgroundAudio();
  /** @type {string[]} */
  const asked = [];
  background.onPlay = () => asked.push("play");
  background.onPause = () => asked.push("pause");
  background.start({ title: "Waist rub", artist: "Rub up and down" });
  return { background, asked, element: /** @type {any} */ (background.element) };
}

test("from the tap on the phone knows a player with a title, and its silent switch is passed by", () => {
  const { element } = running();
  assert.deepEqual([element.paused, element.loop], [false, true]);
  assert.equal(audioSession.type, "playback");
  assert.deepEqual({ ...mediaSession.metadata }, { title: "Waist rub", artist: "Rub up and down" });
  assert.equal(mediaSession.playbackState, "playing");
});

test("the lock screen's buttons pause and resume practice", () => {
  const { background, asked, element } = running();
  buttons.pause?.();
  background.pause();
  assert.deepEqual([element.paused, mediaSession.playbackState], [true, "paused"]);
  buttons.play?.();
  background.resume();
  assert.deepEqual([element.paused, mediaSession.playbackState], [false, "playing"]);
  assert.deepEqual(asked, ["pause", "play"]);
});

test("a call that takes the sound away pauses practice; its own pause doesn't ask again", () => {
  const { background, asked, element } = running();
  background.pause();
  assert.deepEqual(asked, []);
  background.resume();
  element.pause();
  assert.deepEqual(asked, ["pause"]);
});

test("a pause that is over before the phone tells of it is no pause", () => {
  const { background, asked, element } = running();
  background.pause();
  background.resume();
  element.dispatchEvent(new Event("pause"));
  assert.deepEqual(asked, []);
});

test("after the run the lock screen shows nothing of it", () => {
  const { background, element } = running();
  background.describe({ title: "Sole rub" });
  assert.equal(mediaSession.metadata?.title, "Sole rub");
  background.stop();
  assert.equal(element.paused, true);
  assert.equal(mediaSession.metadata, null);
  assert.equal(mediaSession.playbackState, "none");
  assert.deepEqual(buttons, { play: null, pause: null });
  const another = new BackgroundAudio();
  another.resume();
  assert.equal(mediaSession.playbackState, "none");
});

test("a browser without a media session practises all the same", () => {
  Object.defineProperty(navigator, "mediaSession", { value: undefined, configurable: true });
  Object.defineProperty(navigator, "audioSession", { value: undefined, configurable: true });
  const { background, element } = running();
  assert.equal(element.paused, false);
  background.stop();
  assert.equal(element.paused, true);
});

test("the tone is too quiet to be heard, loud enough to count as sound, and repeats without a click", async () => {
  const file = loopFile();
  const bytes = await file.arrayBuffer();
  const samples = new Int16Array(bytes.slice(44));
  const header = new TextDecoder("latin1").decode(bytes.slice(0, 44));
  assert.match(header, /^RIFF.{4}WAVEfmt .{20}data/s);
  const view = new DataView(bytes);
  assert.deepEqual(
    [view.getUint32(4, true), view.getUint32(24, true), view.getUint32(40, true)],
    [bytes.byteLength - 8, 8000, bytes.byteLength - 44],
  );
  const peak = 20 * Math.log10(Math.max(...samples) / 32768);
  assert.ok(peak > -60 && peak < -50, `${peak} dBFS`);
  assert.ok(samples.length / 8000 >= 5, "shorter media isn't shown on the lock screen");
  // Whole periods: the first sample follows on the last.
  assert.equal(samples[0], samples[200]);
  assert.equal(samples.length % 200, 0);
});
