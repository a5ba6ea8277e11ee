"""Parse the library's files strictly, and report all faults as ``file: key: what is wrong``."""

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from content.figures.figure_set import FigureSet, merge
from content.figures.schema import TechniqueFigures
from content.figures.validation import figure_faults
from content.figures.validation import text_faults as picture_text_faults
from content.language_texts import LibraryWords, TechniqueWords, Term
from content.types import (
    DocumentFacts,
    Edition,
    EmergencyFacts,
    Exercise,
    Library,
    Technique,
    TechniqueFacts,
)
from content.validation import fact_faults, number_faults, source_faults, term_faults, text_faults

FACTS = ("document.toml", "emergency.toml")
"""Beside the words of each language."""

Parsed = TypeVar("Parsed")


class LibraryError(ValueError):
    """The library cannot be read; ``faults`` has one line for each reason."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


def parse_library(folder: Path) -> Library:
    """Read a whole library folder.

    Raises:
        LibraryError: with every fault found, each naming its file and key.
    """
    files = Files(folder)
    faults = files.faults
    document = files.read("document.toml", DocumentFacts)
    emergency = files.read("emergency.toml", EmergencyFacts)
    facts = facts_of(files)
    faults += fact_faults(facts)
    figures = _figures(files, facts)
    every_figure = merge(figures)

    editions: dict[str, Edition] = {}
    for path in sorted({*folder.glob("*.toml")} - {folder / name for name in FACTS}):
        words = files.read(path.name, LibraryWords)
        glossary = words.glossary if words else {}
        techniques = []
        for slug, own in facts.items():
            technique = technique_in(files, slug, path.name, own, glossary)
            if technique is None:
                continue
            techniques.append(technique)
            if slug in figures:
                faults += picture_faults(path.name, technique, figures[slug], every_figure)
        if words:
            editions[path.stem] = Edition(path.stem, words, tuple(techniques))
            faults += term_faults(path.name, facts, glossary)
            if emergency:
                faults += number_faults(path.name, emergency, words)
    faults += stray_files(folder, {"facts", "figures", *editions})
    if "en" not in editions and not faults:
        faults.append("en.toml: the English words are missing")
    if document:
        faults += source_faults(document, editions.values())
    if faults or document is None or emergency is None:
        raise LibraryError(faults)
    return Library(
        document=document,
        emergency_numbers=emergency.numbers,
        exercises=tuple(exercise for own in facts.values() for exercise in own.exercises),
        figures=every_figure,
        editions=editions,
        fingerprint=fingerprint_of(folder),
    )


class Files:
    """Reads the files of a document's folder and collects what is wrong with them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        names = (path.name for path in folder.iterdir() if path.is_dir())
        self.slugs = sorted(name for name in names if not name.startswith("."))
        self.faults: list[str] = []

    def read(self, name: str, kind: type[Parsed]) -> Parsed | None:
        raw: dict[str, Any] = {}
        try:
            raw = tomllib.loads((self.folder / name).read_text(encoding="utf-8"))
            return msgspec.convert(raw, kind)
        except FileNotFoundError:
            self.faults.append(f"{name}: the file is missing")
        except OSError as error:
            self.faults.append(f"{name}: cannot be read: {error.strerror}")
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self.faults.append(f"{name}: not readable as TOML: {error}")
        except msgspec.ValidationError as error:
            message, _, where = str(error).partition(" - at `")
            key = where.rstrip("`").removeprefix("$").lstrip(".") or "top level"
            self.faults.append(f"{name}: {_with_names(raw, kind, key)}: {message}")
        return None

    def read_each(self, name: str, kind: type[Parsed], *, needed: bool = True) -> dict[str, Parsed]:
        """The file of this name of every technique, as far as it is there and can be read."""
        slugs = [slug for slug in self.slugs if needed or (self.folder / slug / name).exists()]
        found = {slug: self.read(f"{slug}/{name}", kind) for slug in slugs}
        return {slug: parsed for slug, parsed in found.items() if parsed is not None}


def _with_names(raw: dict[str, Any], kind: type, key: str) -> str:
    """The key of a fault with the name of a table, where msgspec says only ``[...]``."""
    outer, anonymous, inner = key.partition("[...]")
    for name, table in raw.get(outer, {}).items() if anonymous else ():
        try:
            msgspec.convert({**raw, outer: {name: table}}, kind)
        except msgspec.ValidationError as error:
            if key in str(error):
                return f"{outer}.{name}{inner}"
    return key


def facts_of(files: Files) -> dict[str, TechniqueFacts]:
    """The facts of every technique, in the document's order."""
    facts = files.read_each("facts.toml", TechniqueFacts)
    if not facts and not files.faults:
        files.faults.append(f"{files.folder.name}: no technique folder with a facts.toml")
    return dict(sorted(facts.items(), key=lambda pair: (pair[1].position, pair[0])))


def _figures(files: Files, facts: dict[str, TechniqueFacts]) -> dict[str, TechniqueFigures]:
    """The figures of every technique, or none where some could not be read.

    One technique may show another's pictures, so only the whole can be judged.
    """
    figures = files.read_each("figures.toml", TechniqueFigures)
    if figures.keys() != facts.keys():
        return {}
    paced = {
        slug: {each.id: each.pace.build_up_minutes is None for each in own.exercises}
        for slug, own in facts.items()
    }
    files.faults += figure_faults(figures, paced)
    return figures


def technique_in(
    files: Files,
    slug: str,
    file: str,
    facts: TechniqueFacts,
    glossary: Mapping[str, Term],
    *,
    is_drawn: bool = True,
) -> Technique | None:
    """One technique with the words of a file, unless they don't fit its facts."""
    words = files.read(f"{slug}/{file}", TechniqueWords)
    if words is None:
        return None
    files.faults += text_faults(f"{slug}/{file}", facts, words, is_drawn=is_drawn)
    if {exercise.id for exercise in facts.exercises} != words.exercises.keys():
        return None
    exercises = (Exercise(fact, words.exercises[fact.id]) for fact in facts.exercises)
    terms = (glossary[term] for term in facts.terms if term in glossary)
    return Technique(slug, words, tuple(exercises), tuple(terms))


def picture_faults(
    file: str, technique: Technique, figures: TechniqueFigures, every_figure: FigureSet
) -> Iterator[str]:
    """Pictures that the words of a file don't tell, and words of none."""
    texts = picture_text_faults(
        figures,
        every_figure,
        technique.words.pictures,
        {each.id: len(each.words.steps) for each in technique.exercises},
        {each.id: each.words.stages.keys() for each in technique.exercises},
    )
    yield from (f"{technique.slug}/{file}: {fault}" for fault in texts)


def stray_files(folder: Path, known: set[str]) -> Iterator[str]:
    for path in sorted(folder.glob("[!.]*/*")):
        if path.suffix != ".toml" or path.stem not in known:
            name = path.relative_to(folder)
            yield f"{name}: neither facts.toml nor figures.toml nor the words of a language"


def fingerprint_of(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.toml")):
        digest.update(str(path.relative_to(folder)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
