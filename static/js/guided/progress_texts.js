/** How far a set is, in words. */

import { isCounted, whole } from "./steps.js";

/**
 * @import { Messages } from "./messages.js"
 * @import { Machine } from "./state_machine.js"
 */

/**
 * @param {Machine} machine
 * @param {Messages} messages
 */
export function soFarText(machine, messages) {
  const { amount, part, isOneSided } = machine;
  if (amount > 0) return messages.text("so-far", { n: messages.amount(part, amount) });
  return isOneSided ? waitingText(machine, messages) : messages.text("nothing");
}

/**
 * Which set waits on the phone, and how far it is.
 * @param {Machine} machine
 * @param {Messages} messages
 */
export function waitingText(machine, messages) {
  const { part, step, progress, goal, counts } = machine;
  const counted = part.steps.filter(isCounted);
  const [first, next] = counted;
  if (part.eachSide && next && first.id in counts && !machine.doneOf(next)) {
    const n = machine.doneOf(first);
    return messages.text("waits-side", {
      name: part.name,
      side: first.side || first.title,
      n,
      other: next.side || next.title,
    });
  }
  if (!isCounted(step)) return messages.text("stopped-in", { name: part.name });
  const unit = step.kind === "minutes" ? 60 : 1;
  const name = step.side
    ? messages.text("name-side", { name: part.name, side: step.side })
    : part.name;
  const all = step.kind === "minutes" || !part.eachSide
    ? messages.amount(part, Math.round(goal / unit))
    : goal;
  return messages.text("stopped-at", { name, n: whole(progress / unit), all });
}
