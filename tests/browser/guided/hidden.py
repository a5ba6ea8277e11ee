"""A browser whose pages can really be hidden, and a practice in one of them.

Playwright keeps its pages in front and takes the brakes off their timers. Here Chromium is started
as people start it, and Playwright, asked to change nothing, only looks on.
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright

PATIENCE = 60
"""Seconds until a browser that hasn't started never will."""
LISTEN = """() => {
  window.tones = [];
  const { start, stop } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function (when) {
    window.tones.push({ node: this, when, stopped: Infinity });
    return start.call(this, when);
  };
  OscillatorNode.prototype.stop = function (when) {
    const tone = window.tones.find(({ node }) => node === this);
    // At its end, when it is started; without a time it is taken back.
    if (tone && when === undefined) tone.stopped = this.context.currentTime;
    return stop.call(this, when);
  };
}"""
"""Writes down when each tone begins on the audio clock, and whether it was taken back."""
HEARD = """() => window.tones.filter(({ node, when, stopped }) =>
  when <= node.context.currentTime && when < stopped).map(({ when }) => when)"""
PRACTISE = """async (how) => {
  const load = (name) => import(`/static/js/guided/${name}.js`);
  const [{ BackgroundAudio }, { Beats }, { Clock }, { Machine }, { upcomingSounds }, { Ticker }] =
    await Promise.all(["background_audio", "audio", "clock", "state_machine", "sound_schedule",
                       "ticker"].map(load));
  const step = { id: "rub", kind: "strokes", title: "Rub", lines: [], seconds: 0, count: 9999,
                 choices: [], perMinute: 60, rhythms: [], marks: [], cues: [] };
  const part = { slot: "rub", exercise: "rub", steps: [step], already: 0, low: 200, floor: 180 };
  const choices = { pace: 0, count: 0, breath: "", minutes: {}, keepBeat: how.everyBeat };
  const machine = new Machine([part], choices);
  const beats = new Beats();
  const clock = new Clock(() => beats.time);
  const background = new BackgroundAudio();
  const run = window.run = { machine, beats, background, updates: 0, asleep: 0 };
  const ticker = new Ticker(() => {
    run.updates += 1;
    const { seconds, asleep } = clock.lap();
    if (asleep) run.asleep += 1;
    machine.advance(seconds, Date.now());
    beats.schedule(upcomingSounds(machine, ticker.horizon));
  });
  run.pause = () => {
    ticker.stop();
    beats.silence();
    background.pause();
  };
  document.addEventListener("click", () => {
    beats.unlock();
    if (how.background) background.start({ title: "Waist rub", artist: "Rub up and down" });
    if (!how.worker) ticker.worker = { postMessage() {} };
    beats.audio.addEventListener("statechange", () => {
      machine.begin(0, 0, Date.now());
      clock.start();
      ticker.start();
      run.began = performance.now();
    }, { once: true });
  }, { once: true });
}"""
"""A practice of one stroke a second on the page's own modules, from the next tap on."""
PROGRESS = """() => ({
  state: document.visibilityState,
  seconds: (performance.now() - window.run.began) / 1000,
  count: window.run.machine.progress,
  updates: window.run.updates,
  asleep: window.run.asleep,
  sound: window.run.beats.audio.currentTime,
})"""
COUNT_UPDATES = """async () => {
  const { Ticker } = await import("/static/js/guided/ticker.js");
  window.timers = [];
  window.ticks = [];
  setInterval(() => window.timers.push(performance.now()), 50);
  const ticker = new Ticker(() => window.ticks.push(performance.now()));
  ticker.start();
}"""
UPDATES = """(seconds) => [window.timers, window.ticks].map((each) =>
  each.filter((when) => when > performance.now() - 1000 * seconds).length)"""
"""How often a timer of 50 ms and how often the ticker went off in the last seconds."""


@contextmanager
def everyday_browser(playwright: Playwright, how: dict[str, Any]) -> Iterator[BrowserContext]:
    """Chromium with everything on that saves power; one window whose tabs hide each other.

    ``how``: its program and arguments, as they are for Playwright.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [
                *(how["executable_path"], "--headless", "--remote-debugging-port=0"),
                *(f"--user-data-dir={profile}", "--no-default-browser-check", *how["args"]),
                "about:blank",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            address = f"http://127.0.0.1:{_port(Path(profile))}"
            browser = playwright.chromium.connect_over_cdp(address, no_defaults=True)
            yield browser.contexts[0]
            browser.close()
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _port(profile: Path) -> int:
    written = profile / "DevToolsActivePort"
    ends = time.monotonic() + PATIENCE
    while not (written.exists() and "\n" in written.read_text()):
        assert time.monotonic() < ends, "the browser didn't start"
        time.sleep(0.05)
    return int(written.read_text().split("\n")[0])


def practise(context: BrowserContext, url: str, **how: Any) -> Page:
    """Open a page and practise on it."""
    page = context.new_page()
    page.goto(url)
    page.evaluate(LISTEN)
    page.evaluate(PRACTISE, {"background": True, "worker": True, "everyBeat": True, **how})
    page.mouse.click(5, 5)
    page.wait_for_function("() => window.run.machine.progress >= 1")
    return page


def silent_page(context: BrowserContext, url: str) -> Page:
    """A page that plays nothing, and only counts how often it is woken."""
    page = context.new_page()
    page.goto(url)
    page.evaluate(COUNT_UPDATES)
    return page


def beats_of(tones: list[float]) -> list[float]:
    """A beat has several tones: the first of them is the beat."""
    times: list[float] = []
    for tone in sorted(tones):
        if not times or tone - times[-1] > 0.5:
            times.append(tone)
    return times
