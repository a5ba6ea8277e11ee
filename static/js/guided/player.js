/**
 * The player of guided practice: connects the session with the clock, the sounds, the
 * voice, the screen and the queue of ticks for the server.
 */

import { Beats } from "./audio.js";
import { BackgroundAudio } from "./background_audio.js";
import { bindInputs } from "./bindings.js";
import { Clock } from "./clock.js";
import { minutesOf } from "./duration.js";
import { limitsOf, readPlatform } from "./limits.js";
import { isStoring, read, write } from "./local_storage.js";
import { isStale, noteSent, Outbox } from "../outbox/outbox.js";
import { Messages } from "./messages.js";
import { Preferences } from "./preferences.js";
import { Results } from "./results.js";
import { clearPosition, restorePosition, savePosition } from "./saved_position.js";
import { element, Screen } from "./screen.js";
import { Session, SPOKEN_EVERY } from "./session.js";
import { upcomingSounds } from "./sound_schedule.js";
import { Machine } from "./state_machine.js";
import { Ticker } from "./ticker.js";
import { Voice } from "./voice.js";
import { ScreenWakeLock } from "./wake_lock.js";

/**
 * @import { HurtEvent, Input, PageData, SessionEvent } from "./types.js"
 */

const SAVE_EVERY = 1000;
/** Vibration patterns, in milliseconds; shorter ones are not felt. */
const VIBRATION = { count: [50], twenty: [80, 60, 80], in: [200], out: [80, 80, 80], step: [400] };

export class Player {
  /** @param {PageData} page */
  constructor(page) {
    this.page = page;
    this.messages = Messages.ofPage();
    this.screen = new Screen(this.messages);
    this.preferences = new Preferences();
    this.outbox = new Outbox(page);
    this.outbox.onAccepted = noteSent;
    this.results = new Results(this.outbox, this.messages, page);
    this.machine = new Machine(page.parts, this.preferences.choices);
    this.session = new Session(
      this.machine,
      this.messages,
      (part) => this.results.knownCredit(part),
    );
    this.beats = new Beats();
    this.clock = new Clock(() => this.beats.time);
    this.voice = new Voice(page.language);
    this.background = new BackgroundAudio();
    this.wakeLock = new ScreenWakeLock();
    this.ticker = new Ticker(() => this.#update());
    this.saved = 0;
  }

  // ---- before it begins

  open() {
    for (const each of document.querySelectorAll("[data-starts]")) {
      if (each instanceof HTMLElement) each.hidden = false;
    }
    element("preferences").hidden = false;
    element("in-words", HTMLDetailsElement).open = false;
    document.documentElement.dataset.state = "ready";
    document.documentElement.dataset.storage = isStoring() ? "kept" : "none";
    this.#foldCautions();
    bindInputs(this);
    this.applyPreferences();
    if (restorePosition(this.session, this.page)) {
      element("return-words").textContent = this.session.waitingText;
      element("return-keep").hidden = this.machine.amount === 0;
      // It goes on from another number.
      document.getElementById("goes-on")?.remove();
      // In place of Start, so that no wrong tap loses it.
      element("return").hidden = false;
      element("stay").hidden = true;
    }
    void this.#sendQueued();
  }

  /** Send what waits; the page was made before the server had it. */
  async #sendQueued() {
    const isSent = await this.outbox.send() || isStale();
    if (isSent && this.session.state === "ready") location.reload();
  }

