/**
 * Ignores taps that nobody meant: the second of a double tap, and one on a control that
 * appeared, or changed its meaning, under a finger just now.
 */

/** Milliseconds. */
const QUIET = 500;

/**
 * What newly appears is found by its attributes `hidden` and `data-control`. A control with
 * `data-repeats` may be tapped as fast as one likes.
 * @param {HTMLElement} root
 */
export function guardTaps(root) {
  /** @type {WeakMap<Element, number>} When each was tapped, appeared or changed. */
  const quietSince = new WeakMap();
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      if (target instanceof HTMLElement && !target.hidden) {
        quietSince.set(target, performance.now());
      }
    }
  }).observe(root, { subtree: true, attributeFilter: ["hidden", "data-control"] });
  root.addEventListener("click", (event) => {
    const control = event.target instanceof Element
      ? event.target.closest("button, a, summary, [data-tap]")
      : null;
    if (!control || control.hasAttribute("data-repeats")) return;
    const now = performance.now();
    for (let each = /** @type {Element | null} */ (control); each; each = each.parentElement) {
      if (now - (quietSince.get(each) ?? -QUIET) < QUIET) {
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      if (each === root) break;
    }
    quietSince.set(control, now);
  }, { capture: true });
}
