"""The beats of a real player: its schedule by a clock that is only told, and a real minute.

`make test-beats` measures that minute; it needs a computer that does nothing else.
`tests/js/audio_test.js` holds the beats to their time for ten minutes of a busy page.
"""

from __future__ import annotations

import itertools
import statistics
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.guided.guide import GET_READY, RUB, hold_the_clock, owner, start, wait
from tests.browser.phone import NewPhone

LISTEN = """
window.beats = [];
window.readings = [];
const play = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (when) {
  if (!window.beats.length) watch(this.context);
  window.beats.push({ when, ahead: when - this.context.currentTime });
  return play.call(this, when);
};
// How far the audio clock is from the system's: it moves in steps, so that the largest reading of
// each second is the truest.
function watch(audio) {
  setInterval(() => {
    const now = performance.now() / 1000;
    window.readings.push([now, audio.currentTime - now]);
  }, 5);
}
"""
SCHEDULE = """
window.beats = [];
const parameter = () => ({ value: 0, setValueAtTime() {}, linearRampToValueAtTime() {},
                           exponentialRampToValueAtTime() {} });
window.AudioContext = class extends EventTarget {
  state = "running";
  destination = {};
  get currentTime() { return performance.now() / 1000 }
  resume() { return Promise.resolve() }
  createGain() { return { gain: parameter(), connect: (next) => next } }
  createWaveShaper() { return { connect: (next) => next } }
  createOscillator() {
    return { frequency: { value: 0 }, connect: (next) => next, stop() {},
             start: (when) => window.beats.push([when, when - this.currentTime]) };
  }
};
"""
"""A sound whose clock is the page's own, which the test moves."""
SECONDS = 62
TEN_MINUTES = 600


def on_the_wall(when: float, readings: list[list[float]]) -> float:
    """An instant of the audio clock on the system's: by the truest reading of two seconds."""
    near = [distance for now, distance in readings if abs(now + distance - when) <= 1]
    return when - max(near)


def slope_of(values: list[float]) -> float:
    """How much is added from one to the next: the middle of what every two of them say.

    A clock that was read late now and then, on a busy computer, doesn't move it.
    """
    pairs = itertools.combinations(enumerate(values), 2)
    return statistics.median(
        (later - earlier) / (place - before) for (before, earlier), (place, later) in pairs
    )


def like_every_beat(page: Page) -> None:
    """Let none of them fade."""
    page.goto(RUB)
    page.locator("#preferences > summary").tap()
    page.locator("#like-beat").check()


def single(beats: list[float]) -> list[float]:
    """A beat has several tones: the first of them is the beat."""
    times: list[float] = []
    for beat in sorted(beats):
        if not times or beat - times[-1] > 0.5:
            times.append(beat)
    return times


def test_each_beat_is_placed_ahead_of_its_time_and_one_second_after_the_one_before(
    new_phone: NewPhone,
) -> None:
    page = new_phone(owner())
    page.add_init_script(SCHEDULE)
    hold_the_clock(page)
    like_every_beat(page)
    start(page, RUB)
    began = page.evaluate("() => performance.now() / 1000")
    wait(page, GET_READY + SECONDS)
    expect(page.locator("#count")).to_have_text(str(SECONDS))
    beats = page.evaluate("() => window.beats")
    counted = single([when for when, _ahead in beats if when > began + GET_READY - 0.5])
    assert len(counted) > SECONDS
    first = counted[0]
    assert first == pytest.approx(began + GET_READY, abs=0.06), "with the first rub"
    for place, when in enumerate(counted):
        assert when == pytest.approx(first + place, abs=0.001), f"beat {place}"
    ahead = [ahead for when, ahead in beats if when > first + 2]
    assert min(ahead) > 0.5, "placed too late to be sure of"


@pytest.mark.real_time
def test_beats_keep_time_for_a_minute_and_would_for_ten(
    new_phone: NewPhone, record_property: Any
) -> None:
    page = new_phone(owner())
    page.add_init_script(LISTEN)
    like_every_beat(page)
    page.locator("[data-start]").tap()
    for _stage in range(2):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#title")).to_have_text("Rub up and down")
    expect(page.locator("#count")).to_have_text(str(SECONDS), timeout=1000 * (SECONDS + 10))
    heard = page.evaluate("() => window.beats")
    whole = [beat for beat in heard if beat["ahead"] > 0.1]
    readings = page.evaluate("() => window.readings")
    times = single([each["when"] for each in whole if each["when"] < whole[-1]["when"] - 1.5])
    assert len(times) >= SECONDS - 2
    wall = [on_the_wall(when, readings) for when in times]
    # From the first beat on, one each second.
    late = [1000 * (when - wall[0] - place) for place, when in enumerate(wall)]
    drift = TEN_MINUTES * slope_of(late)
    beside = sorted(map(abs, late))
    # Where the computer is so busy that the clocks can't be read for a while, single ones mislead.
    most = beside[len(beside) * 19 // 20]
    told = (
        f"{len(late)} beats, 19 of 20 at most {most:.1f} ms beside their time, "
        f"all at most {beside[-1]:.1f}; at that rate {drift:.1f} ms in ten minutes"
    )
    record_property("beats", told)
    print(told)
    assert most <= 50, told
    assert abs(drift) <= 50, told
    assert all(beat["ahead"] > 0.5 for beat in whole[3:]), "placed too late to be sure of"
