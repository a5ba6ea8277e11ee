/**
 * Shows the state machine on the page; decides nothing. Text is written only where
 * it changed.
 */

import { isCounted, TINY, whole } from "./state_machine.js";

/**
 * @import { Machine } from "./state_machine.js"
 * @import { Part } from "./types.js"
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

/** The page's translated messages, from its template element. */
export class Messages {
  constructor() {
    /** @type {Map<string, string>} */
    this.texts = new Map();
    const stored = element("words", HTMLTemplateElement).content.querySelectorAll("[data-word]");
    for (const each of stored) {
      if (each instanceof HTMLElement) {
        this.texts.set(each.dataset.word ?? "", each.textContent ?? "");
      }
    }
  }

  /**
   * @param {string} name
   * @param {Record<string, string | number>} [values] of placeholders as `{n}`
   */
  text(name, values = {}) {
    const text = this.texts.get(name);
    if (text === undefined) throw new Error(`no message ${name}`);
    return text.replace(/\{(\w+)\}/g, (placeholder, key) => String(values[key] ?? placeholder));
  }

  /**
   * An amount with its unit.
   * @param {Part} part
   * @param {number} amount
   */
  amount(part, amount) {
    const unit = amount === 1 ? `${part.unit}-one` : part.unit;
    const name = part.eachSide ? "amount-side" : `amount-${unit}`;
    return this.text(name, { n: amount, unit: part.unitWords });
  }
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

export class Screen {
  /** @param {Messages} messages */
  constructor(messages) {
    this.messages = messages;
    this.player = element("player");
    this.stage = element("stage");
    /** @type {Element | undefined} */
    this.figure = undefined;
    this.part = element("part");
    this.ofParts = element("of-parts");
    this.title = element("title", HTMLHeadingElement);
    this.line = element("line", HTMLParagraphElement);
    this.count = element("count");
    this.of = element("of");
    this.touch = element("touch", HTMLParagraphElement);
    this.pause = element("pause", HTMLButtonElement);
    this.feel = element("feel", HTMLButtonElement);
    this.skip = element("skip", HTMLButtonElement);
    this.liveRegion = element("live-region", HTMLParagraphElement);
    this.ring = /** @type {SVGCircleElement} */ (/** @type {unknown} */ (document.getElementById(
      "progress",
    )));
    this.movements =
      /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-movement]")]);
  }

  /**
   * Show one section of the page and hide the others.
   * @param {"before" | "player" | "over" | "hurt-here"} which
   */
  show(which) {
    for (const id of ["before", "player", "over", "hurt-here"]) {
      element(id).hidden = id !== which;
    }
    document.documentElement.classList.toggle("playing", which === "player");
    scrollTo(0, 0);
  }

  /**
   * A step has begun.
   * @param {Machine} machine
   */
  enter(machine) {
    const { part, step } = machine;
    setText(this.part, part.name);
    const { length } = machine.parts;
    setText(
      this.ofParts,
      length > 1 ? this.messages.text("of-parts", { n: machine.partIndex + 1, all: length }) : "",
    );
    setText(this.title, step.title);
    this.line.replaceChildren(
      ...step.lines.flatMap((
        line,
        i,
      ) => (i ? [document.createElement("br"), line] : [line])),
    );
    this.player.dataset.kind = step.kind;
    this.movements.forEach((each, i) => {
      each.hidden = i !== machine.partIndex || step.kind === "gate";
    });
    // The picture of this stage, before the first of the next one; else the movement, of two
    // sides the one that is practised now or next.
    const { steps } = machine.part;
    const at = steps.indexOf(step);
    const side = steps.slice(0, at).filter(isCounted).length;
    const stage = step.kind === "ready" ? steps[at + 1] : step;
    const figures = /** @type {(HTMLElement | SVGElement)[]} */ (
      [...(this.movements[machine.partIndex]?.children ?? [])]
    );
    const sides = figures.filter((each) => !each.dataset.stage);
    this.figure = figures.find((each) => each.dataset.stage === stage?.id) ??
      sides[Math.min(side, sides.length - 1)];
    for (const each of figures) each.classList.toggle("away", each !== this.figure);
    this.endings(machine);
    this.skip.textContent = step.button || this.skip.dataset.usual || "";
    this.skip.hidden = isCounted(step);
    this.player.classList.toggle("counting", isCounted(step));
  }

