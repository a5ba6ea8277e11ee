"""Two taps where one was meant: tests/browser/test_taps.py tries every page in Chromium."""

from __future__ import annotations

from operation.browsers.phone import Phone

LONGER = """
  document.styleSheets[0].insertRule("* { animation-duration: 60s !important }");
  const { animate } = Element.prototype;
  Element.prototype.animate = function (frames) { return animate.call(this, frames, 60_000); };
"""
"""Half a second becomes a minute: a busy computer is slower than a hand."""
OVER = "document.getAnimations().forEach((each) => each.finish())"


def test_what_appeared_or_was_tapped_just_now_takes_no_tap(phone: Phone) -> None:
    def touch() -> object:
        phone.touch(".sure")
        return phone.find("[name=sure]").get_property("checked")

    phone.open("/")
    phone.tick("evening/waist-rub/1")
    phone.open("/me/erase/")
    phone.run(LONGER)
    assert touch() is False
    phone.run(OVER)
    assert touch() is True
    assert touch() is True
    phone.run(OVER)
    assert touch() is False
