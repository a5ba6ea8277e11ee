/**
 * What is seen. Everything drawn here is read from the machine; nothing is
 * decided. Text is written only where it changed.
 */

import { isCounted, TINY, whole } from "./machine.js";

/**
 * @import { Machine } from "./machine.js"
 * @import { Part } from "./types.js"
 */

/**
 * An element of the page by its id.
 * @template {HTMLElement} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function element(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`no ${kind.name} #${id}`);
  return found;
}

/** The words of the page, which stand in it in its language. */
export class Words {
  constructor() {
    /** @type {Map<string, string>} */
    this.words = new Map();
    const stored = element("words", HTMLTemplateElement).content.querySelectorAll("[data-word]");
    for (const each of stored) {
      if (each instanceof HTMLElement) {
        this.words.set(each.dataset.word ?? "", each.textContent ?? "");
      }
    }
  }

  /**
   * @param {string} name
   * @param {Record<string, string | number>} [gaps] what stands for `{n}` and its like
   */
  of(name, gaps = {}) {
    const words = this.words.get(name);
    if (words === undefined) throw new Error(`no word ${name}`);
    return words.replace(/\{(\w+)\}/g, (gap, key) => String(gaps[key] ?? gap));
  }

  /**
   * An amount with its unit.
   * @param {Part} part
   * @param {number} amount
   */
  amount(part, amount) {
    const unit = amount === 1 ? `${part.unit}-one` : part.unit;
    const name = part.eachSide ? "amount-side" : `amount-${unit}`;
    return this.of(name, { n: amount, unit: part.unitWords });
  }
}