  /**
   * Update the buttons that end a step and the label of the large one.
   * @param {Machine} machine
   * @param {boolean} [paused]
   */
  endings(machine, paused = false) {
    const own = machine.isOwnBreath;
    this.feel.hidden = !machine.canFeel;
    setText(this.feel, machine.hasFelt ? this.messages.text("enough") : (machine.part.feel ?? ""));
    const name = own ? "touch-own" : paused ? "touch-resume" : "touch-pause";
    setText(
      this.touch,
      machine.step.kind === "gate" ? "" : this.messages.text(name, { n: machine.goal }),
    );
    this.pause.hidden = machine.step.kind === "gate";
    this.pause.setAttribute(
      "aria-label",
      own
        ? this.messages.text("touch-own", { n: machine.goal })
        : this.messages.text(paused ? "resume" : "pause"),
    );
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
   * Show that a breath goes in or out.
   * @param {Machine} machine
   * @param {boolean} inward
   */
  breathe({ step }, inward) {
    setText(this.title, inward ? step.inward : step.outward);
  }

  /** Pulse the ring for a count. */
  pulse() {
    if (REDUCED_MOTION.matches) return;
    this.stage.classList.remove("pulse");
    void this.stage.offsetWidth;
    this.stage.classList.add("pulse");
  }

  /**
   * Move the figure by its custom property `--p`: 0 where the movement starts, 1
   * where it turns; a circle goes from 0 to 1. In steps without movement it is 0.
   * @param {Machine} machine
   */
  moveFigure(machine) {
    if (REDUCED_MOTION.matches) return;
    const moves = isCounted(machine.step);
    if (moves && !machine.rate) return;
    const { p, inward } = moves ? phaseOf(machine) : { p: 0, inward: true };
    this.stage.style.setProperty("--p", p.toFixed(3));
    const { figure } = this;
    if (!(figure instanceof HTMLElement || figure instanceof SVGElement)) return;
    figure.dataset.driven = "";
    figure.style.setProperty("--p", p.toFixed(3));
    figure.style.setProperty("--in", inward ? "1" : "0");
  }

  /**
   * Draw the number and the ring.
   * @param {Machine} machine
   */
  draw(machine) {
    const { step, progress, goal } = machine;
    let number = "";
    let unit = "";
    if (step.kind === "strokes") {
      number = String(whole(progress));
      unit = this.messages.text("of", { n: goal });
    } else if (step.kind === "breaths") {
      number = String(Math.min(goal, whole(progress) + 1));
      unit = this.messages.text("of", { n: goal });
    } else if (step.kind === "soak") {
      number = clockFace(progress);
      unit = this.messages.text("minutes");
    } else if (step.kind === "minutes" || step.kind === "after") {
      number = clockFace(Math.ceil(goal - progress - TINY));
      unit = this.messages.text("minutes");
    } else if (step.kind !== "gate") {
      number = String(Math.max(1, Math.ceil(goal - progress - TINY)));
      unit = this.messages.text("seconds");
    }
    setText(this.count, number);
    setText(this.of, unit);
    this.moveFigure(machine);
    const share = step.kind === "soak"
      ? Math.min(1, progress / step.seconds)
      : goal === Infinity
      ? 0
      : progress / goal;
    const dash = (100 * (1 - share)).toFixed(1);
    if (this.ring.style.strokeDashoffset === dash) return;
    this.ring.style.strokeDashoffset = dash;
    // A line of no length still draws its round cap.
    this.ring.style.visibility = share > 0 ? "visible" : "hidden";
  }
}
