/** Fetches a page's scripts once it is seen: until then they would be in its way (inline.py). */
{
  const { later = "" } = /** @type {HTMLElement} */ (document.currentScript).dataset;
  const seen = new PerformanceObserver(() => {
    seen.disconnect();
    for (const script of later.split(" ")) import(script);
  });
  addEventListener("load", () => seen.observe({ type: "paint", buffered: true }));
}
