/**
 * The player of guided practice: connects the state machine of the stages with the
 * clock, the sounds, the screen and the queue of ticks for the server.
 */

import { Beats } from "./audio.js";
import { Clock } from "./clock.js";
import { bindInputs } from "./bindings.js";
import { Preferences } from "./preferences.js";
import { Machine, whole } from "./state_machine.js";
import { Outbox } from "./outbox.js";
import { clearPosition, offerPosition, savePosition } from "./saved_position.js";
import { Results } from "./results.js";
import { element, Messages, Screen } from "./screen.js";
import { SPOKEN_EVERY, upcomingSounds } from "./sound_schedule.js";
import { Voice } from "./voice.js";
import { ScreenWakeLock } from "./wake_lock.js";

/** @import { PageData, PlayerEvent, TickEvent } from "./types.js" */

/** Milliseconds between two updates. */
const INTERVAL = 50;
/** Seconds of sound scheduled ahead: longer than timers are throttled in the background. */
const SCHEDULE_AHEAD = 1.6;
const SAVE_EVERY = 1000;
/** Vibration patterns, in milliseconds. */
const VIBRATION = { count: [12], twenty: [60, 60, 60], in: [200], out: [80, 80, 80], step: [400] };

export class Player {
  /** @param {PageData} page */
  constructor(page) {
    this.page = page;
    this.messages = new Messages();
    this.screen = new Screen(this.messages);
    this.preferences = new Preferences();
    this.machine = new Machine(page.parts, this.preferences.choices);
    this.clock = new Clock();
    this.beats = new Beats();
    this.voice = new Voice(page.language);
    this.wakeLock = new ScreenWakeLock();
    const token = document.querySelector("input[name=csrfmiddlewaretoken]");
    this.outbox = new Outbox(
      token instanceof HTMLInputElement ? token.value : "",
      page.owner,
      page.before,
    );
    this.results = new Results(this.outbox, this.messages, page);
    /** @type {"before" | "running" | "paused" | "asking" | "over"} */
    this.state = "before";
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.timer = undefined;
    this.saved = 0;
  }

  // ---- before it begins

  open() {
    element("starts").hidden = false;
    element("preferences").hidden = false;
    element("in-words", HTMLDetailsElement).open = false;
    this.screen.skip.dataset.usual = this.screen.skip.textContent ?? "";
    bindInputs(this);
    this.applyPreferences();
    offerPosition(this);
    void this.outbox.send();
  }

  /** @param {number} index */
  start(index) {
    clearPosition();
    this.begin(() => this.machine.begin(0, index, Date.now()));
  }

  /** @param {() => PlayerEvent[]} enter */
  begin(enter) {
    this.beats.unlock();
    this.screen.show("player");
    this.#run();
    this.handle(enter());
    this.screen.pause.focus({ preventScroll: true });
  }

  // ---- running

  #run() {
    this.state = "running";
    this.clock.start();
    clearInterval(this.timer);
    this.timer = setInterval(() => this.#update(), INTERVAL);
    this.#showSheet(null);
    this.screen.endings(this.machine);
    void this.wakeLock.request();
    element("asleep").hidden = true;
  }

