"""The library keeps faith with the document.

The tables below were written from the document itself, not from the library:
where the two part, the library is wrong.
"""

import re
from typing import NamedTuple

import pytest

from content.types import Exercise, Technique
from tests.content.english import ENGLISH, EXERCISES, LIBRARY, texts, words_in


class Asked(NamedTuple):
    """What the document asks for in one exercise."""

    code: int
    technique: str
    name: str
    form: str
    figures: tuple[int, int]
    sets: tuple[int, int, int]
    flexible: bool
    optional_sets: int
    floor: int
    enough: int
    seconds: int
    easy: tuple[int, int, int]


DOCUMENT = {
    "sole-rub": Asked(
        code=1,
        technique="foot-massage",
        name="Sole rub",
        form="more_than",
        figures=(100, 100),
        sets=(0, 0, 1),
        flexible=False,
        optional_sets=0,
        floor=100,
        enough=200,
        seconds=202,  # up to 101 on each foot (rules.md 29)
        easy=(0, 0, 1),
    ),
    "arm-raise": Asked(
        code=2,
        technique="kidney-strengthening-exercises",
        name="Arm raise",
        form="between",
        figures=(3, 5),
        sets=(1, 1, 1),
        flexible=True,
        optional_sets=2,
        floor=3,
        enough=5,
        seconds=50,
        easy=(0, 0, 1),
    ),
    "arm-throw": Asked(
        code=3,
        technique="kidney-strengthening-exercises",
        name="Arm throw",
        form="between",
        figures=(3, 5),
        sets=(1, 0, 0),
        flexible=True,
        optional_sets=4,
        floor=3,
        enough=5,
        seconds=35,
        easy=(0, 0, 0),
    ),
    "waist-rub": Asked(
        code=4,
        technique="waist-massage",
        name="Waist rub",
        form="about",
        figures=(200, 200),
        sets=(1, 0, 1),
        flexible=False,
        optional_sets=0,
        floor=180,
        enough=220,
        seconds=200,
        easy=(0, 0, 1),
    ),
    "waist-knead": Asked(
        code=5,
        technique="waist-massage",
        name="Waist knead",
        form="about",
        figures=(10, 10),
        sets=(1, 1, 1),
        flexible=False,
        optional_sets=0,
        floor=8,
        enough=12,
        seconds=600,
        easy=(0, 0, 0),
    ),
}

# Each row is one thing the document tells the reader to do: its words must
# stand together in ONE step, and the rows in this order.
TOLD = {
    "sole-rub": (
        ("every day", "before bed", "soak", "feet", "warm water"),
        ("rub", "hands together", "warm"),
        ("left palm", "right sole", "more than 100"),
        ("until", "foot feels warm"),
        ("right palm", "left sole", "more than 100"),
        ("until", "foot feels warm"),
    ),
    "arm-raise": (
        ("relax", "whole body"),
        ("sit upright", "legs", "naturally apart", "shoulder width"),
        ("bend", "elbows", "raise", "hands", "sides"),
        ("fingers", "up", "level", "ears"),
        ("breathe in", "raise your hands", "without excessive force"),
        ("until", "slight tension", "ribs"),
        ("breathe out", "return"),
        ("3 to 5 times in a row", "3 to 5 times a day"),
    ),
    "arm-throw": (
        ("sit upright", "left arm bent", "rest", "legs"),
        ("bend", "right arm", "palm facing up"),
        ("breathe in", "throwing movement", "right arm"),
        ("breathe out", "return"),
        ("3 to 5 times",),
    ),
    "waist-rub": (
        ("rub", "palms together", "warm"),
        ("palms", "waist", "against the skin"),
        ("up and down", "about 200", "until", "warmth"),
        ("once in the morning", "once in the evening"),
    ),
    "waist-knead": (
        ("fist", "each hand"),
        ("big knuckle", "where your thumb joins the hand"),
        ("waist",),
        ("waist", "circles", "natural"),
        ("press", "little by little", "until", "sore and swollen", "mild dull ache"),
        ("about 10 minutes", "once each morning, afternoon and evening"),
    ),
}

