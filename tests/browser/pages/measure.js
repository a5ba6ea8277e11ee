/**
 * What a page looks like to an eye and to a finger, measured on the rendered page.
 * Evaluates to an object of functions; each answers with a list of complaints.
 */
(() => {
  const root = document.documentElement;
  const name = (e) => {
    const words = (e.getAttribute("aria-label") || e.textContent).trim().replace(/\s+/g, " ");
    const kind = [e.tagName.toLowerCase(), ...e.classList].join(".");
    return `${kind} "${words.slice(0, 30)}"`;
  };
  const px = (n) => Math.round(n * 10) / 10;

  /** Drawn, on the screen's side of its left edge, and not one of the texts for screen readers. */
  const isSeen = (e) => {
    if (!e.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
    if (e.closest(".unseen")) return false;
    const box = e.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && box.right > 0;
  };
  const seen = (selector) => [...document.querySelectorAll(selector)].filter(isSeen);

  // ---- colours

  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  /** Any CSS colour as [r, g, b, a] from 0 to 1; the canvas reads what the style sheet may say. */
  const parse = (css) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = css;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].map((n) => n / 255);
  };
  const over = ([r, g, b, a], under) =>
    [r, g, b].map((n, i) => n * a + under[i] * (1 - a)).concat(1);
  const light = ([r, g, b]) => {
    const [R, G, B] = [r, g, b].map((n) => (n <= 0.04045 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4));
    return 0.2126 * R + 0.7152 * G + 0.0722 * B;
  };
  const contrast = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  /** Every colour that can lie behind an element's text: one, or the stops of a gradient. */
  const grounds = (e) => {
    if (!e) return [[1, 1, 1, 1]];
    const style = getComputedStyle(e);
    const stops = style.backgroundImage.match(/(?:rgba?|color)\([^)]*\)/g);
    const own = stops ? stops.map(parse) : [parse(style.backgroundColor)];
    if (own.every(([, , , a]) => a === 1)) return own;
    return own.flatMap((colour) => grounds(e.parentElement).map((under) => over(colour, under)));
  };
  const worst = (colour, behind) =>
    Math.min(...behind.map((ground) => contrast(over(colour, ground), ground)));

  // ---- texts

  const texts = () => {
    const found = new Map();
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const e = node.parentElement;
      if (node.data.trim() && !e.closest("script, style, option") && isSeen(e)) found.set(e, getComputedStyle(e));
    }
    for (const e of seen("select")) found.set(e, getComputedStyle(e));
    return [...found];
  };
  const drawnByStyle = () =>
    seen("body *").flatMap((e) =>
      ["::before", "::after"].map((part) => [e, getComputedStyle(e, part)]).filter(([, style]) => /["'].*\S.*["']|counter/.test(style.content)),
    );

  const CONTROL = "a[href], button, select, summary, input:not([type=hidden]), label.sure, textarea";
  /** A link within a sentence is exempt, as in WCAG 2.5.5 and 2.5.8. */
  const isInline = (e) => e.tagName === "A" && getComputedStyle(e).display === "inline";
  const controls = () => seen(CONTROL).filter((e) => !isInline(e) && !(e.tagName === "INPUT" && e.closest("label")));

  /** Where the seen words of a control lie. */
  const wordsIn = (e) =>
    [e, ...e.querySelectorAll("*")].filter((part) => !part.closest("select") && isSeen(part)).flatMap((part) =>
      [...part.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()).map((node) => {
        const range = document.createRange();
        range.selectNodeContents(node);
        return range.getBoundingClientRect();
      }),
    );

  /** What has the focus: where it lies on the screen, and whether one sees that it has it. */
  const focused = () => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const { top, bottom, height } = e.getBoundingClientRect();
    const bar = document.querySelector("nav.bar")?.getBoundingClientRect() ?? { top: innerHeight };
    const style = getComputedStyle(e);
    const complaints = [];
    if (!e.closest(".bar") && bottom > bar.top + 0.5 && height <= bar.top) complaints.push(`${px(bottom - bar.top)} px under the bar`);
    if (top < -0.5 && height <= bar.top) complaints.push(`${px(-top)} px above the screen`);
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 3) complaints.push("has no outline of 3 px");
    else if (worst(parse(style.outlineColor), grounds(e.parentElement)) < 3) complaints.push("its outline is faint");
    return { name: name(e), complaints };
  };

  return {
    /** Nothing sticks out at the side; no word sticks out of its button. */
    fit(width) {
      const complaints = [];
      if (root.scrollWidth > width) complaints.push(`scrolls sideways: ${root.scrollWidth} px wide`);
      // Whatever is too wide widens a phone's page and the bar with it: the bar is not to blame.
      for (const e of seen("body *:not(.bar, .bar *, svg *)")) {
        const box = e.getBoundingClientRect();
        if (box.right > width + 0.5 || box.left < -0.5) complaints.push(`${name(e)} lies from ${px(box.left)} to ${px(box.right)}`);
      }
      for (const e of controls()) {
        const box = e.getBoundingClientRect();
        for (const words of wordsIn(e)) {
          if (words.left < box.left - 0.5 || words.right > box.right + 0.5) {
            complaints.push(`${name(e)}: words from ${px(words.left)} to ${px(words.right)}, room from ${px(box.left)} to ${px(box.right)}`);
          }
        }
      }
      return complaints;
    },

    /** No words lie on others. */
    overlaps() {
      const boxes = texts().flatMap(([e]) =>
        [...e.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()).flatMap((node) => {
          const range = document.createRange();
          range.selectNodeContents(node);
          return [...range.getClientRects()].filter(({ width }) => width > 1).map((box) => ({ node, box }));
        }),
      );
      return boxes.flatMap(({ node, box: a }, i) =>
        boxes.slice(i + 1).filter(({ node: other, box: b }) => {
          const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
          const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
          return other !== node && wide > 1 && high > 0.4 * Math.min(a.height, b.height);
        }).map(({ node: other }) => `"${node.data.trim()}" lies on "${other.data.trim()}"`),
      );
    },

    /** Running text has at least `main` pixels, labels beside it `label`. */
    sizes(main, label, labels) {
      return texts().flatMap(([e, style]) => {
        const least = e.closest(labels) ? label : main;
        const size = parseFloat(style.fontSize);
        return size < least - 0.01 ? [`${name(e)}: ${px(size)} px`] : [];
      });
    },

    /** Every control can be hit, the round one with a thumb. */
    targets(least, ring) {
      return controls().flatMap((e) => {
        const { width, height } = e.getBoundingClientRect();
        const wanted = e.matches(".ring") ? ring : least;
        return width < wanted - 0.01 || height < wanted - 0.01 ? [`${name(e)}: ${px(width)} × ${px(height)}`] : [];
      });
    },

    /** Text can be read; the edge of a control, and every mark, can be seen. */
    contrasts(text, edge) {
      const complaints = [];
      for (const [e, style] of [...texts(), ...drawnByStyle()]) {
        const ratio = worst(parse(style.color), grounds(e));
        if (ratio < text) complaints.push(`${name(e)}: text ${px(ratio)}`);
      }
      for (const e of seen("button, select, .stack a, i[class^=mark-], .marks i")) {
        const style = getComputedStyle(e);
        const around = grounds(e.parentElement);
        const fill = Math.min(...grounds(e).map((own) => worst(own, around)));
        const drawn = parseFloat(style.borderTopWidth) ? worst(parse(style.borderTopColor), around) : null;
        if (drawn === null && fill === 1) continue; // A link that is a button: told by its text.
        if (Math.max(drawn ?? 0, fill) < edge) complaints.push(`${name(e)}: edge ${px(Math.max(drawn ?? 0, fill))}`);
      }
      return complaints;
    },

    /** Whether each row stacks: the words above, a tick as wide as the row below them. */
    stacked() {
      return seen(".slot").map((row) => {
        const form = row.querySelector("form").getBoundingClientRect();
        const tick = row.querySelector(".ring, .seal").getBoundingClientRect();
        const what = row.querySelector(".what").getBoundingClientRect();
        if (tick.top >= what.bottom - 0.5 && tick.width >= form.width - 1) return "stacked";
        return tick.left >= what.right - 0.5 ? "beside" : "neither";
      });
    },

    focused,

    /**
     * What has the focus at each stop of Tab, in order, without pressing it: the page scrolls to
     * what it is told to focus as it does for the key. A key that a script would keep is told.
     */
    stops() {
      const isChosen = (e) => {
        if (e.type !== "radio" || e.checked) return true;
        const group = [...e.form.elements].filter(({ name }) => name === e.name);
        return e === group[0] && !group.some(({ checked }) => checked);
      };
      return [...document.querySelectorAll("*")].filter((e) => e.tabIndex >= 0 && isChosen(e)).flatMap((e) => {
        e.focus();
        if (document.activeElement !== e) return []; // Hidden, behind a sheet, or switched off.
        const key = new KeyboardEvent("keydown", { key: "Tab", code: "Tab", bubbles: true, cancelable: true });
        const { name, complaints } = focused();
        return { name, complaints: e.dispatchEvent(key) ? complaints : [...complaints, "keeps the focus"] };
      });
    },
  };
})()