  #update() {
    if (this.state !== "running") return;
    const { seconds, asleep } = this.clock.lap();
    if (asleep) {
      this.pause(true);
      return;
    }
    this.handle(this.machine.advance(seconds, Date.now()));
    if (this.state !== "running") return;
    this.beats.schedule(upcomingSounds(this.machine, SCHEDULE_AHEAD));
    this.screen.draw(this.machine);
    if (performance.now() - this.saved > SAVE_EVERY) this.save();
  }

  /** @param {PlayerEvent[]} events */
  handle(events) {
    for (const event of events) {
      if (event.kind === "step") this.#enter();
      else if (event.kind === "count") this.#count(event.n, event.of);
      else if (event.kind === "breath") this.#breathe(event.inward);
      else if (event.kind === "line") this.#showLine(event.text);
      else if (event.kind === "tick") this.#tick(event);
      else this.#end();
    }
    if (events.length) this.save();
  }

  #enter() {
    const { machine } = this;
    const { step } = machine;
    this.screen.enter(machine);
    this.screen.draw(machine);
    const own = machine.isOwnBreath;
    const lines = [
      step.title,
      ...step.lines,
      ...(step.kind === "minutes" ? [step.buildUpLine] : own ? [step.inward, step.outward] : []),
    ];
    if (step.kind === "minutes") this.screen.showLine([...step.lines, step.buildUpLine].join(" "));
    this.voice.speak(lines.join(" "));
    this.screen.announce(lines.join(" "));
    this.#vibrate(VIBRATION.step);
  }

  /**
   * @param {number} n
   * @param {number} of
   */
  #count(n, of) {
    this.screen.pulse();
    const isStrokes = this.machine.step.kind === "strokes";
    const isTwenty = isStrokes && n % SPOKEN_EVERY === 0;
    if (isStrokes) this.#vibrate(isTwenty ? VIBRATION.twenty : VIBRATION.count);
    if (isTwenty && n < of) {
      this.voice.speak(String(n));
      // Where the voice counts, a screen reader need not.
      if (!this.voice.isOn || !this.voice.isAvailable) this.screen.announce(String(n));
    }
  }

  /** @param {boolean} inward */
  #breathe(inward) {
    this.screen.breathe(this.machine, inward);
    this.#vibrate(inward ? VIBRATION.in : VIBRATION.out);
    this.voice.speak(inward ? this.machine.step.inward : this.machine.step.outward);
  }

  /** @param {string} text */
  #showLine(text) {
    this.screen.showLine(text);
    this.screen.announce(text);
    this.voice.speak(text);
    this.screen.endings(this.machine);
  }

  /** @param {number[]} pattern */
  #vibrate(pattern) {
    if (this.preferences.vibrates) navigator.vibrate?.(pattern);
  }

  // ---- pausing

  /** @param {boolean} [asleep] */
  pause(asleep = false) {
    if (this.state !== "running") return;
    this.state = "paused";
    this.#silence();
    element("paused").textContent = this.messages.text("paused-at", {
      n: this.screen.count.textContent ?? "",
    });
    element("asleep").hidden = !asleep;
    element("preferences-here").append(element("preferences"));
    this.#showSheet("paused");
    // The page's header is shown again above.
    scrollTo(0, 0);
    this.screen.endings(this.machine, true);
    this.screen.announce(element("paused").textContent ?? "");
  }

  resume() {
    if (this.state !== "paused" && this.state !== "asking") return;
    this.beats.unlock();
    this.machine.restartFade();
    this.#run();
    scrollTo(0, 0);
    this.screen.announce(this.messages.text("resume"));
    this.screen.pause.focus({ preventScroll: true });
  }

  /** Stop every sound and movement, and save the position. */
  #silence() {
    clearInterval(this.timer);
    this.beats.silence();
    this.voice.cancel();
    this.save();
  }

  /** @param {"paused" | "stop" | "early" | null} which */
  #showSheet(which) {
    for (const name of ["paused", "stop", "early"]) {
      element(`sheet-${name}`).hidden = name !== which;
    }
    const asks = which === "stop" || which === "early";
    element("endings").hidden = asks;
    this.screen.player.dataset.sheet = which ?? "none";
    const first = which && element(`sheet-${which}`).querySelector("button.go");
    if (first instanceof HTMLElement && asks) first.focus();
  }

  // ---- ending an exercise

  feel() {
    const { machine } = this;
    if (machine.isEarly && !machine.hasFelt) {
      this.#stopToAsk();
      element("early-words").textContent = this.#soFar();
      element("early-line").textContent = machine.part.early;
      this.#showSheet("early");
      return;
    }
    this.felt();
  }

  felt() {
    const events = this.machine.feel(Date.now());
    this.beats.silence();
    if (this.state !== "running") this.#run();
    this.handle(events);
  }

  stop() {
    const { machine } = this;
    this.#stopToAsk();
    const own = machine.isOwnBreath;
    element("stop-words").textContent = own ? this.messages.text("how-many") : this.#soFar();
    const numbers = element("how-many");
    numbers.hidden = !own;
    numbers.replaceChildren(
      ...(own ? machine.step.choices.slice(-1) : []).flatMap((most) =>
        Array.from({ length: most }, (_, i) => this.#number(i + 1))
      ),
    );
    element("stop-keep", HTMLButtonElement).hidden = own || machine.amount === 0;
    element("stop-lesser").hidden = !machine.part.eachSide;
    this.#showSheet("stop");
  }

  /** @param {number} n */
  #number(n) {
    const button = document.createElement("button");
    button.textContent = String(n);
    button.addEventListener("click", () => {
      this.handle(this.machine.did(n, Date.now()));
      if (!this.machine.isOver) this.handle(this.machine.keep(Date.now()));
    });
    return button;
  }

  #stopToAsk() {
    this.state = "asking";
    this.#silence();
  }

  #soFar() {
    const { machine } = this;
    return machine.amount > 0
      ? this.messages.text("so-far", { n: this.messages.amount(machine.part, machine.amount) })
      : machine.part.eachSide && machine.progress >= 1
      ? this.messages.text("so-far", { n: whole(machine.progress) })
      : this.messages.text("nothing");
  }

  /** It hurts: stop at once; the rest of the set is skipped, a whole set stays done. */
  hurts() {
    this.#silence();
    this.results.hurt(this.machine);
    this.state = "over";
  }

  // ---- ticks

  /** @param {TickEvent} event */
  #tick(event) {
    this.screen.announce(this.results.add(event));
  }

  #end() {
    const { machine } = this;
    this.state = "over";
    clearInterval(this.timer);
    this.wakeLock.release();
    clearPosition();
    const next = machine.parts[machine.partIndex + 1];
    const message = this.messages.text(
      next || this.results.isEmpty ? "stopped" : "last-words",
    );
    element("over-title").textContent = message;
    element("further").hidden = !next;
    if (next) {
      element("further-go").textContent = this.messages.text("next", {
        name: next.name,
      });
    }
    this.screen.show("over");
    element("over-title").focus();
    this.voice.speak(message);
  }

  /** Start the next exercise after having stopped one. */
  startNext() {
    const next = this.machine.partIndex + 1;
    // A soak may be skipped, a gate must be answered.
    const first = this.machine.parts[next].steps.findIndex(({ kind }) => kind !== "soak");
    this.begin(() => this.machine.begin(next, first, Date.now()));
  }

  save() {
    this.saved = performance.now();
    if (this.state === "over" || this.state === "before") return;
    savePosition(this);
  }

  // ---- input (bindings.js)

  /** The large button: pause, resume, or "done" at one's own breath. */
  tap() {
    const { machine } = this;
    if (this.state === "paused") this.resume();
    else if (machine.isOwnBreath) {
      this.handle(machine.did(machine.goal, Date.now()));
    } else this.pause();
  }

  skip() {
    const events = this.machine.skip(Date.now());
    this.beats.silence();
    if (this.state === "paused") this.#run();
    this.handle(events);
  }

  /** @param {number} by */
  changePace(by) {
    if (this.machine.step.kind !== "strokes") return;
    this.preferences.pace = 10 * Math.round((this.machine.pace + by) / 10);
  }

  /** Whether practice can be followed without looking. */
  get isAudible() {
    return this.beats.isRunning || (this.voice.isOn && this.voice.isAvailable);
  }

  /** Apply the preferences; beats already scheduled at another pace are cancelled. */
  applyPreferences() {
    const { preferences, machine } = this;
    machine.choices = preferences.choices;
    this.beats.isOn = preferences.sounds;
    this.beats.setVolume(preferences.volume);
    this.voice.isOn = preferences.speaks;
    this.voice.rate = preferences.voiceRate;
    if (this.state === "running") {
      this.beats.silence();
      machine.restartFade();
    }
    element("no-voice").hidden = this.voice.isAvailable;
    element("no-vibration").hidden = "vibrate" in navigator;
  }
}

const page = document.getElementById("run");
if (page) new Player(JSON.parse(page.textContent ?? "")).open();
