/** What is told before practice begins. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { limitsOf, readPlatform } from "../../static/js/guided/limits.js";

/** A phone that can do everything. */
const able = {
  hasCookies: true,
  hasAudioContext: true,
  hasMediaSession: true,
  hasAudioSession: false,
  hasWakeLock: true,
  hasVoice: true,
  hasVibration: true,
  isSecure: true,
  isAppleMobile: false,
};

test("a phone that can do everything has no limits", () => {
  assert.deepEqual(limitsOf(able), []);
});

test("a browser that keeps no cookies is told", () => {
  assert.deepEqual(limitsOf({ ...able, hasCookies: false }), ["no-cookies"]);
});

test("what the browser has is looked up by name", () => {
  Object.assign(globalThis, { isSecureContext: true });
  const read = readPlatform(true);
  assert.deepEqual(Object.keys(read).sort(), Object.keys(able).sort());
  assert.ok(Object.values(read).every((value) => typeof value === "boolean"));
});

test("over plain http the screen can't be kept awake, and that is the address's fault", () => {
  assert.deepEqual(limitsOf({ ...able, hasWakeLock: false, isSecure: false }), ["plain-http"]);
  assert.deepEqual(limitsOf({ ...able, hasWakeLock: false }), ["no-wake"]);
});

test("an iPhone sounds behind a locked screen only where a page can say that it plays sound", () => {
  const iphone = { ...able, isAppleMobile: true, hasVibration: false };
  assert.deepEqual(limitsOf(iphone), ["no-sound-hidden", "no-vibration"]);
  assert.deepEqual(limitsOf({ ...iphone, hasAudioSession: true }), ["no-vibration"]);
});

test("where the phone can't take the page for a player nothing is promised", () => {
  assert.deepEqual(limitsOf({ ...able, hasMediaSession: false }), ["no-sound-hidden"]);
});

test("without any sound it is not told of the hidden page too", () => {
  assert.deepEqual(limitsOf({ ...able, hasAudioContext: false, hasVoice: false }), [
    "no-sound",
    "no-voice",
  ]);
});
