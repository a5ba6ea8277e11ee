/** The stages under a virtual clock. Every figure is worked out by hand. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Machine } from "../../static/js/guided/state_machine.js";
import { knead, NOW, part, Practice, raise, rub, sole, step, usual } from "./parts.js";

test("200 rubs at 60 a minute take 3:20 after 20 seconds of getting ready and 3-2-1, and tick themselves", () => {
  const practice = new Practice([rub]).wait(222.9);
  assert.deepEqual(practice.ticks, []);
  practice.wait(0.2);
  assert.deepEqual(practice.ticks, [{
    slot: "rub",
    amount: 200,
    felt: false,
    seconds: 223,
    practised: 220,
  }]);
  assert.equal(practice.machine.isOver, true);
});

test("each count is at its time to the millisecond, however unevenly the page looks", () => {
  const { counts } = new Practice([rub]).wait(224);
  assert.equal(counts.length, 200);
  counts.forEach((at, place) => assert.ok(Math.abs(at - (24 + place)) < 0.001, `${place}: ${at}`));
});

test("one long look counts the same as many short ones", () => {
  const machine = new Machine([rub], usual);
  machine.begin(0, 0, NOW);
  const events = machine.advance(233, NOW + 233_000);
  assert.equal(events.filter(({ kind }) => kind === "count").length, 200);
  assert.deepEqual(
    events.filter(({ kind }) => kind === "tick").map(({ at }) => (at - NOW) / 1000),
    [223],
  );
});

for (const [pace, seconds] of [[40, 300], [60, 200], [80, 150], [100, 120]]) {
  test(`at ${pace} a minute 200 rubs take ${seconds} seconds`, () => {
    const practice = new Practice([rub], { pace }).wait(23 + seconds - 0.05);
    assert.equal(practice.ticks.length, 0);
    practice.wait(0.1);
    assert.equal(practice.ticks.length, 1);
  });
}

test("a change of pace on the way keeps the count", () => {
  const practice = new Practice([rub]).wait(23 + 100);
  practice.machine.choices = { ...usual, pace: 100 };
  practice.wait(59.9);
  assert.equal(practice.ticks.length, 0);
  practice.wait(0.2);
  assert.equal(practice.ticks[0].amount, 200);
});

test("stopped at 120 it is 120; stopped before the first there is nothing to tick", () => {
  const practice = new Practice([rub]).wait(23 + 120.4).do("keep");
  assert.deepEqual(practice.ticks.map(({ amount, felt }) => [amount, felt]), [[120, false]]);
  assert.equal(practice.events.at(-1)?.kind, "end");
  assert.deepEqual(new Practice([rub]).wait(15).do("keep").ticks, []);
});

test("what is not to be kept is not ticked", () => {
  assert.deepEqual(new Practice([rub]).wait(100).do("leave").ticks, []);
});

test("warm at 60: done with the true amount, and told before that it is early", () => {
  const practice = new Practice([rub]).wait(83);
  assert.equal(practice.machine.isEarly, true);
  practice.do("feel");
  assert.deepEqual(practice.ticks.map(({ amount, felt }) => [amount, felt]), [[60, true]]);
});

test("on two feet the lesser counts", () => {
  const practice = new Practice([sole]).wait(5 + 3 + 101 + 10 + 3 + 40).do("keep");
  assert.deepEqual(practice.ticks.map(({ amount }) => amount), [40]);
  const whole = new Practice([sole]).wait(5 + 3 + 101 + 10 + 3 + 101.1);
  assert.deepEqual(whole.ticks, [
    { slot: "sole", amount: 101, felt: false, seconds: 223, practised: 217 },
  ]);
});

test("one foot alone is no amount yet", () => {
  const practice = new Practice([sole]).wait(5 + 3 + 101 + 5);
  assert.equal(practice.machine.amount, 0);
  assert.equal(practice.machine.isOneSided, true);
  assert.deepEqual(practice.do("keep").ticks, []);
});

test("a soak and a foot are worth going on with, getting ready is not", () => {
  const soaking = new Machine([sole], usual);
  soaking.begin(0, 0, NOW);
  assert.deepEqual([soaking.step.kind, soaking.isWorthResuming], ["soak", true]);
  const practice = new Practice([sole]).wait(4);
  assert.equal(practice.machine.isWorthResuming, false);
  assert.equal(practice.wait(1 + 3 + 40).machine.isWorthResuming, true);
});

test("warm on the first foot leads to the other; warm on one is enough if the other had its count", () => {
  const practice = new Practice([sole]).wait(5 + 3 + 60).do("feel");
  assert.equal(practice.machine.step.id, "change");
  practice.wait(10 + 3 + 101.1);
  assert.deepEqual(practice.ticks.map(({ amount, felt }) => [amount, felt]), [[60, true]]);
});

test("warm on one foot says nothing of another that was stopped early", () => {
  const practice = new Practice([sole]).wait(5 + 3 + 60).do("feel").wait(10 + 3 + 30).do("keep");
  assert.deepEqual(practice.ticks.map(({ amount, felt }) => [amount, felt]), [[30, false]]);
});

test("the soak tells when it is enough, ends by itself, and is no part of the time", () => {
  const machine = new Machine([sole], usual);
  machine.begin(0, 0, NOW);
  const events = machine.advance(1499, NOW + 1_499_000);
  assert.deepEqual(
    events.map((event) => event.kind === "line" && [(event.at - NOW) / 1000, event.text]),
    [[600, "enough"], [900, "out now"]],
  );
  assert.equal(machine.step.id, "soak");
  machine.advance(2, NOW + 1_501_000);
  assert.equal(machine.step.id, "dry");
  assert.equal(machine.started, null);
});

test("nothing but a yes leads past the question", () => {
  const machine = new Machine([sole], usual);
  machine.begin(0, 1, NOW);
  assert.deepEqual(machine.advance(86_400, NOW + 86_400_000), []);
  assert.equal(machine.step.id, "dry");
  machine.skip(NOW);
  assert.equal(machine.step.id, "ready");
  assert.equal(machine.started, NOW);
});

test("the rest afterwards comes after the tick and can be left", () => {
  const practice = new Practice([sole]).wait(5 + 3 + 101 + 10 + 3 + 101.5);
  assert.equal(practice.ticks.length, 1);
  assert.equal(practice.machine.step.id, "rest");
  practice.do("keep");
  assert.equal(practice.ticks.length, 1);
  assert.equal(practice.machine.isOver, true);
});

test("five breaths of 4 in and 6 out: each turn at its time", () => {
  const practice = new Practice([raise]).wait(8 + 50.1);
  const turns = practice.events.flatMap((event) =>
    event.kind === "breath"
      ? [[Math.round((event.at - NOW) / 10) / 100, event.inward, event.seconds]]
      : []
  );
  assert.deepEqual(
    turns,
    [0, 1, 2, 3, 4].flatMap((n) => [[8 + 10 * n, true, 4], [12 + 10 * n, false, 6]]),
  );
  assert.deepEqual(practice.ticks.map(({ amount, seconds }) => [amount, seconds]), [[5, 58]]);
});

test("another rhythm and another number can be chosen; one that isn't offered is not taken", () => {
  const three = new Practice([raise], { breath: "3-4", count: 3 }).wait(8 + 21.1);
  assert.deepEqual(three.ticks.map(({ amount }) => amount), [3]);
  const nine = new Practice([raise], { count: 9 }).wait(8 + 50.1);
  assert.deepEqual(nine.ticks.map(({ amount }) => amount), [5]);
});

test("in one's own breath no clock runs, and what was done is what one says", () => {
  const practice = new Practice([raise], { breath: "own" }).wait(600);
  assert.deepEqual(practice.ticks, []);
  assert.equal(practice.machine.rate, 0);
  practice.events.push(...practice.machine.did(2, practice.now));
  assert.deepEqual(practice.ticks, []);
  practice.do("keep");
  assert.deepEqual(practice.ticks.map(({ amount }) => amount), [2]);
});

test("ten minutes: lightly for the first, then a cue each minute, and no answer asked", () => {
  const practice = new Practice([knead]).wait(8 + 600.1);
  assert.deepEqual(
    practice.lines,
    [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => [8 + 60 * n, n % 2 ? "lighter" : "looser"]),
  );
  assert.deepEqual(practice.ticks.map(({ amount }) => amount), [10]);
});

test("three minutes may be chosen; 2:59 are 2.9", () => {
  const practice = new Practice([knead], { minutes: { knead: 3 } });
  practice.wait(8 + 179);
  assert.equal(practice.machine.amount, 2.9);
  practice.wait(1.1);
  assert.deepEqual(practice.ticks.map(({ amount }) => amount), [3]);
});

test("a mild ache ends the pressing, not the kneading; said again it is enough", () => {
  const practice = new Practice([knead]).wait(8 + 90).do("feel");
  assert.equal(practice.machine.step.id, "knead");
  assert.deepEqual(practice.lines.at(-1), [98, "No more pressure now."]);
  practice.wait(150).do("feel");
  assert.deepEqual(practice.ticks.map(({ amount, felt }) => [amount, felt]), [[4, true]]);
});

test("what was done before is gone on from", () => {
  const rest = new Practice([{ ...rub, already: 120 }]).wait(23 + 80.1);
  assert.deepEqual(rest.ticks.map(({ amount }) => amount), [200]);
  const minutes = new Practice([{ ...knead, already: 7.5 }]).wait(8 + 150.1);
  assert.deepEqual(minutes.ticks.map(({ amount }) => amount), [10]);
});

test("a run goes from set to set and ends after the last", () => {
  const practice = new Practice([raise, rub, knead]).wait(58 + 223 + 608.1);
  assert.deepEqual(
    practice.ticks.map(({ slot, amount, seconds }) => [slot, amount, seconds]),
    [["raise", 5, 58], ["rub", 200, 223], ["knead", 10, 608]],
  );
  assert.equal(practice.events.filter(({ kind }) => kind === "end").length, 1);
});

test("a place that was kept is stood in again, in a run that meanwhile is shorter", () => {
  const before = new Practice([raise, rub, knead]).wait(58 + 23 + 120.5);
  const kept = JSON.parse(JSON.stringify(before.machine.snapshot()));
  const after = new Machine([rub, knead], usual);
  assert.equal(after.restore(kept), true);
  assert.equal(after.amount, 120);
  const events = after.advance(3 + 80, NOW + 10_000_000);
  const tick = events.find(({ kind }) => kind === "tick");
  assert.ok(tick?.kind === "tick" && tick.amount === 200);
  assert.equal(tick.started, NOW + 58_000);
  assert.equal(new Machine([knead], usual).restore(kept), false);
});

test("a place that makes no sense is not taken", () => {
  const kept = new Practice([rub]).machine.snapshot();
  assert.equal(new Machine([rub], usual).restore({ ...kept, step: "gone" }), false);
  assert.equal(new Machine([rub], usual).restore({ ...kept, progress: NaN }), false);
});

test("skipping never skips what is counted; once more begins only what isn't", () => {
  const practice = new Practice([rub]).wait(8).do("skip");
  assert.equal(practice.machine.step.id, "rub");
  practice.wait(13).do("skip");
  practice.machine.again();
  assert.equal(practice.machine.amount, 10);
});

test("what has ticked itself is known to have, and nothing before", () => {
  const practice = new Practice([sole]).wait(5 + 3 + 101 + 10 + 3 + 100);
  assert.equal(practice.machine.isTicked, false);
  practice.wait(2);
  assert.equal(practice.machine.isTicked, true);
});

test("an exercise of stages in another order needs nothing new", () => {
  const odd = part({
    slot: "odd",
    floor: 10,
    low: 10,
    steps: [
      step({ id: "ask", kind: "gate" }),
      step({ id: "wait", kind: "rest", seconds: 3 }),
      step({ id: "few", kind: "strokes", count: 10, perMinute: 120 }),
      step({ id: "after", kind: "after", seconds: 60 }),
    ],
  });
  const practice = new Practice([odd]).do("skip").wait(3 + 3 + 5.1);
  assert.deepEqual(practice.ticks.map(({ amount }) => amount), [10]);
});

test("before every count, and after a pause, three seconds are counted down", () => {
  const practice = new Practice([rub]).wait(20 + 1.2);
  assert.ok(Math.abs(practice.machine.countdown - 1.8) < 1e-6);
  assert.equal(practice.machine.isCounting, false);
  practice.wait(1.8 + 50);
  assert.equal(practice.machine.amount, 50);
  practice.machine.countDown();
  practice.wait(3.5);
  assert.equal(practice.machine.amount, 50);
  practice.wait(1);
  assert.equal(practice.machine.amount, 51);
});

test("a breath that was interrupted begins anew", () => {
  const practice = new Practice([raise]).wait(8 + 13);
  practice.machine.countDown();
  practice.wait(3.1);
  assert.deepEqual(practice.events.at(-1), {
    kind: "breath",
    at: NOW + 24_000,
    inward: true,
    seconds: 4,
    text: "in",
  });
});

test("what waits for the voice begins when its instruction was spoken, and not before", () => {
  const machine = new Machine([rub], usual);
  machine.waitsForVoice = true;
  machine.begin(0, 0, NOW);
  machine.advance(60, NOW + 60_000);
  assert.equal(machine.progress, 0);
  machine.release();
  machine.advance(30, NOW + 90_000);
  assert.deepEqual([machine.step.id, machine.progress, machine.isHeld], ["palms", 0, true]);
});

test("more than a hundred is a hundred and one; until warm it goes on to its ceiling", () => {
  const practice = new Practice([sole]).wait(5 + 3 + 50);
  assert.equal(practice.machine.canGoOn, true);
  practice.machine.goesOn = true;
  practice.wait(100);
  assert.deepEqual([practice.machine.step.id, practice.machine.goal], ["right", 200]);
  practice.do("feel");
  assert.deepEqual([practice.machine.counts.right, practice.machine.felt], [150, ["right"]]);
  practice.wait(10 + 3 + 102);
  assert.deepEqual(practice.ticks.map(({ amount }) => amount), [101]);
});

test("a pause is no time of practice", () => {
  const practice = new Practice([rub]).wait(23 + 100);
  practice.now += 3_600_000;
  practice.wait(101);
  assert.deepEqual(practice.ticks.map(({ practised }) => practised), [220]);
});

test("the time to get ready can be chosen", () => {
  const practice = new Practice([rub], { getReady: 30 }).wait(29.9);
  assert.equal(practice.machine.step.id, "ready");
  practice.wait(0.2);
  assert.equal(practice.machine.step.id, "palms");
});