/** @param {number} seconds */
const clockFace = (seconds) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds) % 60).padStart(2, "0")}`;

/**
 * @param {Element} where
 * @param {string} text
 */
function put(where, text) {
  if (where.textContent !== text) where.textContent = text;
}

const CALM = matchMedia("(prefers-reduced-motion: reduce)");

/** Seconds for one round of what is kneaded in circles. */
const ROUND = 2;

/**
 * How far the movement is: there and back with each stroke and each breath.
 * @param {Machine} machine
 */
function phaseOf({ step, progress, rhythm }) {
  if (step.kind === "minutes") return { p: (progress % ROUND) / ROUND, inward: false };
  const share = progress % 1;
  const turn = step.kind === "breaths" && rhythm ? rhythm[0] / (rhythm[0] + rhythm[1]) : 0.5;
  const inward = share < turn;
  const way = inward ? share / turn : (1 - share) / (1 - turn);
  return { p: (1 - Math.cos(Math.PI * way)) / 2, inward };
}

export class Screen {
  /** @param {Words} words */
  constructor(words) {
    this.words = words;
    this.player = element("player", HTMLElement);
    this.stage = element("stage", HTMLElement);
    /** @type {Element | undefined} */
    this.figure = undefined;
    this.part = element("part", HTMLElement);
    this.ofParts = element("of-parts", HTMLElement);
    this.title = element("title", HTMLHeadingElement);
    this.line = element("line", HTMLParagraphElement);
    this.count = element("count", HTMLElement);
    this.of = element("of", HTMLElement);
    this.touch = element("touch", HTMLParagraphElement);
    this.pause = element("pause", HTMLButtonElement);
    this.feel = element("feel", HTMLButtonElement);
    this.skip = element("skip", HTMLButtonElement);
    this.told = element("told", HTMLParagraphElement);
    this.ring = /** @type {SVGCircleElement} */ (/** @type {unknown} */ (document.getElementById(
      "progress",
    )));
    this.movements =
      /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-movement]")]);
  }

  /**
   * Show one part of the page and none of the others.
   * @param {"before" | "player" | "over" | "hurt-here"} which
   */
  show(which) {
    for (const id of ["before", "player", "over", "hurt-here"]) {
      element(id, HTMLElement).hidden = id !== which;
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
    put(this.part, part.name);
    const { length } = machine.parts;
    put(
      this.ofParts,
      length > 1 ? this.words.of("of-parts", { n: machine.place + 1, all: length }) : "",
    );
    put(this.title, step.title);
    this.line.replaceChildren(
      ...step.lines.flatMap((
        line,
        place,
      ) => (place ? [document.createElement("br"), line] : [line])),
    );
    this.player.dataset.kind = step.kind;
    this.movements.forEach((each, place) => {
      each.hidden = place !== machine.place || step.kind === "gate";
    });
    // Of two sides the one that is practised now, or next.
    const { steps } = machine.part;
    const side = steps.slice(0, steps.indexOf(step)).filter(isCounted).length;
    const figures = [...(this.movements[machine.place]?.children ?? [])];
    this.figure = figures[Math.min(side, figures.length - 1)];
    for (const each of figures) each.classList.toggle("away", each !== this.figure);
    this.endings(machine);
    this.skip.textContent = step.button || this.skip.dataset.usual || "";
    this.skip.hidden = isCounted(step);
    this.player.classList.toggle("counting", isCounted(step));
  }

  /**
   * The endings and what the screen's button does, as they are just now.
   * @param {Machine} machine
   * @param {boolean} [paused]
   */
  endings(machine, paused = false) {
    const own = machine.isOwnBreath;
    this.feel.hidden = !machine.canFeel;
    put(this.feel, machine.hasFelt ? this.words.of("enough") : (machine.part.feel ?? ""));
    const name = own ? "touch-own" : paused ? "touch-resume" : "touch-pause";
    put(this.touch, machine.step.kind === "gate" ? "" : this.words.of(name, { n: machine.goal }));
    this.pause.hidden = machine.step.kind === "gate";
    this.pause.setAttribute(
      "aria-label",
      own
        ? this.words.of("touch-own", { n: machine.goal })
        : this.words.of(paused ? "resume" : "pause"),
    );
  }

  /**
   * Say a line on the screen, in place of the step's own.
   * @param {string} text
   */
  say(text) {
    put(this.line, text);
  }

  /**
   * Tell a screen reader.
   * @param {string} text
   */
  tell(text) {
    this.told.textContent = text;
  }

  /**
   * A breath begins to go in or out.
   * @param {Machine} machine
   * @param {boolean} inward
   */
  breathe({ step }, inward) {
    put(this.title, inward ? step.inward : step.outward);
  }

  /** One more: the ring answers for a moment. */
  pulse() {
    if (CALM.matches) return;
    this.stage.classList.remove("pulse");
    void this.stage.offsetWidth;
    this.stage.classList.add("pulse");
  }

  /**
   * The picture moves as the person does. It has one number, `--p`: 0 where the
   * movement starts, 1 where it turns; round and round it goes from 0 to 1.
   * Until it is time to move, it waits where the movement starts.
   * @param {Machine} machine
   */
  lead(machine) {
    if (CALM.matches) return;
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
   * The number and the ring.
   * @param {Machine} machine
   */
  draw(machine) {
    const { step, progress, goal } = machine;
    let number = "";
    let unit = "";
    if (step.kind === "strokes") {
      number = String(whole(progress));
      unit = this.words.of("of", { n: goal });
    } else if (step.kind === "breaths") {
      number = String(Math.min(goal, whole(progress) + 1));
      unit = this.words.of("of", { n: goal });
    } else if (step.kind === "soak") {
      number = clockFace(progress);
      unit = this.words.of("minutes");
    } else if (step.kind === "minutes" || step.kind === "after") {
      number = clockFace(Math.ceil(goal - progress - TINY));
      unit = this.words.of("minutes");
    } else if (step.kind !== "gate") {
      number = String(Math.max(1, Math.ceil(goal - progress - TINY)));
      unit = this.words.of("seconds");
    }
    put(this.count, number);
    put(this.of, unit);
    this.lead(machine);
    const share = step.kind === "soak"
      ? Math.min(1, progress / step.seconds)
      : goal === Infinity
      ? 0
      : progress / goal;
    const dash = (100 * (1 - share)).toFixed(1);
    if (this.ring.style.strokeDashoffset === dash) return;
    this.ring.style.strokeDashoffset = dash;
    // A line of no length still draws its end.
    this.ring.style.visibility = share > 0 ? "visible" : "hidden";
  }
}
