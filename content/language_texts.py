"""The texts of the library in one language, as its files hold them."""

from typing import Annotated

from msgspec import Meta, field

from content.figures.schema import Labels
from content.file_types import File, Line, Slug
from content.stage_schema import StageWords


class Note(File, frozen=True):
    """A statement of Kidneycare's own; without sources the page marks it as common sense."""

    text: Line
    sources: tuple[Slug, ...] = ()


class Cautions(File, frozen=True):
    """Five lines at most before the steps; ``more`` unfolds, ``brief`` is read before practice."""

    brief: Annotated[tuple[Note, ...], Meta(min_length=1, max_length=2)]
    not_if: Note
    ask_first_if: Note
    stop_if: Note
    also: Annotated[tuple[Note, ...], Meta(max_length=2)] = ()
    more: tuple[Note, ...] = ()

    @property
    def sources(self) -> tuple[Slug, ...]:
        """Of the lines before the steps, each once."""
        lines = (self.not_if, self.ask_first_if, self.stop_if, *self.also)
        return tuple(dict.fromkeys(slug for note in lines for slug in note.sources))


class DoseWords(File, frozen=True):
    """A dose in words: ``line`` for a list, the others around the large figure.

    ``felt`` is the document's own end, where it has one (rules.md 6); then ``feel`` is
    the same on a button and ``early`` the message before the document's amount.
    """

    line: Line
    unit: Line
    until: Line
    before: Line | None = None
    felt: Line | None = None
    feel: Line | None = None
    early: Line | None = None


class ExerciseWords(File, frozen=True):
    """One exercise; ``moving`` is the alternative text of its moving picture, if it has one."""

    name: Line
    dose: DoseWords
    steps: Annotated[tuple[Line, ...], Meta(min_length=1)]
    stages: dict[Slug, StageWords]
    moving: Line | None = None
    moving_other_side: Line | None = None
    readings: tuple[Note, ...] = ()
    easier: Note | None = None


class PictureWords(File, frozen=True):
    """``alt`` is a picture's alternative text; beside a step the step itself is the caption."""

    alt: Line
    caption: Line | None = None


class TechniqueWords(File, frozen=True):
    """``<language>.toml`` of one technique's folder.

    ``claims`` are the document's, each the end of a sentence that the library's
    ``attribution`` begins; ``claim_notes`` stand below them and are ours, as are
    ``need``, ``additions`` and ``evidence``.
    """

    title: Line
    summary: Line
    description: Annotated[str, Meta(min_length=20, max_length=170)]
    need: Annotated[tuple[Line, ...], Meta(min_length=1)]
    claims: Annotated[tuple[Line, ...], Meta(min_length=1)]
    cautions: Cautions
    exercises: dict[Slug, ExerciseWords]
    pictures: dict[Slug, PictureWords] = field(default_factory=dict)
    claim_notes: tuple[Note, ...] = ()
    additions: tuple[Note, ...] = ()
    evidence: tuple[Note, ...] = ()


class Sign(File, frozen=True):
    sign: Line
    do: Line
    sources: tuple[Slug, ...] = ()


class HurtWords(File, frozen=True):
    stop: Annotated[tuple[Note, ...], Meta(min_length=1)]
    emergency: Annotated[tuple[Sign, ...], Meta(min_length=1)]
    doctor: Annotated[tuple[Sign, ...], Meta(min_length=1)]


class EmergencyNumberWords(File, frozen=True):
    """A country's name, and who tells its number."""

    name: Line
    source: Line


class Term(File, frozen=True):
    """A word of Chinese medicine and what it means, in plain words of ours."""

    term: Line
    meaning: Line
    sources: tuple[Slug, ...] = ()


class LibraryWords(File, frozen=True):
    """``<language>.toml`` beside the technique folders.

    ``language`` is the language's name in its own script. ``kidney`` explains the word
    in this tradition, ``kidney_care`` what it must not be taken for. ``document_title``
    and ``sources`` translate names of ``document.toml``; the others stay as there.
    """

    language: Line
    kidney: Line
    kidney_care: Line
    attribution: Line
    about_document: tuple[Line, ...]
    claims: tuple[Line, ...]
    claim_notes: tuple[Note, ...]
    not_for_everyone: Annotated[tuple[Note, ...], Meta(min_length=1)]
    evidence: tuple[Note, ...]
    hurt: HurtWords
    emergency_numbers: dict[Slug, EmergencyNumberWords]
    labels: Labels
    glossary: dict[Slug, Term] = field(default_factory=dict)
    document_title: Line | None = None
    sources: dict[Slug, Line] = field(default_factory=dict)


class OtherDocumentWords(File, frozen=True):
    """``<language>.toml`` of a document besides the library's own.

    ``attribution`` begins the sentence whose end each claim is. ``sources`` translates names of
    its ``document.toml``, the others stay as there.
    """

    title: Line
    attribution: Line
    about: Annotated[tuple[Line, ...], Meta(min_length=1)]
    sources: dict[Slug, Line] = field(default_factory=dict)
