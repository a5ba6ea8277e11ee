/**
 * For browsers with several people: reloads a page restored from the back/forward
 * cache, which may be another person's.
 */

addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
