/**
 * Clears what this browser stored of a record that is erased or signed out.
 * What belongs to other people on this browser stays.
 */

import { readTicks, replaceTick } from "../outbox/store.js";
import { read, write } from "./local_storage.js";

/** @import { SavedPosition } from "./saved_position.js" */

const others = (document.getElementById("main")?.dataset.others ?? "").split(" ").filter(Boolean);

/**
 * @template {{ owner: string }} Owned
 * @param {Owned} item
 * @returns {Owned[]} empty if it is cleared
 */
function retained(item) {
  if (others.includes(item.owner)) return [item];
  // A guest who practised here after the person who leaves is now the first.
  if (!others.length && item.owner.startsWith("after-")) return [{ ...item, owner: "" }];
  return [];
}

for (const tick of await readTicks().catch(() => [])) {
  const [kept = null] = retained(tick);
  if (kept !== tick) await replaceTick(tick, kept);
}
const places = read("places", /** @type {SavedPosition[]} */ ([])).flatMap(retained);
write("places", places.length ? places : null);
// The next page sees for itself whether anything waits.
write("waits", null);
// The rest is shared by everybody on this browser.
if (!others.length) {
  write("choices", null);
  write("read", null);
  write("stay", null);
  write("push", null);
}
