"""Check what msgspec cannot: that the facts and texts of a library's files fit together."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from content.language_texts import ExerciseWords, LibraryWords, TechniqueWords, Term
from content.stage_schema import NEEDED, SPECIAL, After, Breaths, Gate, Minutes, Soak, Strokes
from content.types import (
    DocumentFacts,
    Edition,
    EmergencyFacts,
    ExerciseFacts,
    Period,
    TechniqueFacts,
)


def term_faults(
    name: str, facts: Mapping[str, TechniqueFacts], glossary: Mapping[str, Term]
) -> Iterator[str]:
    wanted = sorted({term for technique in facts.values() for term in technique.terms})
    yield from (f"{name}: glossary.{term}: missing" for term in wanted if term not in glossary)


def number_faults(name: str, facts: EmergencyFacts, words: LibraryWords) -> Iterator[str]:
    for country in sorted(words.emergency_numbers.keys() ^ facts.numbers.keys()):
        is_named = country in words.emergency_numbers
        fault = "emergency.toml has no such country" if is_named else "missing"
        yield f"{name}: emergency_numbers.{country}: {fault}"


def fact_faults(facts: dict[str, TechniqueFacts]) -> Iterator[str]:
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
    breath = (pace.inhale_seconds, pace.exhale_seconds)
    paces = (pace.strokes_per_minute, pace.inhale_seconds, pace.build_up_minutes)
    rules = {
        f"dose.high: {dose.high} is below low ({dose.low})": dose.low > dose.high,
        "dose.high: a dose between two figures needs two different figures": (
            dose.form == "between" and dose.low == dose.high
        ),
        f"dose.high: a dose of the form {dose.form} has one figure": (
            dose.form != "between" and dose.low != dose.high
        ),
        f"dose.enough: {dose.enough} is below floor ({dose.floor})": dose.floor > dose.enough,
        "sets: no period has a set": exercise.sets.total == 0,
        f"easy: more than {exercise.daily_ceiling} a day": (
            exercise.easy.total > exercise.daily_ceiling
        ),
        "from_elsewhere: no file says this": exercise.from_elsewhere,
        "pace: inhale_seconds and exhale_seconds go together": breath.count(None) == 1,
        "pace: give strokes, breath or build-up, and only one of them": paces.count(None) != 2,
    }
    yield from (fault for fault, is_broken in rules.items() if is_broken)
    for period in Period if not exercise.flexible else ():
        if exercise.easy.in_period(period) > exercise.sets.in_period(period):
            yield f"easy: more in the {period.slug} than the document has"
    yield from _stage_faults(exercise)


def _stage_faults(exercise: ExerciseFacts) -> Iterator[str]:
    """Stages that don't go with each other, with the dose or with the pace."""
    stages, pace = exercise.stages, exercise.pace
    ids = [stage.id for stage in stages]
    yield from (
        f"stages: {name} stands there twice" for name in sorted({*ids}) if ids.count(name) > 1
    )
    counted = [place for place, stage in enumerate(stages) if stage.is_counted]
    wanted: type[Strokes | Breaths | Minutes] = (
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


def text_faults(
    name: str, facts: TechniqueFacts, words: TechniqueWords, *, is_drawn: bool
) -> Iterator[str]:
    for exercise in facts.exercises:
        where = f"{name}: exercises.{exercise.id}"
        if exercise.id not in words.exercises:
            yield f"{where}: the words are missing"
            continue
        own = words.exercises[exercise.id]
        for fault in (
            *_motion_faults(exercise, own, is_drawn),
            *_exercise_text_faults(exercise, own),
        ):
            yield f"{where}.{fault}"
    for extra in words.exercises.keys() - {exercise.id for exercise in facts.exercises}:
        yield f"{name}: exercises.{extra}: facts.toml has no such exercise"


def _motion_faults(exercise: ExerciseFacts, words: ExerciseWords, is_drawn: bool) -> Iterator[str]:
    if is_drawn != bool(words.moving):
        yield "moving: told where there is a drawing, and only there"
    if (is_drawn and exercise.dose.each_side) != bool(words.moving_other_side):
        yield "moving_other_side: told where each side is done in turn, and only there"


def _exercise_text_faults(exercise: ExerciseFacts, words: ExerciseWords) -> Iterator[str]:
    felt = [text is not None for text in (words.dose.felt, words.dose.feel, words.dose.early)]
    if any(felt) and not all(felt):
        yield "dose: felt, feel and early go together"
    kinds = {stage.id: type(stage) for stage in exercise.stages}
    for stray in words.stages.keys() - kinds.keys():
        yield f"stages.{stray}: facts.toml has no such stage"
    for stage, kind in kinds.items():
        needed = NEEDED.get(kind, frozenset())
        if stage not in words.stages:
            yield f"stages.{stage}: the words are missing"
            continue
        own = words.stages[stage]
        if not own.lines and own.caution is None:
            yield f"stages.{stage}.lines: is missing"
        if issubclass(kind, Strokes | Breaths | Minutes) and exercise.dose.each_side:
            needed |= {"side"}
        for key in (*SPECIAL, "side"):
            if bool(getattr(own, key)) != (key in needed):
                needs = "is missing" if key in needed else "has no place here"
                yield f"stages.{stage}.{key}: {needs}"


def source_faults(document: DocumentFacts, editions: Iterable[Edition]) -> Iterator[str]:
    for edition in editions:
        file = f"{edition.language}.toml"
        words: dict[str, object] = {file: edition.words}
        words |= {f"{each.slug}/{file}": each.words for each in edition.techniques}
        for name, texts in words.items():
            yield from unknown_sources(name, texts, document)


def unknown_sources(name: str, texts: object, document: DocumentFacts) -> Iterator[str]:
    for key, slug in _cited(msgspec.to_builtins(texts), ""):
        if slug not in document.sources:
            yield f"{name}: {key}: document.toml has no source {slug}"


def _cited(value: object, key: str) -> Iterator[tuple[str, str]]:
    """Every source id under ``value``, with the key it stands at."""
    if isinstance(value, dict):
        for name, inner in value.items():
            where = f"{key}.{name}".lstrip(".")
            if name == "sources":
                yield from ((where, slug) for slug in inner)
            else:
                yield from _cited(inner, where)
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _cited(inner, f"{key}[{index}]")
