/**
 * Every fault that was found in practice is a log here: what was pressed in it must lead
 * to what it says was shown, said and sent. docs/practice.md tells how to record one.
 */

import assert from "node:assert/strict";
import { test } from "node:test";

import { replay } from "./replay.js";

/** @import { LogLine } from "../../static/js/guided/types.js" */

const folder = new URL("replays/", import.meta.url);

for (const { name } of [...Deno.readDirSync(folder)].sort((a, b) => a.name < b.name ? -1 : 1)) {
  test(name.replace(".jsonl", "").replaceAll("-", " "), () => {
    const text = Deno.readTextFileSync(new URL(name, folder)).trim();
    const [setting, ...lines] = text.split("\n").map((line) => JSON.parse(line));
    const log = /** @type {LogLine[]} */ (lines);
    const presses = log.filter(({ press }) => press);
    const { log: again } = replay(setting, presses, log.at(-1)?.at ?? 0);
    assert.deepEqual(again, log);
  });
}
