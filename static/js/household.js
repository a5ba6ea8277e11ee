/**
 * For browsers with several people: a page that comes up again whole, without
 * asking the server, may be somebody else's; it is fetched anew.
 */
"use strict";

addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
