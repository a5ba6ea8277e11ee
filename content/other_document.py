"""Adds another document to the parsed library: a folder like the library's own (docs/content.md).

It is read as strictly, and every fault names file and key.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from content.figures.figure_set import merge
from content.figures.schema import TechniqueFigures
from content.figures.validation import figure_faults
from content.language_texts import OtherDocumentWords
from content.parsing import (
    Files,
    LibraryError,
    facts_of,
    fingerprint_of,
    picture_faults,
    stray_files,
    technique_in,
)
from content.types import (
    DocumentFacts,
    Edition,
    Exercise,
    ExerciseFacts,
    Library,
    OtherDocument,
    Technique,
    TechniqueFacts,
)
from content.validation import fact_faults, term_faults, unknown_sources

FIRST_CODE = 1000
"""Codes below belong to the library, now and later."""
LIBRARY = "the library"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def add_document(library: Library, folder: Path) -> Library:
    """The library with the techniques of another document behind its own.

    Raises:
        LibraryError: with every fault found; then nothing of the folder may be used.
    """
    if not folder.is_dir():
        raise LibraryError([f"{folder}: there is no such folder"])
    try:
        reader = _Reader(library, folder)
        added = reader.read()
    except OSError as error:
        raise LibraryError([f"{folder}: cannot be read: {error.strerror}"]) from error
    if reader.files.faults or added is None:
        raise LibraryError(f"{folder}/{fault}" for fault in reader.files.faults)
    return added


class _Reader:
    def __init__(self, library: Library, folder: Path) -> None:
        self.library = library
        self.files = Files(folder)
        self.faults = self.files.faults

    def read(self) -> Library | None:
        library, files = self.library, self.files
        document = files.read("document.toml", DocumentFacts)
        facts = facts_of(files)
        self.faults += fact_faults(facts)
        self.faults += _clashes(library, facts, document)
        figures = self._figures(facts)
        editions = {
            language: edition
            for language in library.editions
            if (edition := self._edition(language, document, facts, figures)) is not None
        }
        self.faults += self._strays()
        if self.faults or document is None:
            return None
        own = [each for technique in facts.values() for each in technique.exercises]
        sources = library.document.sources | document.sources
        return msgspec.structs.replace(
            library,
            document=msgspec.structs.replace(library.document, sources=sources),
            exercises=(*library.exercises, *map(_from_elsewhere, own)),
            figures=merge(figures),
            editions=editions,
            fingerprint=f"{library.fingerprint}-{fingerprint_of(files.folder)}",
        )

    def _figures(self, facts: Mapping[str, TechniqueFacts]) -> dict[str, TechniqueFigures]:
        """The figures of everything; a technique may have none, and show what the library drew."""
        drawn = self.library.figures
        every = {
            LIBRARY: TechniqueFigures(
                dict(drawn.exercises), dict(drawn.poses), dict(drawn.pictures)
            ),
            **self.files.read_each("figures.toml", TechniqueFigures, needed=False),
        }
        exercises: dict[str, tuple[ExerciseFacts, ...]] = {
            LIBRARY: self.library.exercises,
            **{slug: each.exercises for slug, each in facts.items()},
        }
        paced = {
            slug: {each.id: each.pace.build_up_minutes is None for each in own}
            for slug, own in exercises.items()
        }
        every = {slug: figures for slug, figures in every.items() if slug in paced}
        self.faults += figure_faults(every, paced)
        return every

    def _edition(
        self,
        language: str,
        document: DocumentFacts | None,
        facts: Mapping[str, TechniqueFacts],
        figures: Mapping[str, TechniqueFigures],
    ) -> Edition | None:
        """The library's edition in a language, with this document's words in it."""
        base, file = self.library.editions[language], f"{language}.toml"
        words = self.files.read(file, OtherDocumentWords)
        if words is None or document is None:
            return None
        glossary = base.words.glossary
        self.faults += term_faults(file, facts, glossary)
        other = OtherDocument(document, words)
        sources = self.library.document.sources | document.sources
        known = msgspec.structs.replace(document, sources=sources)
        techniques = []
        for slug, own in facts.items():
            is_drawn = slug in figures
            technique = technique_in(self.files, slug, file, own, glossary, is_drawn=is_drawn)
            if technique is None:
                continue
            self.faults += unknown_sources(f"{slug}/{file}", technique.words, known)
            if is_drawn:
                self.faults += picture_faults(file, technique, figures[slug], merge(figures))
            elif technique.words.pictures:
                self.faults.append(f"{slug}/{file}: pictures: there is no figures.toml")
            techniques.append(_technique(technique, other))
        named = base.words.sources | words.sources
        return msgspec.structs.replace(
            base,
            words=msgspec.structs.replace(base.words, sources=named),
            techniques=(*base.techniques, *techniques),
            other=other,
        )

    def _strays(self) -> Iterator[str]:
        languages = {*self.library.editions}
        for path in sorted(self.files.folder.glob("*.toml")):
            if path.stem not in {"document", *languages}:
                yield f"{path.name}: neither document.toml nor the words of a language"
        yield from stray_files(self.files.folder, {"facts", "figures", *languages})


def _technique(technique: Technique, other: OtherDocument) -> Technique:
    exercises = (Exercise(_from_elsewhere(each.facts), each.words) for each in technique.exercises)
    return msgspec.structs.replace(technique, exercises=tuple(exercises), other=other)


def _from_elsewhere(facts: ExerciseFacts) -> ExerciseFacts:
    return msgspec.structs.replace(facts, from_elsewhere=True)


def _clashes(
    library: Library, facts: Mapping[str, TechniqueFacts], document: DocumentFacts | None
) -> Iterator[str]:
    """What the library has already, or keeps for itself."""
    ids = {each.id for each in library.exercises}
    slugs = {each.slug for each in library.editions["en"].techniques}
    for source in sorted((document.sources if document else {}).keys() & library.document.sources):
        yield f"document.toml: sources.{source}: the library has a source of this name"
    for slug, technique in facts.items():
        if not SLUG.fullmatch(slug):
            yield f"{slug}: a folder's name has small letters, digits and single hyphens"
        if slug in slugs:
            yield f"{slug}: the library has a technique of this name"
        for index, exercise in enumerate(technique.exercises):
            where = f"{slug}/facts.toml: exercises[{index}]"
            rules = {
                f"id: the library has an exercise {exercise.id}": exercise.id in ids,
                f"code: {exercise.code} is below {FIRST_CODE}": exercise.code < FIRST_CODE,
                "easy: the easy start is the library's alone": exercise.easy.total > 0,
                "grows_last: the easy start is the library's alone": exercise.grows_last,
            }
            yield from (f"{where}.{fault}" for fault, is_broken in rules.items() if is_broken)
