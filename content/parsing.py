"""Parse the library's files into values, strictly.

Every fault is reported as ``file: key: what is wrong`` and all of them at once;
nothing is guessed and nothing unknown is ignored.
"""

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
from content.types import DocumentFacts, Edition, Exercise, Library, Technique, TechniqueFacts
from content.validation import fact_faults, source_faults, term_faults, text_faults
from content.words import LibraryWords, TechniqueWords, Term

Parsed = TypeVar("Parsed")


class LibraryError(ValueError):
    """The library cannot be read. ``faults`` has one line for each reason."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


def parse_library(folder: Path) -> Library:
    """Read a whole library folder.

    Raises:
        LibraryError: with every fault found, each naming its file and key.
    """
    faults: list[str] = []
    document = _read(folder / "document.toml", folder, DocumentFacts, faults)
    unordered = {
        path.name: read
        for path in sorted(folder.iterdir())
        if path.is_dir() and (read := _read(path / "facts.toml", folder, TechniqueFacts, faults))
    }
    facts = dict(sorted(unordered.items(), key=lambda pair: (pair[1].position, pair[0])))
    if not facts and not faults:
        faults.append(f"{folder.name}: no technique folder with a facts.toml")
    faults += fact_faults(facts)
    figures = _figures(folder, facts, faults)
    every_figure = merge(figures)

    editions: dict[str, Edition] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name == "document.toml":
            continue
        words = _read(path, folder, LibraryWords, faults)
        glossary = words.glossary if words else {}
        techniques = [
            technique
            for slug, own in facts.items()
            if (technique := _technique(folder, slug, own, path.stem, glossary, faults))
        ]
        faults += _picture_faults(path.name, techniques, figures, every_figure)
        if words:
            editions[path.stem] = Edition(path.stem, words, tuple(techniques))
            faults += term_faults(path.name, facts, glossary)
    faults += _stray_files(folder, set(editions))
    if "en" not in editions and not faults:
        faults.append("en.toml: the English words are missing")
    if document:
        faults += source_faults(document, editions.values())
    if faults or document is None:
        raise LibraryError(faults)
    return Library(
        document=document,
        exercises=tuple(exercise for own in facts.values() for exercise in own.exercises),
        technique_slugs=tuple(facts),
        figures=every_figure,
        editions=editions,
        fingerprint=_fingerprint(folder),
    )


def _read(path: Path, folder: Path, kind: type[Parsed], faults: list[str]) -> Parsed | None:
    name = path.relative_to(folder)
    raw: dict[str, Any] = {}
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        return msgspec.convert(raw, kind)
    except FileNotFoundError:
        faults.append(f"{name}: the file is missing")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(f"{name}: not readable as TOML: {error}")
    except msgspec.ValidationError as error:
        message, _, where = str(error).partition(" - at `")
        key = where.rstrip("`").removeprefix("$").lstrip(".") or "top level"
        faults.append(f"{name}: {_with_names(raw, kind, key)}: {message}")
    return None


def _with_names(raw: dict[str, Any], kind: type, key: str) -> str:
    """The key of a fault with the name of a table, where msgspec says only ``[...]``."""
    outer, anonymous, inner = key.partition("[...]")
    tables = raw.get(outer)
    if not anonymous or not isinstance(tables, dict):
        return key
    for name, table in tables.items():
        try:
            msgspec.convert({**raw, outer: {name: table}}, kind)
        except msgspec.ValidationError as error:
            if key in str(error):
                return f"{outer}.{name}{inner}"
    return key


def _figures(
    folder: Path, facts: dict[str, TechniqueFacts], faults: list[str]
) -> dict[str, TechniqueFigures]:
    """The figures of every technique, or none where some could not be read.

    One technique may show another's pictures, so only the whole can be judged.
    """
    figures = {
        slug: drawn
        for slug in facts
        if (drawn := _read(folder / slug / "figures.toml", folder, TechniqueFigures, faults))
    }
    if len(figures) < sum(path.is_dir() for path in folder.iterdir()):
        return {}
    faults += figure_faults(
        figures,
        {
            slug: {each.id: each.pace.build_up_minutes is None for each in own.exercises}
            for slug, own in facts.items()
        },
    )
    return figures


def _picture_faults(
    file: str,
    techniques: Iterable[Technique],
    figures: dict[str, TechniqueFigures],
    every_figure: FigureSet,
) -> Iterator[str]:
    for technique in techniques:
        if technique.slug in figures:
            words = technique.words
            for fault in picture_text_faults(
                figures[technique.slug],
                every_figure,
                words.pictures,
                {key: len(exercise.steps) for key, exercise in words.exercises.items()},
            ):
                yield f"{technique.slug}/{file}: {fault}"


def _technique(
    folder: Path,
    slug: str,
    facts: TechniqueFacts,
    language: str,
    glossary: Mapping[str, Term],
    faults: list[str],
) -> Technique | None:
    path = folder / slug / f"{language}.toml"
    words = _read(path, folder, TechniqueWords, faults)
    if words is None:
        return None
    faults += text_faults(str(path.relative_to(folder)), facts, words)
    if {exercise.id for exercise in facts.exercises} != words.exercises.keys():
        return None
    exercises = (Exercise(fact, words.exercises[fact.id]) for fact in facts.exercises)
    terms = (glossary[term] for term in facts.terms if term in glossary)
    return Technique(slug, facts.position, words, tuple(exercises), tuple(terms))


def _stray_files(folder: Path, languages: set[str]) -> Iterator[str]:
    known = {"facts", "figures", *languages}
    for path in sorted(folder.glob("*/*")):
        if path.suffix != ".toml" or path.stem not in known:
            name = path.relative_to(folder)
            yield f"{name}: neither facts.toml nor figures.toml nor the words of a language"


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.toml")):
        digest.update(str(path.relative_to(folder)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
