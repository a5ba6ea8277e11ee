"""From the library's files to values, strictly.

Every fault is told as ``file: key: what is wrong`` and all of them at once;
nothing is guessed and nothing unknown is ignored.
"""

from __future__ import annotations

import hashlib
import tomllib
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from content.figures import atlas
from content.figures.schema import TechniqueFigures
from content.guided_stages import (
    NEEDED,
    OPTIONAL,
    After,
    Breaths,
    Gate,
    Minutes,
    Soak,
    Stage,
    Strokes,
)
from content.types import (
    DocumentFacts,
    Edition,
    Exercise,
    ExerciseFacts,
    Library,
    Period,
    Technique,
    TechniqueFacts,
)
from content.words import LibraryWords, TechniqueWords

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from content.figures.atlas import Atlas
    from content.words import Term

Parsed = TypeVar("Parsed")


class LibraryError(ValueError):
    """The library cannot be read. ``faults`` has one line for each reason."""

    def __init__(self, faults: Iterable[str]) -> None:
        """Keep every fault: a person mends them all in one go."""
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


def languages(folder: Path) -> list[tuple[str, str]]:
    """The languages of a library as ``(code, name in its own script)``, English first.

    It is asked while the settings are read, before anything could be told of a
    broken file: such a language goes by its code, and the system check tells why.
    """
    found = {
        path.stem: _own_name(path) for path in folder.glob("*.toml") if path.name != "document.toml"
    }
    return sorted(found.items(), key=lambda pair: (pair[0] != "en", pair[0]))


def _own_name(path: Path) -> str:
    try:
        name = tomllib.loads(path.read_text(encoding="utf-8")).get("language")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        name = None
    return name if isinstance(name, str) else path.stem


def parse_library(folder: Path) -> Library:
    """Read a whole library folder.

    Raises:
        LibraryError: with every fault found, each naming its file and key.
    """
    faults: list[str] = []
    document = _read(folder / "document.toml", folder, DocumentFacts, faults)
    facts: dict[str, TechniqueFacts] = {}
    for path in sorted(folder.iterdir()):
        if path.is_dir() and (read := _read(path / "facts.toml", folder, TechniqueFacts, faults)):
            facts[path.name] = read
    if not facts and not faults:
        faults.append(f"{folder.name}: no technique folder with a facts.toml")
    order = sorted(facts, key=lambda slug: (facts[slug].position, slug))
    faults += _fact_faults({slug: facts[slug] for slug in order})
    figures = _figures(folder, {slug: facts[slug] for slug in order}, faults)
    gathered = atlas.gather(figures)

    editions: dict[str, Edition] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name == "document.toml":
            continue
        words = _read(path, folder, LibraryWords, faults)
        glossary = words.glossary if words else {}
        techniques = [
            technique
            for slug in order
            if (technique := _technique(folder, slug, facts[slug], path.stem, glossary, faults))
        ]
        faults += _picture_faults(path.name, techniques, figures, gathered)
        if words:
            editions[path.stem] = Edition(path.stem, words, tuple(techniques))
            faults += _term_faults(path.name, facts, glossary)
    faults += _stray_files(folder, set(editions))
    if "en" not in editions and not faults:
        faults.append("en.toml: the English words are missing")
    if document:
        faults += _source_faults(document, editions.values())
    if faults or document is None:
        raise LibraryError(faults)
    return Library(
        document=document,
        exercises=tuple(exercise for slug in order for exercise in facts[slug].exercises),
        technique_slugs=tuple(order),
        atlas=gathered,
        editions=editions,
        fingerprint=_fingerprint(folder),
    )


def _read(path: Path, folder: Path, kind: type[Parsed], faults: list[str]) -> Parsed | None:
    name = path.relative_to(folder)
    told: dict[str, Any] = {}
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        return msgspec.convert(told, kind)
    except FileNotFoundError:
        faults.append(f"{name}: the file is missing")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(f"{name}: not readable as TOML: {error}")
    except msgspec.ValidationError as error:
        message, _, where = str(error).partition(" - at `")
        key = where.rstrip("`").removeprefix("$").lstrip(".") or "top level"
        faults.append(f"{name}: {_with_names(told, kind, key)}: {message}")
    return None


