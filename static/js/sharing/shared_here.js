/** What a notice opens: it leads on to the link that this browser was told to keep for it. */

import { keptEvening } from "./kept_evenings.js";

const { shared = "" } = /** @type {HTMLElement} */ (document.getElementById("main")).dataset;
const found = keptEvening(location.hash.slice(1));
if (found) location.replace(shared.replace("TOKEN", encodeURIComponent(found.token)));
