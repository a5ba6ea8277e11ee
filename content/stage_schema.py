"""The stages of one hands-free set; the player in ``static/js/guided`` knows these kinds."""

from typing import Annotated

from msgspec import Meta

from content.file_types import File, Line, Slug

GET_READY = 5
"""Seconds from the start, or from the exercise before, to the first stage."""

SOAK_WARNING = 5
"""Minutes before a soak is long enough at which it is announced."""
SOAK_LIMIT = 10
"""Minutes after the most of a soak at which it ends by itself: nobody may be there any more."""

BreathSeconds = Annotated[int, Meta(ge=1, le=20)]


class Stage(File, frozen=True, tag_field="kind"):
    """One stage; ``id`` is the key of its texts."""

    id: Slug

    @property
    def is_counted(self) -> bool:
        return isinstance(self, Strokes | Breaths | Minutes)


class Prepare(Stage, frozen=True, tag="prepare"):
    """Some seconds to get ready; the next stage follows by itself."""

    seconds: Annotated[int, Meta(ge=3, le=120)]


class Soak(Stage, frozen=True, tag="soak"):
    """A timer that may be skipped; it announces when it is enough and when it is the most."""

    enough_minutes: Annotated[int, Meta(gt=SOAK_WARNING, le=60)]
    most_minutes: Annotated[int, Meta(ge=1, le=60)]


class Gate(Stage, frozen=True, tag="gate"):
    """A question that must be answered with yes before the next stage."""


class Strokes(Stage, frozen=True, tag="strokes"):
    """The dose's strokes at the pace; on each side where the dose is for each side."""


class Breaths(Stage, frozen=True, tag="breaths"):
    """The dose's movements on the breath; ``also``: further (in, out) seconds to choose from."""

    also: tuple[tuple[BreathSeconds, BreathSeconds], ...] = ()


class Minutes(Stage, frozen=True, tag="minutes"):
    """The dose's minutes by the clock; an easy start begins at ``easy``."""

    easy: Annotated[int, Meta(ge=1, le=240)]
    choices: Annotated[tuple[Annotated[int, Meta(ge=1, le=240)], ...], Meta(min_length=1)]


class Rest(Stage, frozen=True, tag="rest"):
    seconds: Annotated[int, Meta(ge=3, le=120)]


class After(Stage, frozen=True, tag="after"):
    """A quiet time after everything is counted; it may be left at once."""

    minutes: Annotated[int, Meta(ge=1, le=60)]


AnyStage = Prepare | Soak | Gate | Strokes | Breaths | Minutes | Rest | After


class StageWords(File, frozen=True):
    """A stage in one language.

    ``caution`` is one short sentence of ours that says so itself, for it is spoken too;
    ``side`` is what is rubbed where each side is done in turn. ``button`` is the answer that
    goes on; ``inward`` and ``outward`` go with the breath, ``build_up`` with the first minutes,
    then one of ``cues`` a minute. The timer of a soak announces ``soon``, ``enough``, ``most``
    and then every minute ``out``.
    """

    title: Line
    lines: Annotated[tuple[Line, ...], Meta(max_length=3)] = ()
    caution: Line | None = None
    side: Line | None = None
    button: Line | None = None
    inward: Line | None = None
    outward: Line | None = None
    build_up: Line | None = None
    cues: tuple[Line, ...] = ()
    soon: Line | None = None
    enough: Line | None = None
    most: Line | None = None
    out: Line | None = None


NEEDED: dict[type[Stage], frozenset[str]] = {
    Soak: frozenset({"button", "soon", "enough", "most", "out"}),
    Gate: frozenset({"button"}),
    Breaths: frozenset({"inward", "outward"}),
    Minutes: frozenset({"build_up", "cues"}),
}
"""The texts that a stage of each kind has beyond ``COMMON``; it has no others."""

COMMON = frozenset({"title", "lines", "caution", "side"})
SPECIAL = tuple(each for each in StageWords.__struct_fields__ if each not in COMMON)
