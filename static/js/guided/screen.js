/**
 * Shows the state machine on the page; decides nothing. Text is written only where
 * it changed.
 */

import { isCounted, TINY, whole } from "./steps.js";

/**
 * @import { Messages } from "./messages.js"
 * @import { Session } from "./session.js"
 * @import { Machine } from "./state_machine.js"
 * @import { Step } from "./types.js"
 */

/**
 * An element of the page by its id.
 * @template {HTMLElement} [Kind=HTMLElement]
 * @param {string} id
 * @param {new () => Kind} [kind]
 * @returns {Kind}
 */
export function element(id, kind = /** @type {new () => Kind} */ (HTMLElement)) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`no ${kind.name} #${id}`);
  return found;
}

/** @param {number} seconds */
const clockFace = (seconds) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds) % 60).padStart(2, "0")}`;

/**
 * @param {Element} where
 * @param {string} text
 */
function setText(where, text) {
  if (where.textContent !== text) where.textContent = text;
}

const REDUCED_MOTION = matchMedia("(prefers-reduced-motion: reduce)");

/** Chinese has no blank between sentences. */
const BETWEEN_SENTENCES = document.documentElement.lang.startsWith("zh") ? "" : " ";

/** Seconds for one circle of kneading. */
const CIRCLE_SECONDS = 2;

/**
 * The progress of the movement: there and back with each stroke and each breath.
 * @param {Machine} machine
 */
function phaseOf({ step, progress, rhythm }) {
  if (step.kind === "minutes") {
    return { p: (progress % CIRCLE_SECONDS) / CIRCLE_SECONDS, inward: false };
  }
  const share = progress % 1;
  const turn = step.kind === "breaths" && rhythm ? rhythm[0] / (rhythm[0] + rhythm[1]) : 0.5;
  const inward = share < turn;
  const way = inward ? share / turn : (1 - share) / (1 - turn);
  return { p: (1 - Math.cos(Math.PI * way)) / 2, inward };
}

/** The sections of the page, of which one is shown. */
const SECTIONS = ["before", "player", "over", "hurt-here"];
const SHEETS = ["paused", "stop", "early"];

export class Screen {
  /** @param {Messages} messages */
  constructor(messages) {
    this.messages = messages;
    this.player = element("player");
    /** @type {Element | undefined} */
    this.figure = undefined;
    this.part = element("part");
    this.ofParts = element("of-parts");
    this.title = element("title", HTMLHeadingElement);
    this.line = element("line", HTMLParagraphElement);
    this.caution = element("caution", HTMLParagraphElement);
    this.count = element("count");
    this.of = element("of");
    this.pace = element("pace");
    this.pause = element("pause", HTMLButtonElement);
    this.feel = element("feel", HTMLButtonElement);
    this.until = element("until", HTMLButtonElement);
    this.skip = element("skip", HTMLButtonElement);
    this.did = element("did", HTMLButtonElement);
    this.liveRegion = element("live-region", HTMLParagraphElement);
    this.progress = element("progress");
    this.movements =
      /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-movement]")]);
    this.look = document.querySelectorAll(".top .look");
    this.usualSkip = this.skip.textContent ?? "";
  }

  /**
   * Show one section of the page and hide the others.
   * @param {string} which one of SECTIONS
   */
  show(which) {
    for (const id of SECTIONS) element(id).hidden = id !== which;
    document.documentElement.classList.toggle("playing", which === "player");
    scrollTo(0, 0);
  }

  /** Put the preferences and the text size where the player is paused. */
  bringPreferences() {
    element("preferences-here").append(element("preferences"), ...this.look);
  }

  /** Put the text size back where the page has it. */
  returnPreferences() {
    document.querySelector(".top")?.prepend(...this.look);
  }

  /**
   * A step has begun.
   * @param {Machine} machine
   */
  enter(machine) {
    const { part, step } = machine;
    const { length } = machine.parts;
    setText(this.part, part.name);
    setText(
      this.ofParts,
      length > 1 ? this.messages.text("of-parts", { n: machine.partIndex + 1, all: length }) : "",
    );
    setText(this.title, step.title);
    const lines = step.kind === "minutes" ? [...step.lines, step.buildUpLine] : step.lines;
    const done = machine.isTicked ? [this.messages.text("ticked")] : [];
    this.showLine([...done, ...lines].join(BETWEEN_SENTENCES));
    this.line.classList.remove("back");
    setText(this.caution, step.caution);
    this.caution.hidden = !step.caution;
    document.documentElement.dataset.stage = step.kind;
    this.#showFigure(machine);
    const isLast = machine.isTicked && machine.partIndex + 1 === length;
    setText(this.skip, step.button || (isLast ? this.messages.text("finish") : this.usualSkip));
    this.skip.hidden = isCounted(step);
  }

  /**
   * The picture of this stage, before the first of the next one; else the movement, of two sides
   * the one that is practised now or next.
   * @param {Machine} machine
   */
  #showFigure(machine) {
    const { step, part } = machine;
    this.movements.forEach((each, i) => {
      each.hidden = i !== machine.partIndex || step.kind === "gate";
    });
    const at = part.steps.indexOf(step);
    const side = part.steps.slice(0, at).filter(isCounted).length;
    const stage = step.kind === "ready" ? part.steps[at + 1] : step;
    const figures = /** @type {(HTMLElement | SVGElement)[]} */ (
      [...(this.movements[machine.partIndex]?.children ?? [])]
    );
    const sides = figures.filter((each) => !each.dataset.stagePicture);
    this.figure = figures.find((each) => each.dataset.stagePicture === stage?.id) ??
      sides[Math.min(side, sides.length - 1)];
    for (const each of figures) each.classList.toggle("away", each !== this.figure);
  }

  /**
   * Show the state: which control is there, which question is asked.
   * @param {Session} session
   */
  showState(session) {
    const { machine, state, sheet } = session;
    const { messages } = this;
    document.documentElement.dataset.state = state;
    const runs = state === "running";
    if (this.pause.dataset.control !== (runs ? "pause" : "go-on")) {
      this.pause.dataset.control = runs ? "pause" : "go-on";
    }
    setText(this.pause, messages.text(runs ? "pause" : "resume"));
    const shown = sheet === "asleep" ? "paused" : sheet;
    for (const name of SHEETS) element(`sheet-${name}`).hidden = name !== shown;
    this.player.classList.toggle("asking", SHEETS.includes(shown ?? ""));
    element("asleep").hidden = sheet !== "asleep";
    if (shown === "paused") {
      const { step, progress } = machine;
      const hasCount = step.kind === "strokes";
      setText(
        element("paused"),
        messages.text(hasCount ? "paused-at" : "paused", { n: whole(progress) }),
      );
    } else if (shown === "stop") {
      this.#askStop(session);
      this.#focusAnswer("sheet-stop");
    } else if (shown === "early") {
      setText(element("early-words"), session.soFar);
      setText(element("early-line"), machine.part.early ?? "");
      this.#focusAnswer("sheet-early");
    }
    this.#showWays(machine);
    // The control that had the focus may be gone.
    if (document.activeElement === document.body) this.pause.focus({ preventScroll: true });
  }

  /** @param {string} sheet whose first answer gets the focus */
  #focusAnswer(sheet) {
    const answers = element(sheet).querySelectorAll("button");
    [...answers].find((each) => each.checkVisibility())?.focus({ preventScroll: true });
  }

  /** @param {Session} session */
  #askStop(session) {
    const { machine } = session;
    const own = machine.isOwnBreath;
    setText(element("stop-words"), own ? this.messages.text("how-many") : session.soFar);
    element("how-many").hidden = !own;
    element("stop-keep").hidden = own || !machine.hasCount;
    const drop = element("stop-drop");
    const isOnlyWay = !own && !machine.hasCount;
    setText(drop, this.messages.text(isOnlyWay ? "stop-here" : "stop-drop"));
    drop.classList.toggle("go", isOnlyWay);
    element("stop-lesser").hidden = !machine.part.eachSide || machine.amount === 0;
    element("stop-waits").hidden = !machine.isOneSided;
  }

  /**
   * The ways a step may end, besides by itself.
   * @param {Machine} machine
   */
  #showWays(machine) {
    const { messages } = this;
    const { step, part } = machine;
    this.feel.hidden = !machine.canFeel;
    setText(this.feel, machine.hasFelt ? messages.text("enough") : (part.feel ?? ""));
    this.until.hidden = !machine.canGoOn;
    this.until.setAttribute("aria-pressed", String(machine.goesOn));
    setText(this.until, messages.text(machine.goesOn ? "to-count" : "until", { n: step.count }));
    this.did.hidden = !machine.isOwnBreath;
    setText(this.did, messages.text("did", { n: machine.goal }));
    element("slower").hidden = element("faster").hidden = step.kind !== "strokes";
  }

  /**
   * Show a line in place of the step's own.
   * @param {string} text
   */
  showLine(text) {
    setText(this.line, text);
  }

  /**
   * Announce a text to screen readers.
   * @param {string} text
   */
  announce(text) {
    this.liveRegion.textContent = text;
  }

  /**
   * Show that a breath goes in or out; the step's line speaks of the way there, not of the way back.
   * @param {Machine} machine
   * @param {boolean} inward
   */
  breathe({ step }, inward) {
    setText(this.title, inward ? step.inward : step.outward);
    this.line.classList.toggle("back", !inward);
  }

  /** Let the number pulse for a count. */
  pulse() {
    if (REDUCED_MOTION.matches) return;
    this.count.classList.remove("pulse");
    void this.count.offsetWidth;
    this.count.classList.add("pulse");
  }

  /**
   * Move the figure by its custom property `--p`: 0 where the movement starts, 1
   * where it turns; a circle goes from 0 to 1. In steps without movement it is 0.
   * @param {Machine} machine
   */
  moveFigure(machine) {
    if (REDUCED_MOTION.matches) return;
    const moves = machine.isCounting;
    if (moves && !machine.rate) return;
    const { p, inward } = moves ? phaseOf(machine) : { p: 0, inward: true };
    const { figure } = this;
    if (!(figure instanceof HTMLElement || figure instanceof SVGElement)) return;
    figure.dataset.driven = "";
    figure.style.setProperty("--p", p.toFixed(3));
    figure.style.setProperty("--in", inward ? "1" : "0");
  }

  /**
   * Draw the number, what it counts, and the progress.
   * @param {Machine} machine
   */
  draw(machine) {
    const { number, unit } = this.#face(machine);
    setText(this.count, number);
    setText(this.of, unit);
    setText(
      this.pace,
      machine.step.kind === "strokes" && !machine.countdown
        ? this.messages.text("pace", { n: machine.pace })
        : "",
    );
    this.moveFigure(machine);
    const { goal, progress } = machine;
    const width = goal === Infinity ? 0 : Math.min(100, (100 * progress) / goal);
    const share = `${width.toFixed(1)}%`;
    if (this.progress.style.width !== share) this.progress.style.width = share;
  }

  /**
   * The large number and what it counts. Every clock runs down and says to what.
   * @param {Machine} machine
   */
  #face({ step, progress, goal, countdown, isOwnBreath }) {
    const text = (/** @type {string} */ name) => this.messages.text(name, { n: goal });
    if (step.kind === "gate") return { number: "", unit: "" };
    if (countdown) return { number: String(Math.ceil(countdown - TINY)), unit: text("countdown") };
    if (step.kind === "strokes") return { number: String(whole(progress)), unit: text("of") };
    if (isOwnBreath) return { number: String(goal), unit: text("own") };
    if (step.kind === "breaths") {
      return { number: String(Math.min(goal, whole(progress) + 1)), unit: text("of") };
    }
    if (step.kind === "soak") return this.#soakFace(step, progress);
    const left = Math.ceil(goal - progress - TINY);
    const isLong = step.kind === "minutes" || step.kind === "after";
    if (isLong) return { number: clockFace(left), unit: text("minutes") };
    return { number: String(Math.max(1, left)), unit: text(left > 1 ? "seconds" : "second") };
  }

  /**
   * Down to what is enough, then to the most, then nothing more.
   * @param {Step} step
   * @param {number} progress
   */
  #soakFace({ seconds, marks, limit }, progress) {
    const most = marks.find(([at]) => at > seconds)?.[0] ?? limit;
    if (progress < seconds) {
      return {
        number: clockFace(Math.ceil(seconds - progress - TINY)),
        unit: this.messages.text("minutes"),
      };
    }
    const left = Math.max(0, Math.ceil(most - progress - TINY));
    return { number: clockFace(left), unit: this.messages.text("at-most") };
  }
}