def _with_names(told: dict[str, Any], kind: type, key: str) -> str:
    """The key of a fault with the name of a table, where msgspec says only ``[...]``."""
    outer, anonymous, inner = key.partition("[...]")
    tables = told.get(outer)
    if not anonymous or not isinstance(tables, dict):
        return key
    for name, table in tables.items():
        try:
            msgspec.convert({**told, outer: {name: table}}, kind)
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
    faults += atlas.faults(figures, {slug: each.exercises for slug, each in facts.items()})
    return figures


def _picture_faults(
    file: str, techniques: Iterable[Technique], figures: dict[str, TechniqueFigures], every: Atlas
) -> Iterator[str]:
    for technique in techniques:
        if technique.slug in figures:
            told = atlas.word_faults(technique.words, figures[technique.slug], every)
            yield from (f"{technique.slug}/{file}: {fault}" for fault in told)


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
    name = path.relative_to(folder)
    ids = [exercise.id for exercise in facts.exercises]
    faults += [
        f"{name}: exercises.{missing}: the words are missing"
        for missing in ids
        if missing not in words.exercises
    ]
    faults += [
        f"{name}: exercises.{extra}: facts.toml has no such exercise"
        for extra in words.exercises
        if extra not in ids
    ]
    if set(ids) != set(words.exercises):
        return None
    for fact in facts.exercises:
        if fact.dose.each_side != bool(words.exercises[fact.id].moving_other_side):
            faults.append(
                f"{name}: exercises.{fact.id}.moving_other_side: told where each side is done in"
                " turn, and only there"
            )
    faults += _word_faults(str(name), facts, words)
    exercises = (Exercise(fact, words.exercises[fact.id]) for fact in facts.exercises)
    terms = (glossary[term] for term in facts.terms if term in glossary)
    return Technique(slug, facts.position, words, tuple(exercises), tuple(terms))


def _term_faults(
    name: str, facts: Mapping[str, TechniqueFacts], glossary: Mapping[str, Term]
) -> Iterator[str]:
    wanted = sorted({term for technique in facts.values() for term in technique.terms})
    yield from (f"{name}: glossary.{term}: missing" for term in wanted if term not in glossary)


def _fact_faults(facts: dict[str, TechniqueFacts]) -> Iterator[str]:
    codes: dict[int, str] = {}
    ids: dict[str, str] = {}
    for slug, technique in facts.items():
        for index, exercise in enumerate(technique.exercises):
            where = f"{slug}/facts.toml: exercises[{index}]"
            if exercise.id in ids:
                yield f"{where}.id: {exercise.id} is already used in {ids[exercise.id]}"
            if exercise.code in codes:
                yield f"{where}.code: {exercise.code} already belongs to {codes[exercise.code]}"
            ids[exercise.id] = slug
            codes[exercise.code] = exercise.id
            yield from (f"{where}.{fault}" for fault in _exercise_faults(exercise))


def _exercise_faults(exercise: ExerciseFacts) -> Iterator[str]:
    dose, pace = exercise.dose, exercise.pace
    if dose.low > dose.high:
        yield f"dose.high: {dose.high} is below low ({dose.low})"
    if dose.form == "between" and dose.low == dose.high:
        yield "dose.high: a dose between two figures needs two different figures"
    if dose.form != "between" and dose.low != dose.high:
        yield f"dose.high: a dose of the form {dose.form} has one figure"
    if dose.floor > dose.enough:
        yield f"dose.enough: {dose.enough} is below floor ({dose.floor})"
    if exercise.sets.total == 0:
        yield "sets: no period has a set"
    yield from (
        f"easy: more in the {period.slug} than the document has"
        for period in Period
        if not exercise.flexible
        and exercise.easy.in_period(period) > exercise.sets.in_period(period)
    )
    if exercise.easy.total > exercise.daily_ceiling:
        yield f"easy: more than {exercise.daily_ceiling} a day"
    if (pace.inhale_seconds is None) != (pace.exhale_seconds is None):
        yield "pace: inhale_seconds and exhale_seconds go together"
    ways = (pace.strokes_per_minute, pace.inhale_seconds, pace.build_up_minutes)
    if sum(way is not None for way in ways) != 1:
        yield "pace: give strokes, breath or build-up, and only one of them"
    yield from _stage_faults(exercise)


