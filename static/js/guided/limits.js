/** Finds out what this browser can't do, so that it is told before practice begins. */

/**
 * @typedef {object} Platform
 * @property {boolean} hasCookies
 * @property {boolean} hasAudioContext
 * @property {boolean} hasMediaSession
 * @property {boolean} hasAudioSession
 * @property {boolean} hasWakeLock
 * @property {boolean} hasVoice A voice for the page's language.
 * @property {boolean} hasVibration
 * @property {boolean} isSecure Over https, or on this computer itself.
 * @property {boolean} isAppleMobile
 *
 * @typedef {"no-cookies" | "no-sound" | "no-sound-hidden" | "plain-http" | "no-wake" | "no-voice" | "no-vibration"} Limit
 *   "plain-http": the screen can't be kept awake, since no browser lets a page do so over
 *   plain http. "no-wake": this browser can't, whatever the address.
 */

/**
 * @param {Platform} platform
 * @returns {Limit[]}
 */
export function limitsOf(platform) {
  /** @type {[Limit, boolean][]} */
  const limits = [
    ["no-cookies", !platform.hasCookies],
    ["no-sound", !platform.hasAudioContext],
    ["no-sound-hidden", platform.hasAudioContext && !soundsHidden(platform)],
    ["plain-http", !platform.hasWakeLock && !platform.isSecure],
    ["no-wake", !platform.hasWakeLock && platform.isSecure],
    ["no-voice", !platform.hasVoice],
    ["no-vibration", !platform.hasVibration],
  ];
  return limits.filter(([, applies]) => applies).map(([limit]) => limit);
}

/**
 * Sound goes on behind a locked screen where the phone takes the page for a player of
 * sound; Apple's phones only where a page can say that it is one.
 * @param {Platform} platform
 */
const soundsHidden = ({ hasMediaSession, hasAudioSession, isAppleMobile }) =>
  hasMediaSession && (hasAudioSession || !isAppleMobile);

/** Whether a cookie can be read again: `navigator.cookieEnabled` is true where Chromium blocks all. */
function keepsCookies() {
  try {
    document.cookie = "try=1; path=/; samesite=lax";
    const isKept = document.cookie.includes("try=1");
    document.cookie = "try=; path=/; samesite=lax; max-age=0";
    return isKept;
  } catch {
    return false;
  }
}

/**
 * Read the browser.
 * @param {boolean} hasVoice
 * @returns {Platform}
 */
export function readPlatform(hasVoice) {
  return {
    hasCookies: keepsCookies(),
    hasAudioContext: "AudioContext" in globalThis,
    hasMediaSession: "mediaSession" in navigator,
    hasAudioSession: "audioSession" in navigator,
    hasWakeLock: "wakeLock" in navigator,
    hasVoice,
    hasVibration: "vibrate" in navigator,
    isSecure: globalThis.isSecureContext,
    // Only there pages can be added to the home screen by this property.
    isAppleMobile: "standalone" in navigator,
  };
}
