"""Pauses: whole days excused, with or without an end (rules.md 13). Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from practice.rules.days import ONE_DAY


class PauseSpan(NamedTuple):
    """Days from ``first`` to ``last``, both excused; without a last day it goes on."""

    first: dt.date
    last: dt.date | None
    reason: str = ""

    def covers(self, day: dt.date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def touches(self, other: PauseSpan) -> bool:
        earlier, later = sorted((self, other), key=lambda span: span.first)
        return earlier.last is None or later.first <= earlier.last + ONE_DAY


def merge_new(spans: Iterable[PauseSpan], new: PauseSpan) -> tuple[list[PauseSpan], PauseSpan]:
    """The pauses that ``new`` touches, and the one pause that replaces them all.

    So a day is never excused twice, and an end is given in one place. A new reason
    replaces an old one.
    """
    met = [span for span in spans if span.touches(new)]
    alike = [*met, new]
    lasts = [span.last for span in alike if span.last is not None]
    last = max(lasts) if len(lasts) == len(alike) else None
    reason = new.reason or next((span.reason for span in met if span.reason), "")
    return met, PauseSpan(min(span.first for span in alike), last, reason)


def merge_all(spans: Iterable[PauseSpan]) -> list[PauseSpan]:
    """The same excused days in order, with pauses that touch merged.

    The reason of the one that begins first stays, of equals that of the first named.
    """
    whole: list[PauseSpan] = []
    for span in sorted(spans, key=lambda span: span.first):
        met, both = merge_new(whole[-1:], span)
        reason = next((each.reason for each in (*met, span) if each.reason), "")
        whole[len(whole) - len(met) :] = [both._replace(reason=reason)]
    return whole


def ended_before(span: PauseSpan, day: dt.date) -> PauseSpan | None:
    """A pause that is over before ``day``; nothing where it had not begun by then."""
    if span.first >= day:
        return None
    return span._replace(last=day - ONE_DAY)
