"""Whose what a browser keeps by itself is: practice that waits for a network, a place left off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.crypto import salted_hmac

from people.identity import seat_of, seats_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from people.identity import Seat


def marks_of(request: HttpRequest) -> tuple[str, str]:
    """By which the browser knows whose what it keeps is; they say nothing else.

    The mark of who is here, and the one under which they practised before they
    had a record: nobody else ever takes that for theirs. Somebody new has the
    second only.
    """
    here, seats = seat_of(request), seats_of(request)
    if here is None:
        return _newcomers_mark(seats), _newcomers_mark(seats)
    before = seats[: seats.index(here)]
    return mark_of(here), _newcomers_mark(before)


def mark_of(seat: Seat) -> str:
    """One of a browser's people, by their device: it stays the same when records are joined."""
    return salted_hmac("people.identity.mark", str(seat.device.pk)).hexdigest()[:12]


def _newcomers_mark(seats: list[Seat]) -> str:
    """Somebody without a record, who came after these: nothing where they are the first."""
    return f"after-{mark_of(seats[-1])}" if seats else ""
