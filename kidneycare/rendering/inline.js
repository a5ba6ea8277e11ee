/** Fetches a page's scripts once it is seen, or soon after: until then they would be in its way. */
{
  const { later = "" } = /** @type {HTMLElement} */ (document.currentScript).dataset;
  const go = () => later.split(" ").forEach((script) => import(script));
  // A form on its way must not be cut off by a script that has the page come again.
  addEventListener("submit", () => document.body.dataset.sent = "");
  addEventListener("load", () => {
    setTimeout(go, 2000);
    new PerformanceObserver(go).observe({ type: "paint", buffered: true });
  });
}
