/** How long a run takes with the choices that are made; as `_minutes` of guided_run.py does. */

import { Machine } from "./state_machine.js";
import { isCounted } from "./steps.js";

/** @import { Choices, Part } from "./types.js" */

/**
 * Minutes of these sets, at least one, without the rest after them.
 * @param {Part[]} parts
 * @param {Choices} choices
 * @param {boolean} soaks whether the soak before the first is counted
 */
export function minutesOf(parts, choices, soaks) {
  const machine = new Machine(parts, choices);
  let seconds = 0;
  parts.forEach((part, partIndex) => {
    part.steps.forEach((step, stepIndex) => {
      const isSoak = step.kind === "soak" && soaks && partIndex === 0;
      if (isSoak) seconds += step.seconds;
      if (stepIndex < part.begins || step.kind === "after" || step.kind === "gate") return;
      machine.partIndex = partIndex;
      machine.stepIndex = stepIndex;
      const unit = step.kind === "minutes" ? 60 : 1;
      const left = machine.goal - (isCounted(step) ? part.already * unit : 0);
      const [inward, outward] = step.rhythms[0] ?? [0, 0];
      // At one's own breath nobody knows: as it is suggested.
      const rate = machine.rate || 1 / (inward + outward);
      seconds += Math.max(0, left) / rate;
    });
  });
  return Math.max(1, Math.round(seconds / 60));
}