def _stage_faults(exercise: ExerciseFacts) -> Iterator[str]:
    """Stages that don't go with each other, with the dose or with the pace."""
    stages, pace = exercise.stages, exercise.pace
    ids = [stage.id for stage in stages]
    yield from (
        f"stages: {name} stands there twice" for name in sorted({*ids}) if ids.count(name) > 1
    )
    counted = [place for place, stage in enumerate(stages) if stage.is_counted]
    wanted: type[Stage] = (
        Strokes if pace.strokes_per_minute else Breaths if pace.inhale_seconds else Minutes
    )
    number = 2 if exercise.dose.each_side else 1
    if [type(stages[place]) for place in counted] != [wanted] * number:
        kind = wanted.__struct_config__.tag
        yield f"stages: dose and pace ask for {number} of the kind {kind} and no other count"
        return
    for place, stage in enumerate(stages):
        if isinstance(stage, After) != (place > counted[-1]):
            yield f"stages[{place}]: after the count comes the kind after, and only there"
        if isinstance(stage, Soak | Gate) and place > counted[0]:
            yield f"stages[{place}]: {stage.id} must come before the count"
        if isinstance(stage, Soak) and not (
            place + 1 < len(stages) and isinstance(stages[place + 1], Gate)
        ):
            yield f"stages[{place}]: {stage.id} must be followed by a gate"
        if isinstance(stage, Soak) and stage.enough_minutes > stage.most_minutes:
            yield f"stages[{place}].most_minutes: below enough_minutes"
        if isinstance(stage, Minutes) and not {stage.easy, exercise.dose.low} <= {*stage.choices}:
            yield f"stages[{place}].choices: lack easy or the dose's own minutes"


def _word_faults(name: str, facts: TechniqueFacts, words: TechniqueWords) -> Iterator[str]:
    """Words of stages that are missing or that no stage has."""
    for exercise in facts.exercises:
        own = words.exercises[exercise.id]
        where = f"{name}: exercises.{exercise.id}"
        felt = [value is not None for value in (own.dose.felt, own.dose.feel, own.dose.early)]
        if any(felt) and not all(felt):
            yield f"{where}.dose: felt, feel and early go together"
        kinds = {stage.id: type(stage) for stage in exercise.stages}
        for stray in own.stages.keys() - kinds.keys():
            yield f"{where}.stages.{stray}: facts.toml has no such stage"
        for stage, kind in kinds.items():
            said = own.stages.get(stage)
            if said is None:
                yield f"{where}.stages.{stage}: the words are missing"
                continue
            for key in OPTIONAL:
                if bool(getattr(said, key)) != (key in NEEDED.get(kind, ())):
                    needs = "is missing" if key in NEEDED.get(kind, ()) else "has no place here"
                    yield f"{where}.stages.{stage}.{key}: {needs}"


def _stray_files(folder: Path, languages: set[str]) -> Iterator[str]:
    known = {"facts", "figures", *languages}
    for path in sorted(folder.glob("*/*")):
        if path.suffix != ".toml" or path.stem not in known:
            name = path.relative_to(folder)
            yield f"{name}: neither facts.toml nor figures.toml nor the words of a language"


def _source_faults(document: DocumentFacts, editions: Iterable[Edition]) -> Iterator[str]:
    for edition in editions:
        trees: dict[str, object] = {f"{edition.language}.toml": edition.words}
        for technique in edition.techniques:
            trees[f"{technique.slug}/{edition.language}.toml"] = technique.words
        for name, words in trees.items():
            for key, slug in _cited(words, ""):
                if slug not in document.sources:
                    yield f"{name}: {key}: document.toml has no source {slug}"


def _cited(value: object, key: str) -> Iterator[tuple[str, str]]:
    """Every source id under ``value``, with the key it stands at."""
    if isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            inner = getattr(value, field)
            where = f"{key}.{field}".lstrip(".")
            if field == "sources":
                yield from ((where, slug) for slug in inner)
            else:
                yield from _cited(inner, where)
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _cited(inner, f"{key}.{name}")
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _cited(inner, f"{key}[{index}]")


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.toml")):
        digest.update(str(path.relative_to(folder)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
