"""What the beats sound like: rendered in a real browser and measured.

`docs/practice.md` shows what these tests measure, and is held to it.
"""

from __future__ import annotations

import math
from typing import Any

import pytest
from playwright.sync_api import Page

from kidneycare.settings import BASE_DIR
from tests.browser.phone import NewPhone

DEFAULT_VOLUME = 0.6
"""As the preferences stand at first: 60 of 100."""
MEASURE = """async ({ volume, together }) => {
  const { SOUNDS, connectOutput, gainOf, renderSound } =
    await import("/static/js/guided/sounds.js");
  const SECONDS = 2;
  const BAND = [500, 2000];

  async function rendered(rate, play) {
    const audio = new OfflineAudioContext(1, SECONDS * rate, rate);
    const output = connectOutput(audio);
    output.gain.value = gainOf(volume);
    play(audio, output);
    return (await audio.startRendering()).getChannelData(0);
  }

  const peakOf = (samples) => samples.reduce((most, each) => Math.max(most, Math.abs(each)), 0);

  // The share of a discrete Fourier transform's energy that lies within the band: by Parseval's
  // theorem the whole energy is that of the samples.
  function shareInBand(samples, rate) {
    const length = samples.length;
    let energy = 0;
    const first = Math.ceil(BAND[0] * length / rate);
    for (let bin = first; bin <= BAND[1] * length / rate; bin++) {
      const turn = 2 * Math.PI * bin / length;
      const [cosine, sine] = [Math.cos(turn), Math.sin(turn)];
      let [real, imaginary, x, y] = [0, 0, 1, 0];
      for (const sample of samples) {
        real += sample * x;
        imaginary += sample * y;
        [x, y] = [x * cosine - y * sine, x * sine + y * cosine];
      }
      energy += 2 * (real * real + imaginary * imaginary) / length;
    }
    return energy / samples.reduce((sum, each) => sum + each * each, 0);
  }

  // Seconds until a sound is half as loud as it gets, after it could first be heard (-40 dB).
  function rise(samples, rate) {
    const peak = peakOf(samples);
    const first = (share) => samples.findIndex((each) => Math.abs(each) > share * peak);
    return (first(0.5) - first(0.01)) / rate;
  }

  if (together) {
    const all = Object.keys(SOUNDS);
    const samples = await rendered(48_000, (audio, output) => {
      for (const sound of [...all, ...all]) renderSound(audio, output, sound, 1, 0.1);
    });
    return peakOf(samples);
  }
  const measured = {};
  for (const sound of Object.keys(SOUNDS)) {
    const play = (audio, output) => renderSound(audio, output, sound, 1, 0.1);
    const fine = await rendered(48_000, play);
    const coarse = await rendered(8_000, play);
    measured[sound] = {
      peak: peakOf(fine),
      share: shareInBand(coarse, 8_000),
      rise: rise(fine, 48_000),
      last: fine.at(-1),
    };
  }
  return measured;
}"""


def measured(new_phone: NewPhone, volume: float, *, together: bool = False) -> Any:
    page: Page = new_phone()
    page.goto("/about/")
    return page.evaluate(MEASURE, {"volume": volume, "together": together})


def dbfs(level: float) -> float:
    """A level in decibels below the full scale."""
    return 20 * math.log10(level)


def test_every_sound_is_loud_and_lies_where_small_loudspeakers_and_old_ears_are_good(
    new_phone: NewPhone,
) -> None:
    sounds = measured(new_phone, DEFAULT_VOLUME)
    assert len(sounds) == 7
    table = []
    for name, sound in sounds.items():
        peak, share = dbfs(sound["peak"]), sound["share"]
        milliseconds = round(1000 * sound["rise"])
        table.append(f"| {name} | {peak:.1f} dBFS | {100 * share:.0f} % | {milliseconds} ms |")
        assert -10 <= peak <= -6, f"{name}: {peak:.1f} dBFS"
        assert share >= 0.95, f"{name}: {share:.2f} of its energy from 500 to 2,000 Hz"
        assert sound["rise"] >= 0.004, f"{name} begins so suddenly that it startles"
        assert sound["last"] == pytest.approx(0, abs=0.001), f"{name} is cut off"
    print("\n".join(table))
    written = (BASE_DIR / "docs" / "practice.md").read_text()
    for row in table:
        assert row in written, "\n".join(table)


def test_even_all_sounds_at_once_at_full_volume_never_clip(new_phone: NewPhone) -> None:
    assert measured(new_phone, 1, together=True) <= 1
    alone = measured(new_phone, 1)
    for name, sound in alone.items():
        assert sound["peak"] <= 0.85, f"{name} reaches into the limiter by itself"


def test_at_volume_zero_nothing_is_heard(new_phone: NewPhone) -> None:
    assert measured(new_phone, 0, together=True) == 0