ENDS = {
    "sole-rub": "until your feet feel warm",
    "arm-raise": "until a slight tension in your ribs",
    "arm-throw": "stop after 3 to 5",
    "waist-rub": "until your waist feels warm",
    "waist-knead": "until a mild dull ache",
}

LINES = {
    "sole-rub": "more than 100 each foot, until warm",
    "arm-raise": "3 to 5 times",
    "arm-throw": "3 to 5 times",
    "waist-rub": "about 200, until warm",
    "waist-knead": "about 10 minutes, up to a mild ache",
}


def facts_of(exercise: Exercise, technique: Technique) -> Asked:
    """An exercise of the library, laid out like the table."""
    facts = exercise.facts
    return Asked(
        facts.code,
        technique.slug,
        exercise.words.name,
        facts.dose.form,
        (facts.dose.low, facts.dose.high),
        (facts.sets.morning, facts.sets.afternoon, facts.sets.evening),
        facts.flexible,
        facts.optional_sets,
        facts.dose.floor,
        facts.dose.enough,
        facts.seconds,
        (facts.easy.morning, facts.easy.afternoon, facts.easy.evening),
    )


# --- the document's figures ---------------------------------------------------


def test_the_library_holds_the_five_exercises_of_the_document_and_no_other() -> None:
    found = {
        exercise.id: facts_of(exercise, technique)
        for technique in ENGLISH.techniques
        for exercise in technique.exercises
    }
    assert found == DOCUMENT


def test_the_techniques_come_in_the_document_s_order_under_its_titles() -> None:
    assert [(technique.slug, technique.words.title) for technique in ENGLISH.techniques] == [
        ("foot-massage", "Foot massage"),
        ("kidney-strengthening-exercises", "Kidney-strengthening exercises"),
        ("waist-massage", "Waist massage"),
    ]


def test_the_title_and_the_date_are_the_document_s() -> None:
    assert LIBRARY.document.title == (
        "Traditional Chinese Medicine Techniques for Kidney Tonification and Yang Strengthening"
    )
    assert LIBRARY.document.date == "2024-01-10"


def test_only_the_sole_rub_is_done_at_bedtime_and_counted_on_each_side() -> None:
    assert [facts.id for facts in LIBRARY.exercises if facts.at_bedtime] == ["sole-rub"]
    assert [facts.id for facts in LIBRARY.exercises if facts.dose.each_side] == ["sole-rub"]


STAGES = {
    "sole-rub": ("soak", "dry", "hands", "right-sole", "change", "left-sole", "rest"),
    "arm-raise": ("settle", "raise"),
    "arm-throw": ("settle", "throw"),
    "waist-rub": ("palms", "rub"),
    "waist-knead": ("fists", "knead"),
}
SAID = {
    ("sole-rub", "hands"): ("rub", "hands together", "warm"),
    ("sole-rub", "right-sole"): ("left palm", "right sole", "more than 100 times", "until"),
    ("sole-rub", "left-sole"): ("right palm", "left sole", "more than 100 times", "until"),
    ("sole-rub", "soak"): ("comfortably warm", "38 to 40 °C", "diabetes", "numb feet"),
    ("sole-rub", "rest"): ("15 minutes", "slowly"),
    ("arm-raise", "settle"): ("relax", "naturally apart", "elbows", "level with your ears"),
    ("arm-raise", "raise"): (
        "breathe in, raise",
        "breathe out, return",
        "ribs",
        "without excessive force",
    ),
    ("arm-throw", "settle"): ("left arm", "rest", "legs", "right arm", "palm facing up"),
    ("arm-throw", "throw"): ("breathe in, throw", "breathe out, return", "right arm"),
    ("waist-rub", "palms"): ("palms together", "warm", "waist", "against the skin"),
    ("waist-rub", "rub"): ("up", "down"),
    ("waist-knead", "fists"): ("fist with each hand", "big knuckles of both thumbs"),
    ("waist-knead", "knead"): ("circles", "natural", "little by little", "mild dull ache", "aches"),
}


