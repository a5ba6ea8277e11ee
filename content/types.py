"""The library's types: facts are the same in every language, ``words`` are of one."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta, Struct

from content.figures.figure_set import FigureSet
from content.file_types import File, Line, Slug
from content.language_texts import (
    Cautions,
    ExerciseWords,
    LibraryWords,
    Note,
    OtherDocumentWords,
    PictureWords,
    TechniqueWords,
    Term,
)
from content.stage_schema import GET_READY, After, AnyStage, Prepare, Rest, Soak

SETS_PER_PERIOD = 5
"""How many sets of one exercise a period can hold (the document's largest number)."""

Sets = Annotated[int, Meta(ge=0, le=SETS_PER_PERIOD)]


class Period(enum.IntEnum):
    """A part of the practice day. The number is what the database stores."""

    MORNING = 1
    AFTERNOON = 2
    EVENING = 3

    @property
    def slug(self) -> str:
        """The name in addresses and in content files."""
        return self.name.lower()

    @classmethod
    def from_slug(cls, slug: str) -> Period:
        """Raises ``KeyError`` where no period has this name."""
        return _PERIODS[slug]


_PERIODS = {period.slug: period for period in Period}

Unit = Literal["strokes", "raises", "throws", "minutes"]


class AmountLimits(NamedTuple):
    """The least and the most that can be recorded of a unit, and with how many decimals."""

    least: Decimal
    most: Decimal
    decimals: int


AMOUNT_LIMITS: dict[Unit, AmountLimits] = {
    "strokes": AmountLimits(Decimal(1), Decimal(9999), 0),
    "raises": AmountLimits(Decimal(1), Decimal(99), 0),
    "throws": AmountLimits(Decimal(1), Decimal(99), 0),
    "minutes": AmountLimits(Decimal("0.1"), Decimal(240), 1),
}
"""Rules.md 5."""


class PeriodSets(File, frozen=True):
    morning: Sets = 0
    afternoon: Sets = 0
    evening: Sets = 0

    def in_period(self, period: Period) -> int:
        return (self.morning, self.afternoon, self.evening)[period - 1]

    @property
    def total(self) -> int:
        return self.morning + self.afternoon + self.evening


class Dose(File, frozen=True):
    """How much one set is, in the exercise's unit.

    ``low`` and ``high`` are the document's own figures (equal where it gives one); the
    others are our readings (rules.md 6): ``floor`` is the least amount that counts as
    the whole set, ``enough`` that at which the app suggests stopping.
    """

    unit: Unit
    form: Literal["more_than", "between", "about"]
    low: Annotated[int, Meta(ge=1)]
    high: Annotated[int, Meta(ge=1)]
    floor: Annotated[int, Meta(ge=1)]
    enough: Annotated[int, Meta(ge=1)]
    each_side: bool = False

    @property
    def reached_at(self) -> int:
        """The count that is no longer below the document's ``low`` (rules.md 29)."""
        return self.low + 1 if self.form == "more_than" else self.low

    @property
    def figure(self) -> str:
        return f"{self.low}–{self.high}" if self.low != self.high else str(self.low)


class Pace(File, frozen=True):
    """How fast one set goes: by strokes, by the breath (two keys) or by the clock."""

    strokes_per_minute: Annotated[int, Meta(ge=20, le=200)] | None = None
    inhale_seconds: Annotated[int, Meta(ge=1, le=20)] | None = None
    exhale_seconds: Annotated[int, Meta(ge=1, le=20)] | None = None
    build_up_minutes: Annotated[int, Meta(ge=1, le=10)] | None = None

    @property
    def seconds_there_and_back(self) -> tuple[float, float] | None:
        """How long the two halves of one movement take; None for work by the clock."""
        if self.inhale_seconds is not None and self.exhale_seconds is not None:
            return self.inhale_seconds, self.exhale_seconds
        if self.strokes_per_minute is not None:
            return 30 / self.strokes_per_minute, 30 / self.strokes_per_minute
        return None


class ExerciseFacts(File, frozen=True):
    """What is true of an exercise in every language.

    ``id`` stands in addresses, ``code`` in the database: neither is ever changed or used
    again. Sets of a ``flexible`` exercise count in whatever period they are done
    (rules.md 9). ``easy`` is its part in our easy start, which takes up what
    ``grows_last`` after everything else. One that ``strains_back`` is set aside with its
    like when the back hurts. One that is ``from_elsewhere`` is of another document, in nobody's
    easy start or full day: the parser says so, no file.
    """

    id: Slug
    code: Annotated[int, Meta(ge=1, le=32_000)]
    dose: Dose
    sets: PeriodSets
    pace: Pace
    stages: Annotated[tuple[AnyStage, ...], Meta(min_length=1)]
    flexible: bool = False
    optional_sets: Annotated[int, Meta(ge=0, le=10)] = 0
    at_bedtime: bool = False
    easy: PeriodSets = PeriodSets()
    grows_last: bool = False
    strains_back: bool = False
    from_elsewhere: bool = False

    def exists_in(self, period: Period) -> bool:
        """Whether the document has this exercise in ``period`` (rules.md 2)."""
        return self.flexible or self.sets.in_period(period) > 0

    @property
    def seconds(self) -> int:
        """How long the dose's ``high`` takes at its pace, on both sides."""
        movement = self.pace.seconds_there_and_back
        if movement is None:
            return 60 * self.dose.high
        count = max(self.dose.high, self.dose.reached_at)
        return round((2 if self.dose.each_side else 1) * count * sum(movement))

    @property
    def guided_seconds(self) -> int:
        """How long one set takes hands-free, getting ready included, up to its tick."""
        ready = sum(s.seconds for s in self.stages if isinstance(s, Prepare | Rest))
        return GET_READY + ready + self.seconds

    @property
    def guided_minutes(self) -> int:
        return max(1, round(self.guided_seconds / 60))

    @property
    def soak_and_rest_seconds(self) -> int:
        """What may come before and after: a soak, a rest."""
        soak = sum(s.enough_minutes for s in self.stages if isinstance(s, Soak))
        return 60 * (soak + sum(s.minutes for s in self.stages if isinstance(s, After)))

    @property
    def daily_ceiling(self) -> int:
        return self.sets.total + self.optional_sets


class TechniqueFacts(File, frozen=True):
    """``facts.toml`` of one technique's folder; ``terms`` of the glossary its page explains."""

    position: Annotated[int, Meta(ge=1)]
    exercises: Annotated[tuple[ExerciseFacts, ...], Meta(min_length=1)]
    terms: tuple[Slug, ...] = ()


class Source(File, frozen=True):
    """Where a statement of ours comes from."""

    name: Line
    address: Annotated[str, Meta(pattern=r"^(https?://\S+|doi:10\.\S+)$")] | None = None
    year: Annotated[int, Meta(ge=1900, le=2100)] | None = None

    @property
    def link(self) -> str | None:
        if self.address is not None and self.address.startswith("doi:"):
            return f"https://doi.org/{self.address.removeprefix('doi:')}"
        return self.address


class DocumentFacts(File, frozen=True):
    """``document.toml``: the source text, and the sources of what we add."""

    title: Line
    date: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    sources: dict[Slug, Source]

    @property
    def day(self) -> dt.date:
        return dt.date.fromisoformat(self.date)


class EmergencyNumber(File, frozen=True):
    number: Annotated[str, Meta(pattern=r"^\d{2,5}$")]
    address: Annotated[str, Meta(pattern=r"^https?://\S+$")] | None = None


class EmergencyFacts(File, frozen=True):
    """``emergency.toml``: whom to call, by the code of a country in small letters."""

    numbers: dict[Slug, EmergencyNumber]


class Exercise(Struct, frozen=True):
    facts: ExerciseFacts
    words: ExerciseWords

    @property
    def id(self) -> str:
        return self.facts.id


class OtherDocument(Struct, frozen=True):
    """Another document than the library's own, with its words in one language."""

    facts: DocumentFacts
    words: OtherDocumentWords


class Technique(Struct, frozen=True):
    """A technique of the library's document, or of the ``other``."""

    slug: str
    words: TechniqueWords
    exercises: tuple[Exercise, ...]
    terms: tuple[Term, ...] = ()
    other: OtherDocument | None = None

    @property
    def sources(self) -> Iterator[Slug]:
        """Every source its page cites, in the page's order; some more than once."""
        words = self.words
        notes: list[Note | Cautions | Term] = [words.cautions, *words.cautions.more]
        for exercise in self.exercises:
            easier = exercise.words.easier
            notes += [*([easier] if easier else []), *exercise.words.readings]
        notes += [*words.claim_notes, *self.terms, *words.additions, *words.evidence]
        return (slug for note in notes for slug in note.sources)


class Edition(Struct, frozen=True):
    """What there is in one language; ``techniques`` of ``other`` stand behind the document's."""

    language: str
    words: LibraryWords
    techniques: tuple[Technique, ...]
    other: OtherDocument | None = None

    @property
    def document_techniques(self) -> list[Technique]:
        return [each for each in self.techniques if each.other is None]

    @property
    def other_techniques(self) -> list[Technique]:
        return [each for each in self.techniques if each.other is not None]

    def picture(self, name: str) -> PictureWords:
        """Raises ``KeyError`` where there is no such picture."""
        for technique in self.techniques:
            if name in technique.words.pictures:
                return technique.words.pictures[name]
        raise KeyError(name)


class Library(Struct, frozen=True):
    document: DocumentFacts
    emergency_numbers: dict[Slug, EmergencyNumber]
    exercises: tuple[ExerciseFacts, ...]
    figures: FigureSet
    editions: dict[str, Edition]
    fingerprint: str
    """A hash of every file of the library."""