  /** Cautions that were read on this phone, in this edition, are one line. */
  #foldCautions() {
    const cautions = element("cautions", HTMLDetailsElement);
    cautions.open = !read("read", /** @type {string[]} */ ([])).includes(this.page.cautions);
  }

  #noteRead() {
    const all = read("read", /** @type {string[]} */ ([]));
    if (!all.includes(this.page.cautions)) write("read", [...all, this.page.cautions].slice(-20));
  }

  /** @param {number} index of the step it begins with */
  start(index) {
    this.#noteRead();
    clearPosition(this.page.parts[0], this.page);
    this.#begin(() => this.session.start(0, index, Date.now()));
  }

  /** Go on from the place that was found. */
  goOn() {
    this.#begin(() => this.session.goOn(Date.now()));
  }

  /** Tick what was done by then. */
  keepPlace() {
    this.handle(this.session.keepPlace(Date.now()));
  }

  /** Leave the place that was found, and start from the beginning. */
  startAgain() {
    clearPosition(this.machine.part, this.page);
    this.start(this.#firstStep(0));
  }

  /**
   * A soak may be skipped, a gate must be answered.
   * @param {number} partIndex
   */
  #firstStep(partIndex) {
    return this.machine.parts[partIndex].steps.findIndex(({ kind }) => kind !== "soak");
  }

  /** Start the next exercise after having stopped one. */
  startNext() {
    this.#startPart(this.machine.partIndex + 1);
  }

  /** Start once more the exercise that was stopped. */
  startOver() {
    this.#startPart(this.machine.partIndex);
  }

  /** @param {number} index */
  #startPart(index) {
    this.#begin(() => this.session.start(index, this.#firstStep(index), Date.now()));
  }

  /** @param {() => SessionEvent[]} enter */
  #begin(enter) {
    this.beats.unlock();
    this.background.start({ title: document.title });
    this.screen.show("player");
    this.handle(enter());
    this.screen.pause.focus({ preventScroll: true });
  }

  // ---- running

  /**
   * @param {Input} control
   * @param {number} [value]
   */
  press(control, value) {
    const events = this.session.press(control, Date.now(), value);
    if (events.length) {
      this.beats.silence();
      if (control !== "until") this.voice.cancel();
    }
    if (control === "go-on") this.beats.unlock();
    this.handle(events);
  }

  /** The large control, and a tap anywhere on the number. */
  pauseOrGoOn() {
    this.press(this.session.state === "running" ? "pause" : "go-on");
  }

  #update() {
    const { session, machine } = this;
    if (session.state !== "running") return;
    const { seconds, asleep } = this.clock.lap();
    if (asleep) {
      this.press("asleep");
      return;
    }
    this.handle(session.pass(seconds, Date.now()));
    if (session.state !== "running") return;
    this.beats.schedule(upcomingSounds(machine, this.ticker.horizon));
    this.screen.draw(machine);
    if (performance.now() - this.saved > SAVE_EVERY) this.save();
  }

  /** @param {SessionEvent[]} events */
  handle(events) {
    for (const event of events) this.#handleOne(event);
    if (events.length) this.save();
  }

  /** @param {SessionEvent} event */
  #handleOne(event) {
    const { machine, screen, results } = this;
    switch (event.kind) {
      case "state":
        return this.#changeState();
      case "step":
        screen.enter(machine);
        screen.showState(this.session);
        screen.draw(machine);
        this.background.describe({ title: machine.part.name, artist: machine.step.title });
        return this.#vibrate(VIBRATION.step);
      case "count":
        if (event.isStroke) this.#count(event.n);
        return;
      case "breath":
        screen.breathe(machine, event.inward);
        return this.#vibrate(event.inward ? VIBRATION.in : VIBRATION.out);
      case "line":
        screen.showLine(event.text);
        return screen.showState(this.session);
      case "say":
        if (this.isSpoken) this.voice.say(event.lines);
        else if (!event.isHeading) screen.announce(event.lines.join(" "));
        return;
      case "count-aloud":
        if (this.isSpoken) this.voice.count(event.text);
        else screen.announce(event.text);
        return;
      case "tick":
        clearPosition(event.part, this.page);
        return results.add(event);
      case "stays":
        clearPosition(event.part, this.page);
        results.tell(event.text);
        element("hurt-said").textContent = event.text;
        return;
      case "waits":
        results.tell(this.session.waitingText);
        return;
      case "hurt":
        element("hurt-said").textContent = this.#hurtText(event);
        return results.hurt(event);
    }
  }

  /** One voice only: the page's, or the screen reader's. */
  get isSpoken() {
    return this.voice.isOn && this.voice.isAvailable && !this.preferences.usesScreenReader;
  }

  /** @param {HurtEvent} event */
  #hurtText({ part, amount, whole }) {
    const { messages } = this;
    const n = messages.amount(part, amount);
    if (whole) return messages.text("said-done", { n });
    return messages.text(amount ? "hurt-partly" : "hurt", { name: part.name, n });
  }

  /** @param {number} n */
  #count(n) {
    this.screen.pulse();
    this.#vibrate(n % SPOKEN_EVERY === 0 ? VIBRATION.twenty : VIBRATION.count);
  }

  /** @param {number[]} pattern */
  #vibrate(pattern) {
    if (this.preferences.vibrates) navigator.vibrate?.(pattern);
  }

  #changeState() {
    const { session, screen } = this;
    if (session.state === "running") {
      this.clock.start();
      this.ticker.start();
      this.background.resume();
      void this.wakeLock.request();
    } else {
      this.ticker.stop();
      this.beats.silence();
      this.background.pause();
    }
    if (session.state === "paused") screen.bringPreferences();
    screen.showState(session);
    if (session.state === "done") this.#end();
  }

  #end() {
    const { machine, screen, session } = this;
    screen.returnPreferences();
    this.background.stop();
    this.wakeLock.release();
    if (session.sheet === "hurt") {
      element("hurt-more", HTMLAnchorElement).search = `?exercise=${machine.part.exercise}`;
      screen.show("hurt-here");
      element("hurt-title").focus({ preventScroll: true });
      return;
    }
    this.#offerLog();
    element("over-title").textContent = session.lastWords;
    this.#offerNext();
    screen.show("over");
    element("over-title").focus({ preventScroll: true });
  }

  /** The next exercise; before it one that was stopped with nothing counted, perhaps by mistake. */
  #offerNext() {
    const { machine, messages } = this;
    const next = machine.parts[machine.partIndex + 1];
    const go = element("further-go"), again = element("further-again");
    go.hidden = !next;
    if (next) go.textContent = messages.text("next", { name: next.name });
    again.hidden = machine.hasCount || machine.isTicked;
    go.classList.toggle("go", again.hidden);
    again.textContent = messages.text("start-again", { name: machine.part.name });
    element("further").hidden = go.hidden && again.hidden;
  }

  /** At an address that ends in `#log` the run can be saved, to be replayed by a test. */
  #offerLog() {
    if (location.hash !== "#log") return;
    const { page, machine, messages, session, isSpoken } = this;
    const setting = {
      parts: page.parts,
      choices: machine.choices,
      words: messages.texts,
      speaks: isSpoken,
    };
    const lines = [setting, ...session.log].map((line) => JSON.stringify(line));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([lines.join("\n")], { type: "application/jsonl" }));
    link.download = "practice.jsonl";
    const button = element("save-log", HTMLButtonElement);
    button.hidden = false;
    button.onclick = () => link.click();
  }

  save() {
    this.saved = performance.now();
    if (this.session.state !== "ready") savePosition(this.session, this.page);
  }

  /** The page was hidden or is shown again. */
  hiddenOrShown() {
    this.save();
    // Without sound nobody can follow a hidden page.
    if (document.visibilityState === "hidden" && !this.isAudible) this.press("asleep");
  }

  /** Whether practice can be followed without looking. */
  get isAudible() {
    return this.beats.isRunning || this.isSpoken;
  }

  // ---- preferences

  /** @param {number} by */
  changePace(by) {
    if (this.machine.step.kind !== "strokes") return;
    this.preferences.pace = 10 * Math.round((this.machine.pace + by) / 10);
  }

  tryVoice() {
    this.voice.tryOut(this.messages.text("voice-sample"));
  }

  /** Apply the preferences; beats already scheduled at another pace are cancelled. */
  applyPreferences() {
    const { preferences, machine, voice, page } = this;
    machine.choices = preferences.choices;
    this.beats.isOn = preferences.sounds;
    this.beats.setVolume(preferences.volume);
    preferences.offerVoices(voice.voices);
    voice.isOn = preferences.speaks;
    voice.rate = preferences.voiceRate;
    voice.voiceURI = preferences.voiceURI;
    machine.waitsForVoice = this.isSpoken;
    if (!this.isSpoken) machine.release();
    if (this.session.state === "running") {
      this.beats.silence();
      machine.restartFade();
    }
    const limits = limitsOf(readPlatform(voice.isAvailable));
    for (const each of document.querySelectorAll("[data-limit]")) {
      if (each instanceof HTMLElement) {
        each.hidden = !limits.some((limit) => limit === each.dataset.limit);
      }
    }
    for (const each of document.querySelectorAll("[data-minutes-of]")) {
      if (!(each instanceof HTMLElement)) continue;
      const n = minutesOf(page.parts, machine.choices, each.dataset.minutesOf === "soak");
      each.textContent = this.messages.text("minutes-short", { n });
    }
  }
}

const page = document.getElementById("run");
if (page) new Player(JSON.parse(page.textContent ?? "")).open();