def test_practised_hands_free_each_exercise_has_the_document_s_stages_in_its_order() -> None:
    """The soak, its question and the rest afterwards are our care around them."""
    for name, exercise in EXERCISES.items():
        assert tuple(stage.id for stage in exercise.facts.stages) == STAGES[name]
    for (name, stage), wanted in SAID.items():
        words = EXERCISES[name].words.stages[stage]
        said = "\n".join(text for _, text in texts(words)).lower()
        assert [each for each in wanted if each.lower() not in said] == [], (name, stage)


def test_each_exercise_has_its_pace() -> None:
    paces = {
        facts.id: (
            facts.pace.strokes_per_minute,
            facts.pace.inhale_seconds,
            facts.pace.exhale_seconds,
            facts.pace.build_up_minutes,
        )
        for facts in LIBRARY.exercises
    }
    assert paces == {
        "sole-rub": (60, None, None, None),
        "arm-raise": (None, 4, 6, None),
        "arm-throw": (None, 3, 4, None),
        "waist-rub": (60, None, None, None),
        "waist-knead": (None, None, None, 1),
    }


def test_the_two_ways_to_begin_take_as_long_as_they_are_said_to() -> None:
    """domain.md 1: 202 + 3 × 50 + 35 + 2 × 200 + 3 × 600 = 2587 seconds = 43:07, in ten sets.

    rules.md, "Beginning": one arm raise, waist rub, sole rub; 50 + 200 + 202 = 452 s = 7:32.
    """
    everything = LIBRARY.exercises
    assert sum(facts.seconds * facts.sets.total for facts in everything) == 2587
    assert sum(facts.sets.total for facts in everything) == 10
    assert sum(facts.seconds * facts.easy.total for facts in everything) == 452
    assert sum(facts.easy.total for facts in everything) == 3


# --- the document's instructions ----------------------------------------------


@pytest.mark.parametrize("exercise_id", DOCUMENT)
def test_an_exercise_is_told_as_the_document_tells_it(exercise_id: str) -> None:
    every_instruction_stands_in_one_step_and_in_order(exercise_id)
    dose = EXERCISES[exercise_id].words.dose
    assert (dose.line, dose.until) == (LINES[exercise_id], ENDS[exercise_id])
    the_words_of_a_dose_agree_with_its_figures(exercise_id)


def every_instruction_stands_in_one_step_and_in_order(exercise_id: str) -> None:
    steps = [step.lower() for step in EXERCISES[exercise_id].words.steps]
    assert len(steps) == len(TOLD[exercise_id])
    for step, parts in zip(steps, TOLD[exercise_id], strict=True):
        assert [part for part in parts if part not in step] == [], step


def the_words_of_a_dose_agree_with_its_figures(exercise_id: str) -> None:
    exercise = EXERCISES[exercise_id]
    facts, words = exercise.facts.dose, exercise.words.dose
    figures = {facts.low, facts.high}
    assert {int(number) for number in re.findall(r"\d+", words.line)} == figures
    assert words.before == {"more_than": "more than", "about": "about", "between": None}[facts.form]
    if words.before:
        assert words.line.startswith(f"{words.before} {facts.low}")
    else:
        assert words.line.startswith(f"{facts.low} to {facts.high}")
    told = {int(number) for step in exercise.words.steps for number in re.findall(r"\d+", step)}
    assert told == figures
    assert ("each foot" in words.unit) == facts.each_side
    noun = {"strokes": "rubs", "raises": "raises", "throws": "throws", "minutes": "minutes"}
    assert noun[facts.unit] in words.unit
    if exercise_id == "arm-raise":
        assert words.unit == "raises, 3 to 5 times a day"


def test_a_step_is_one_short_line_to_the_reader() -> None:
    for exercise_id, exercise in EXERCISES.items():
        for step in exercise.words.steps:
            assert words_in(step) <= 15, f"{exercise_id}: {step}"
            assert step[0].isupper(), step
            assert step.endswith("."), step
