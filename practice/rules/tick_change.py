"""What a tick says of one slot, before it is a row. Pure."""

import datetime as dt
from dataclasses import dataclass

from practice.rules.adherence import State


@dataclass(frozen=True)
class TickChange:
    """The new state of a slot since ``instant``.

    ``tenths``: the amount in tenths of the exercise's unit; ``felt``: the document's own end was
    felt; ``seconds``: how long a guided set took. None of them stays where it wasn't done.
    """

    state: State
    instant: dt.datetime
    tenths: int | None = None
    felt: bool = False
    guided: bool = False
    seconds: int | None = None
