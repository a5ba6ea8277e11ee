/**
 * Practising hands-free: brings together the machine that knows the stages, the
 * clock, the sounds, the screen and the letters to the server.
 */

import { Beats } from "./beat.js";
import { Clock } from "./clock.js";
import { wire } from "./hands.js";
import { Likings } from "./likings.js";
import { Machine, whole } from "./machine.js";
import { Outbox } from "./outbox.js";
import { dropPlace, keepPlace, offerPlace } from "./place.js";
import { Results } from "./results.js";
import { element, Screen, Words } from "./screen.js";
import { ahead, SPOKEN } from "./sounds.js";
import { Voice } from "./voice.js";
import { Wake } from "./wake.js";

/** @import { Given, Happening, TickEvent } from "./types.js" */

/** Milliseconds between two looks at the clock. */
const LOOK = 50;
/** Seconds of sound that are placed ahead: more than a page in the background waits. */
const AHEAD = 1.6;
const SAVE_EVERY = 1000;
/** What is felt on the skin, in milliseconds. */
const FEEL = { count: [12], twenty: [60, 60, 60], in: [200], out: [80, 80, 80], step: [400] };

export class Player {
  /** @param {Given} given */
  constructor(given) {
    this.given = given;
    this.words = new Words();
    this.screen = new Screen(this.words);
    this.likings = new Likings();
    this.machine = new Machine(given.parts, this.likings.choices);
    this.clock = new Clock();
    this.beats = new Beats();
    this.voice = new Voice(given.language);
    this.wake = new Wake();
    const token = document.querySelector("input[name=csrfmiddlewaretoken]");
    this.outbox = new Outbox(
      token instanceof HTMLInputElement ? token.value : "",
      given.owner,
      given.before,
    );
    this.results = new Results(this.outbox, this.words, given);
    /** @type {"before" | "running" | "paused" | "asking" | "over"} */
    this.state = "before";
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.timer = undefined;
    this.saved = 0;
  }

  // ---- before it begins

  open() {
    element("starts", HTMLElement).hidden = false;
    element("likings", HTMLElement).hidden = false;
    element("in-words", HTMLDetailsElement).open = false;
    this.screen.skip.dataset.usual = this.screen.skip.textContent ?? "";
    wire(this);
    this.apply();
    offerPlace(this);
    void this.outbox.send();
  }

  /** @param {number} index */
  start(index) {
    dropPlace();
    this.begin(() => this.machine.begin(0, index, Date.now()));
  }

  /** @param {() => Happening[]} enter */
  begin(enter) {
    this.beats.unlock();
    this.screen.show("player");
    this.#run();
    this.happen(enter());
    this.screen.pause.focus({ preventScroll: true });
  }

  // ---- running

  #run() {
    this.state = "running";
    this.clock.start();
    clearInterval(this.timer);
    this.timer = setInterval(() => this.#look(), LOOK);
    this.#sheet(null);
    this.screen.endings(this.machine);
    void this.wake.ask();
    element("asleep", HTMLElement).hidden = true;
  }

