{
  const { later } = /** @type {HTMLElement} */ (document.currentScript).dataset;
  const hide = () => document.documentElement.style.visibility = "hidden";
  // Of a double tap the second does nothing; the style sheet has the same for what appears.
  addEventListener("click", ({ target }) => {
    const control = /** @type {Element} */ (target).closest(
      "a, button, summary, label, [data-tap]",
    );
    if (control?.matches(":not([data-repeats])")) {
      control.animate({ pointerEvents: ["none", "none"] }, 500);
    }
  });
  // What the back/forward cache holds may be another person's by now.
  addEventListener("pagehide", hide);
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    hide();
    location.reload();
  });
  if (later) {
    const go = () => later.split(" ").forEach((script) => import(script));
    // A form on its way must not be cut off by a script that has the page come again.
    addEventListener("submit", () => document.body.dataset.sent = "");
    addEventListener("load", () => {
      // Fetched once the page is seen, or soon after: until then they would be in its way.
      setTimeout(go, 2000);
      new PerformanceObserver(go).observe({ type: "paint", buffered: true });
    });
  }
}
