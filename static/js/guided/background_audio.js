/**
 * Keeps practice going while the page is hidden or the screen is locked.
 *
 * Phones put a page to sleep that plays nothing. While practice runs, a media
 * element therefore plays a tone that is too low and too quiet to be heard; the
 * lock screen shows it with a button to pause.
 */

/** @typedef {{ title: string, artist?: string }} Label What the lock screen shows. */

/** Hz, in which a second has few samples; the tone, which a phone's loudspeaker can't give. */
const SAMPLE_RATE = 8000;
const FREQUENCY = 40;
/** Above −72 dBFS Chromium counts a page as audible. */
const LEVEL_DBFS = -55;
/** Seconds; shorter media isn't shown on the lock screen. */
const SECONDS = 10;

export class BackgroundAudio {
  constructor() {
    /** @type {HTMLAudioElement | null} */
    this.element = null;
    this.isWanted = false;
    /** The lock screen's buttons. `onPause` is called too when the phone takes the sound away. */
    this.onPlay = () => {};
    this.onPause = () => {};
  }

  /**
   * Must be called within a user gesture: browsers allow sound only then.
   * @param {Label} label
   */
  start(label) {
    // On an iPhone: heard although the ring switch is off, and behind a locked screen.
    const { audioSession } =
      /** @type {Navigator & { audioSession?: { type: string } }} */ (navigator);
    if (audioSession) audioSession.type = "playback";
    this.element ??= this.#createElement();
    this.describe(label);
    this.resume();
    const session = navigator.mediaSession;
    session?.setActionHandler("play", () => this.onPlay());
    session?.setActionHandler("pause", () => this.onPause());
  }

  /** @param {Label} label */
  describe({ title, artist = "" }) {
    if (!("MediaMetadata" in globalThis) || !navigator.mediaSession) return;
    navigator.mediaSession.metadata = new MediaMetadata({ title, artist });
  }

  /** Practice was paused; the lock screen offers to go on. */
  pause() {
    this.isWanted = false;
    this.element?.pause();
    this.#setState("paused");
  }

  resume() {
    if (!this.element) return;
    this.isWanted = true;
    // Refused without a gesture: then practice goes on in sight alone.
    void this.element.play().catch(() => {});
    this.#setState("playing");
  }

  /** The run is over. */
  stop() {
    this.pause();
    this.#setState("none");
    const session = navigator.mediaSession;
    if (!session) return;
    session.metadata = null;
    session.setActionHandler("play", null);
    session.setActionHandler("pause", null);
  }

  #createElement() {
    const element = new Audio(URL.createObjectURL(loopFile()));
    element.loop = true;
    element.addEventListener("pause", () => {
      // The event comes later: meanwhile it may play again.
      if (this.isWanted && element.paused) this.onPause();
    });
    return element;
  }

  /** @param {MediaSessionPlaybackState} state */
  #setState(state) {
    if (navigator.mediaSession) navigator.mediaSession.playbackState = state;
  }
}

/** The tone as a WAV file that can be repeated without a click. */
export function loopFile() {
  const samples = Int16Array.from({ length: SECONDS * SAMPLE_RATE }, (_, i) => {
    const phase = 2 * Math.PI * FREQUENCY * i / SAMPLE_RATE;
    return Math.round(32767 * 10 ** (LEVEL_DBFS / 20) * Math.sin(phase));
  });
  return new Blob([wavHeader(samples.byteLength), samples], { type: "audio/wav" });
}

/**
 * One channel of 16 bits.
 * @param {number} size of the samples, in bytes
 */
function wavHeader(size) {
  const header = new DataView(new ArrayBuffer(44));
  const text = (/** @type {number} */ at, /** @type {string} */ letters) => {
    [...letters].forEach((letter, i) => header.setUint8(at + i, letter.charCodeAt(0)));
  };
  text(0, "RIFF");
  header.setUint32(4, 36 + size, true);
  text(8, "WAVEfmt ");
  header.setUint32(16, 16, true);
  // Uncompressed, one channel.
  header.setUint16(20, 1, true);
  header.setUint16(22, 1, true);
  header.setUint32(24, SAMPLE_RATE, true);
  header.setUint32(28, 2 * SAMPLE_RATE, true);
  header.setUint16(32, 2, true);
  header.setUint16(34, 16, true);
  text(36, "data");
  header.setUint32(40, size, true);
  return header;
}