  #look() {
    if (this.state !== "running") return;
    const { seconds, asleep } = this.clock.lap();
    if (asleep) {
      this.pause(true);
      return;
    }
    this.happen(this.machine.advance(seconds, Date.now()));
    if (this.state !== "running") return;
    this.beats.place(ahead(this.machine, AHEAD));
    this.screen.draw(this.machine);
    if (performance.now() - this.saved > SAVE_EVERY) this.save();
  }

  /** @param {Happening[]} events */
  happen(events) {
    for (const event of events) {
      if (event.kind === "step") this.#enter();
      else if (event.kind === "count") this.#count(event.n, event.of);
      else if (event.kind === "breath") this.#breathe(event.inward);
      else if (event.kind === "line") this.#say(event.text);
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
    if (step.kind === "minutes") this.screen.say([...step.lines, step.buildUpLine].join(" "));
    this.voice.say(lines.join(" "));
    this.screen.tell(lines.join(" "));
    this.#buzz(FEEL.step);
  }

  /**
   * @param {number} n
   * @param {number} of
   */
  #count(n, of) {
    this.screen.pulse();
    const isStrokes = this.machine.step.kind === "strokes";
    const isTwenty = isStrokes && n % SPOKEN === 0;
    if (isStrokes) this.#buzz(isTwenty ? FEEL.twenty : FEEL.count);
    if (isTwenty && n < of) {
      this.voice.say(String(n));
      // Where a voice counts, a screen reader need not.
      if (!this.voice.isOn || !this.voice.isThere) this.screen.tell(String(n));
    }
  }

  /** @param {boolean} inward */
  #breathe(inward) {
    this.screen.breathe(this.machine, inward);
    this.#buzz(inward ? FEEL.in : FEEL.out);
    this.voice.say(inward ? this.machine.step.inward : this.machine.step.outward);
  }

  /** @param {string} text */
  #say(text) {
    this.screen.say(text);
    this.screen.tell(text);
    this.voice.say(text);
    this.screen.endings(this.machine);
  }

  /** @param {number[]} pattern */
  #buzz(pattern) {
    if (this.likings.vibrates) navigator.vibrate?.(pattern);
  }

  // ---- pausing

  /** @param {boolean} [asleep] */
  pause(asleep = false) {
    if (this.state !== "running") return;
    this.state = "paused";
    this.#hush();
    element("paused", HTMLElement).textContent = this.words.of("paused-at", {
      n: this.screen.count.textContent ?? "",
    });
    element("asleep", HTMLElement).hidden = !asleep;
    element("likings-here", HTMLElement).append(element("likings", HTMLElement));
    this.#sheet("paused");
    // The head of the page is there again, above what was on the screen.
    scrollTo(0, 0);
    this.screen.endings(this.machine, true);
    this.screen.tell(element("paused", HTMLElement).textContent ?? "");
  }

  resume() {
    if (this.state !== "paused" && this.state !== "asking") return;
    this.beats.unlock();
    this.machine.hear();
    this.#run();
    scrollTo(0, 0);
    this.screen.tell(this.words.of("resume"));
    this.screen.pause.focus({ preventScroll: true });
  }

  /** Stop every sound and movement; the place is kept. */
  #hush() {
    clearInterval(this.timer);
    this.beats.silence();
    this.voice.quiet();
    this.save();
  }

  /** @param {"paused" | "stop" | "early" | null} which */
  #sheet(which) {
    for (const name of ["paused", "stop", "early"]) {
      element(`sheet-${name}`, HTMLElement).hidden = name !== which;
    }
    const asks = which === "stop" || which === "early";
    element("endings", HTMLElement).hidden = asks;
    this.screen.player.dataset.sheet = which ?? "none";
    const first = which && element(`sheet-${which}`, HTMLElement).querySelector("button.go");
    if (first instanceof HTMLElement && asks) first.focus();
  }

  // ---- the endings

  feel() {
    const { machine } = this;
    if (machine.isEarly && !machine.hasFelt) {
      this.#ask();
      element("early-words", HTMLElement).textContent = this.#soFar();
      element("early-line", HTMLElement).textContent = machine.part.early;
      this.#sheet("early");
      return;
    }
    this.felt();
  }

  felt() {
    const events = this.machine.feel(Date.now());
    this.beats.silence();
    if (this.state !== "running") this.#run();
    this.happen(events);
  }

  stop() {
    const { machine } = this;
    this.#ask();
    const own = machine.isOwnBreath;
    element("stop-words", HTMLElement).textContent = own
      ? this.words.of("how-many")
      : this.#soFar();
    const numbers = element("how-many", HTMLElement);
    numbers.hidden = !own;
    numbers.replaceChildren(
      ...(own ? machine.step.choices.slice(-1) : []).flatMap((most) =>
        Array.from({ length: most }, (_, place) => this.#number(place + 1))
      ),
    );
    element("stop-keep", HTMLButtonElement).hidden = own || machine.amount === 0;
    element("stop-lesser", HTMLElement).hidden = !machine.part.eachSide;
    this.#sheet("stop");
  }

  /** @param {number} n */
  #number(n) {
    const button = document.createElement("button");
    button.textContent = String(n);
    button.addEventListener("click", () => {
      this.happen(this.machine.did(n, Date.now()));
      if (!this.machine.isOver) this.happen(this.machine.keep(Date.now()));
    });
    return button;
  }

  #ask() {
    this.state = "asking";
    this.#hush();
  }

  #soFar() {
    const { machine } = this;
    return machine.amount > 0
      ? this.words.of("so-far", { n: this.words.amount(machine.part, machine.amount) })
      : machine.part.eachSide && machine.progress >= 1
      ? this.words.of("so-far", { n: whole(machine.progress) })
      : this.words.of("nothing");
  }

  /** It hurts: silence at once, and nothing is owed. What was the whole stays the whole. */
  hurts() {
    this.#hush();
    this.results.hurt(this.machine);
    this.state = "over";
  }

  // ---- ticks

  /** @param {TickEvent} event */
  #tick(event) {
    this.screen.tell(this.results.add(event));
  }

  #end() {
    const { machine } = this;
    this.state = "over";
    clearInterval(this.timer);
    this.wake.release();
    dropPlace();
    const next = machine.parts[machine.place + 1];
    const words = next || this.results.isEmpty ? "stopped" : "last-words";
    element("over-title", HTMLElement).textContent = this.words.of(words);
    element("further", HTMLElement).hidden = !next;
    if (next) {
      element("further-go", HTMLElement).textContent = this.words.of("next", { name: next.name });
    }
    this.screen.show("over");
    element("over-title", HTMLElement).focus();
    this.voice.say(this.words.of(words));
  }

  /** Go on with the next exercise after having stopped one. */
  further() {
    const place = this.machine.place + 1;
    // What must be asked is asked; what may be left out is left out.
    const first = this.machine.parts[place].steps.findIndex(({ kind }) => kind !== "soak");
    this.begin(() => this.machine.begin(place, first, Date.now()));
  }

  save() {
    this.saved = performance.now();
    if (this.state === "over" || this.state === "before") return;
    keepPlace(this);
  }

  // ---- hands (hands.js)

  /** The whole screen: pause, go on, or "done" in one's own breath. */
  touch() {
    const { machine } = this;
    if (this.state === "paused") this.resume();
    else if (machine.isOwnBreath) {
      this.happen(machine.did(machine.goal, Date.now()));
    } else this.pause();
  }

  skip() {
    const events = this.machine.skip(Date.now());
    this.beats.silence();
    if (this.state === "paused") this.#run();
    this.happen(events);
  }

  /** @param {number} by */
  faster(by) {
    if (this.machine.step.kind !== "strokes") return;
    this.likings.pace = 10 * Math.round((this.machine.pace + by) / 10);
  }

  /** Whether somebody who does not look can follow. */
  get isHeard() {
    return this.beats.isRunning || (this.voice.isOn && this.voice.isThere);
  }

  /** Take over what was chosen; beats already placed at another pace are taken back. */
  apply() {
    const { likings, machine } = this;
    machine.choices = likings.choices;
    this.beats.isOn = likings.sounds;
    this.beats.setVolume(likings.volume);
    this.voice.isOn = likings.speaks;
    this.voice.rate = likings.voiceRate;
    if (this.state === "running") {
      this.beats.silence();
      machine.hear();
    }
    element("no-voice", HTMLElement).hidden = this.voice.isThere;
    element("no-vibration", HTMLElement).hidden = "vibrate" in navigator;
  }
}

const given = document.getElementById("run");
if (given) new Player(JSON.parse(given.textContent ?? "")).open();
