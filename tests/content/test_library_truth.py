"""The library keeps faith with the document.

The tables below were written from the document itself, not from the library:
where the two part, the library is wrong.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import pytest

from content.parsing import parse_library

if TYPE_CHECKING:
    from collections.abc import Iterator

    from content.types import Exercise, Technique

LIBRARY = parse_library(Path(__file__).resolve().parents[2] / "content" / "library")
ENGLISH = LIBRARY.editions["en"]
TECHNIQUES = {technique.slug: technique for technique in ENGLISH.techniques}
EXERCISES = {
    exercise.id: exercise for technique in ENGLISH.techniques for exercise in technique.exercises
}


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
        seconds=200,
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
        ("sit upright",),
        ("legs", "naturally apart", "wide", "shoulders"),
        ("bend", "elbows", "raise", "hands", "sides"),
        ("fingers", "up", "level", "ears"),
        ("breathe in", "raise your hands", "without excessive force"),
        ("until", "slight tension", "ribs"),
        ("breathe out", "return"),
        ("3 to 5 times", "in a row"),
        ("3 to 5 times", "a day"),
    ),
    "arm-throw": (
        ("sit upright",),
        ("bend", "left arm", "rest", "legs"),
        ("bend", "right arm", "palm facing up"),
        ("breathe in", "throwing movement", "right arm"),
        ("breathe out", "return"),
        ("3 to 5 times",),
    ),
    "waist-rub": (
        ("rub", "palms together", "warm"),
        ("palms", "waist", "against the skin"),
        ("up and down", "about 200"),
        ("until", "warmth"),
        ("once in the morning", "once in the evening"),
    ),
    "waist-knead": (
        ("fist", "each hand"),
        ("big knuckle of your thumb", "where the thumb joins the hand"),
        ("waist",),
        ("waist", "circles", "natural"),
        ("press", "little by little"),
        ("sore and swollen", "mild dull ache"),
        ("about 10 minutes",),
        ("once each morning", "once each afternoon", "once each evening"),
    ),
}

ENDS = {
    "sole-rub": "until your feet feel warm",
    "arm-raise": "each raise until a slight tension in the ribs",
    "arm-throw": "then that is all",
    "waist-rub": "until your waist feels warm",
    "waist-knead": "pressing until a mild dull ache",
}

LINES = {
    "sole-rub": "more than 100 each foot, until warm",
    "arm-raise": "3 to 5 times",
    "arm-throw": "3 to 5 times",
    "waist-rub": "about 200, until warm",
    "waist-knead": "about 10 minutes, until a mild ache",
}

CLAIMED = {
    "foot-massage": (
        "kidney meridian",
        "turbid qi",
        "essence",
        "“tonify”",
        "make the body strong",
        "early ageing",
        "soothe the liver",
        "eyesight",
        "sleep",
        "dizziness",
        "sleeplessness",
        "ringing in the ears",
        "coughing up blood",
        "blocked nose",
        "headaches",
        "kidney deficiency",
        "“yin”",
        "“fire”",
        "“heat”",
        "middle-aged and elderly",
    ),
    "kidney-strengthening-exercises": (
        "tendons and bones",
        "meridians",
        "lower dantian",
        "elderly",
        "weak",
        "short of breath",
        "the arm throw has the same effect",
    ),
    "waist-massage": (
        "home of the kidneys",
        "“tonify”",
        "gather “qi”",
        "prevent and treat",
        "long-lasting strain of the lower-back muscles",
        "(printed as “slow muscle strain”, a slip of translation)",
        "lower-back pain",
        "kidney deficiency",
        "middle-aged and elderly",
    ),
}

CAUTIONED = {
    "foot-massage": (
        "38 to 40 °C",
        "10 to 15 minutes",
        "20 minutes at most",
        "10 cm",
        "44 °C",
        "thermometer or your elbow",
        "between the toes",
        "15 minutes before you get up",
        "diabetes",
        "numb feet",
        "varicose veins",
        "narrowed leg arteries",
        "severe heart disease",
        "blisters",
        "calf is swollen, hot and painful",
        "blood thinners",
        "osteoporosis",
        "fracture",
        "wound",
        "pregnant",
        "LI4, SP6, BL60, GB21",
        "hip",
        "firm chair with a back",
        "steroids",
        "3 out of 10 or less, gone within a day",
        "Never hold your breath",
        "head injury",
        "heartbeat",
        "worst headache",
        "kidney care",
    ),
    "kidney-strengthening-exercises": (
        "short of breath",
        "chest pain",
        "faintness",
        "shoulder starts to hurt",
        "stiff shoulders",
        "Never hold your breath",
        "3 out of 10 or less, gone within a day",
        "pregnant",
        "worst headache",
        "kidney care",
    ),
    "waist-massage": (
        "tuberculosis",
        "tumour",
        "fracture",
        "infection",
        "slipped-disc",
        "after a fall",
        "Never press on the spine",
        "numbness between your legs",
        "bladder",
        "weak legs",
        "calf is swollen, hot and painful",
        "blood thinners",
        "osteoporosis",
        "wound",
        "pregnant",
        "slipped disc",
        "pressing too hard",
        "arthritis in a thumb or wrist",
        "steroids",
        "stiff shoulders",
        "3 out of 10 or less, gone within a day",
        "Never hold your breath",
        "kidney care",
    ),
}

NEVER_ON_SCREEN = re.compile(
    r"\b(?:slots?|adherence|missed|failed|set \d of \d|slow muscle strain)\b", re.IGNORECASE
)
PRINTED_SLIP = "“slow muscle strain”"
PROMISES = re.compile(
    r"\b(?:treat(?:s|ed|ing|ment|ments)?|cur(?:e|es|ed|ing)|prevent(?:s|ed|ing|ion)?|heals?)\b",
    re.IGNORECASE,
)


def texts(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every piece of text under ``value``, with the key it stands at."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            if field != "sources":
                yield from texts(getattr(value, field), f"{key}.{field}".lstrip("."))
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from texts(inner, f"{key}.{name}")
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from texts(inner, f"{key}[{index}]")


def cited(value: object) -> Iterator[str]:
    """Every source named under ``value``."""
    if isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            inner = getattr(value, field)
            if field == "sources":
                yield from inner
            else:
                yield from cited(inner)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from cited(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from cited(inner)


def every_text() -> list[tuple[str, str]]:
    """Every English text a reader can meet, with where it stands."""
    found = [("en.toml " + key, text) for key, text in texts(ENGLISH.words)]
    for technique in ENGLISH.techniques:
        found += [(f"{technique.slug} {key}", text) for key, text in texts(technique.words)]
    return found


def our_texts() -> list[tuple[str, str]]:
    """Everything said in Kidneycare's own voice: all but the claims and the source's title."""
    return [
        (where, text.replace(LIBRARY.document.title, ""))
        for where, text in every_text()
        if not where.split(" ", 1)[1].startswith("claims")
    ]


def every_claim() -> list[str]:
    """The document's claims, wherever they are told."""
    claims = list(ENGLISH.words.claims)
    for technique in ENGLISH.techniques:
        claims += technique.words.claims
    return claims


def sentences(text: str) -> list[str]:
    """The sentences of a line."""
    return [part for part in re.split(r"(?<=[.!?])[”)]?\s+", text) if part]


def words_in(sentence: str) -> int:
    """How many words a reader has to get through."""
    return len(re.findall(r"\w[\w’-]*", sentence))


def caution_text(technique: Technique) -> str:
    """All cautions of a technique as one text."""
    return "\n".join(text for _, text in texts(technique.words.cautions))


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


def test_a_full_day_is_ten_ticks() -> None:
    sets = [facts.sets for facts in LIBRARY.exercises]
    assert [
        sum(one.morning for one in sets),
        sum(one.afternoon for one in sets),
        sum(one.evening for one in sets),
    ] == [4, 2, 4]


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
    ("sole-rub", "right-sole"): ("left palm", "right sole"),
    ("sole-rub", "left-sole"): ("right palm", "left sole"),
    ("sole-rub", "soak"): ("comfortably warm", "38 to 40 °C", "diabetes", "numb feet"),
    ("sole-rub", "rest"): ("15 minutes", "slowly"),
    ("arm-raise", "settle"): ("relax", "naturally apart", "elbows", "level with your ears"),
    ("arm-raise", "raise"): ("breathe in, raise", "breathe out, return", "ribs", "without force"),
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


def test_a_set_takes_as_long_as_its_pace_and_its_dose_say() -> None:
    """200 rubs (100 a foot) or 200 rubs at 60 a minute; 5 breaths of 4 + 6 or of 3 + 4 seconds."""
    assert {facts.id: facts.seconds for facts in LIBRARY.exercises} == {
        "sole-rub": 2 * 100 * 60 // 60,
        "arm-raise": 5 * (4 + 6),
        "arm-throw": 5 * (3 + 4),
        "waist-rub": 200 * 60 // 60,
        "waist-knead": 10 * 60,
    }


def test_the_full_day_takes_about_43_minutes() -> None:
    """domain.md 1: 200 + 3 × 50 + 35 + 2 × 200 + 3 × 600 = 2585 seconds = 43:05."""
    seconds = sum(facts.seconds * facts.sets.total for facts in LIBRARY.exercises)
    assert seconds == 2585
    assert round(seconds / 60) == 43
    assert sum(facts.sets.total for facts in LIBRARY.exercises) == 10


def test_the_easy_start_is_three_sets_in_the_evening_and_about_8_minutes() -> None:
    """rules.md, "Beginning": one arm raise, waist rub, sole rub; 50 + 200 + 200 = 450 s = 7:30."""
    easy = {facts.id: facts.easy for facts in LIBRARY.exercises if facts.easy.total}
    assert set(easy) == {"arm-raise", "waist-rub", "sole-rub"}
    assert all((sets.morning, sets.afternoon, sets.evening) == (0, 0, 1) for sets in easy.values())
    seconds = sum(facts.seconds * facts.easy.total for facts in LIBRARY.exercises)
    assert seconds == 450
    assert round(seconds / 60) == 8


def test_the_easy_start_asks_for_nothing_that_the_document_s_own_day_does_not() -> None:
    for facts in LIBRARY.exercises:
        assert facts.easy.morning <= facts.sets.morning, facts.id
        assert facts.easy.afternoon <= facts.sets.afternoon, facts.id
        assert facts.easy.evening <= facts.sets.evening, facts.id


# --- the document's instructions ----------------------------------------------


@pytest.mark.parametrize("exercise_id", DOCUMENT)
def test_every_instruction_of_the_document_stands_in_one_step_and_in_order(
    exercise_id: str,
) -> None:
    steps = [step.lower() for step in EXERCISES[exercise_id].words.steps]
    assert len(steps) == len(TOLD[exercise_id])
    for step, parts in zip(steps, TOLD[exercise_id], strict=True):
        assert [part for part in parts if part not in step] == [], step


@pytest.mark.parametrize("exercise_id", DOCUMENT)
def test_the_list_and_the_end_of_a_dose_say_what_the_document_says(exercise_id: str) -> None:
    dose = EXERCISES[exercise_id].words.dose
    assert dose.line == LINES[exercise_id]
    assert dose.until == ENDS[exercise_id]


@pytest.mark.parametrize("exercise_id", DOCUMENT)
def test_a_dose_in_words_agrees_with_its_figures(exercise_id: str) -> None:
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


def test_the_arm_raise_says_how_many_times_a_day() -> None:
    assert EXERCISES["arm-raise"].words.dose.unit == "raises, 3 to 5 times a day"


def test_a_step_is_one_short_line_to_the_reader() -> None:
    for exercise_id, exercise in EXERCISES.items():
        for step in exercise.words.steps:
            assert words_in(step) <= 14, f"{exercise_id}: {step}"
            assert step[0].isupper(), step
            assert step.endswith("."), step


# --- the document's claims ----------------------------------------------------


@pytest.mark.parametrize("slug", CLAIMED)
def test_no_claim_of_the_document_is_left_out(slug: str) -> None:
    claims = " ".join(TECHNIQUES[slug].words.claims)
    assert [claim for claim in CLAIMED[slug] if claim not in claims] == []


def test_every_claim_is_the_document_s_and_says_so() -> None:
    """The page prints the attribution above each block; every claim ends its sentence."""
    attribution = ENGLISH.words.attribution
    assert attribution == "According to traditional Chinese medicine, the document says:"
    for claim in every_claim():
        assert not claim[0].isupper() or claim.startswith("Yongquan"), claim
        assert claim.endswith("."), claim


def test_the_introduction_s_claims_are_told_too() -> None:
    claims = " ".join(ENGLISH.words.claims)
    for part in ("home of the kidneys", "prevent and treat", "“tonifying”", "“yang”"):
        assert part in claims


def test_we_never_promise_in_our_own_voice() -> None:
    told = [f"{where}: {text}" for where, text in our_texts() if PROMISES.search(text)]
    assert told == []


def test_coughing_up_blood_is_never_named_without_the_way_to_a_doctor() -> None:
    named = [
        technique
        for technique in ENGLISH.techniques
        if "coughing up blood" in " ".join(technique.words.claims)
    ]
    assert [technique.slug for technique in named] == ["foot-massage"]
    for technique in named:
        lines = [note for note in technique.words.cautions.also if "blood" in note.text]
        assert len(lines) == 1
        text = lines[0].text
        for part in ("always needs a doctor", "flecks or streaks", "urgent", "breathlessness"):
            assert part in text
        assert "emergency number now" in text
        assert lines[0].sources == ("nhs-coughing-blood",)


def test_the_page_for_when_it_hurts_tells_both_ways_of_coughing_up_blood() -> None:
    hurt = ENGLISH.words.hurt
    assert any("more than streaks of blood" in sign.sign for sign in hurt.emergency)
    assert any("flecks" in sign.sign and "urgent" in sign.do for sign in hurt.doctor)


def test_the_words_hemoptysis_and_tinnitus_are_said_plainly() -> None:
    for where, text in every_text():
        assert not re.search(r"hemoptysis|haemoptysis|tinnitus|insomnia", text, re.IGNORECASE), (
            where
        )


# --- what we add --------------------------------------------------------------


def test_kidney_is_explained_as_an_idea_and_not_as_the_organs() -> None:
    kidney = ENGLISH.words.kidney
    assert "an idea of Chinese medicine, not your organs" in kidney
    assert "not kidney disease" in ENGLISH.words.kidney_care
    assert "never put off" in ENGLISH.words.kidney_care


def test_the_point_lies_in_the_front_third_of_the_sole() -> None:
    notes = [note for note in TECHNIQUES["foot-massage"].words.additions if "KI1" in note.text]
    assert len(notes) == 1
    assert "front third of the sole" in notes[0].text
    assert "hollow" in notes[0].text
    assert "curl your toes" in notes[0].text
    assert "who-point-location" in notes[0].sources
    everything = " ".join(text for _, text in every_text())
    assert "not in the middle of the sole" in everything
    assert everything.count("middle of the sole") == 1


def test_each_doubt_the_document_leaves_is_read_aloud() -> None:
    readings = {
        exercise_id: " ".join(reading.text for reading in exercise.words.readings)
        for exercise_id, exercise in EXERCISES.items()
    }
    settled = {
        "sole-rub": ("each foot or for both together", "100 or more", "200", "how long to soak"),
        "arm-raise": ("9 to 25 raises a day", "as you see fit", "times of day", "tension"),
        "arm-throw": ("how often a day", "right arm", "empty hand", "what you should feel"),
        "waist-rub": ("once up and once down as one", "180 to 220", "both hands"),
        "waist-knead": ("not pain", "no real swelling", "10 minutes in all", "8 to 12", "noon"),
    }
    for exercise_id, parts in settled.items():
        assert [part for part in parts if part not in readings[exercise_id]] == []
    for exercise in EXERCISES.values():
        for reading in exercise.words.readings:
            assert "document" in reading.text
            assert re.search(r"\b[Ww]e (?:read|count|suggest|list)\b", reading.text), reading.text


def test_figures_that_are_our_readings_stand_in_the_facts() -> None:
    assert "180 to 220" in " ".join(r.text for r in EXERCISES["waist-rub"].words.readings)
    assert "8 to 12" in " ".join(r.text for r in EXERCISES["waist-knead"].words.readings)
    for exercise_id in ("waist-rub", "waist-knead"):
        dose = EXERCISES[exercise_id].facts.dose
        readings = " ".join(reading.text for reading in EXERCISES[exercise_id].words.readings)
        assert f"{dose.floor} to {dose.enough}" in readings


@pytest.mark.parametrize("slug", CAUTIONED)
def test_every_caution_for_a_technique_is_told(slug: str) -> None:
    told = caution_text(TECHNIQUES[slug])
    assert [part for part in CAUTIONED[slug] if part not in told] == []


def test_the_cautions_before_the_steps_are_five_lines_at_most() -> None:
    for technique in ENGLISH.techniques:
        assert 3 + len(technique.words.cautions.also) <= 5
        for note in (
            technique.words.cautions.not_if,
            technique.words.cautions.ask_first_if,
            technique.words.cautions.stop_if,
        ):
            assert note.text[0].islower(), "the line goes on from its label"
            assert not re.match(r"(?:don|ask|stop|if)\b", note.text), note.text


def test_what_to_do_about_every_danger_sign_is_said_in_plain_words() -> None:
    hurt = ENGLISH.words.hurt
    signs = " ".join(sign.sign for sign in hurt.emergency)
    for part in (
        "Chest pain",
        "short of breath",
        "numbness between your legs",
        "bladder",
        "weak legs",
        "streaks of blood",
        "face or arm",
        "trouble speaking",
        "fainting",
        "worst headache",
        "hearing loss",
        "spinning",
        "head injury",
        "calf is swollen, hot and painful",
    ):
        assert part in signs
    for sign in hurt.emergency:
        assert "Call your emergency number now" in sign.do
    doctor = " ".join(sign.sign for sign in hurt.doctor)
    for part in ("heartbeat", "after a fall", "short of breath", "calf", "kidneys"):
        assert part in doctor


def test_what_everyone_reads_before_beginning_is_short() -> None:
    assert 5 <= len(ENGLISH.words.not_for_everyone) <= 8


def test_the_evidence_is_called_limited_and_the_missing_trials_are_named() -> None:
    foot = " ".join(note.text for note in TECHNIQUES["foot-massage"].words.evidence)
    assert (
        "Some studies suggest warm foot baths and foot massage may help sleep. "
        "Evidence is limited." in foot
    )
    for technique in ENGLISH.techniques:
        assert "We found no trial of th" in " ".join(n.text for n in technique.words.evidence)


def test_every_source_is_cited_and_every_cited_source_exists() -> None:
    named = set(cited(ENGLISH.words))
    for technique in ENGLISH.techniques:
        named |= set(cited(technique.words))
    assert named == set(LIBRARY.document.sources)


def test_every_source_can_be_looked_up() -> None:
    for slug, source in LIBRARY.document.sources.items():
        assert source.link, slug


# --- the words ----------------------------------------------------------------


def test_no_forbidden_word_is_on_the_screen() -> None:
    told = [
        f"{where}: {text}"
        for where, text in every_text()
        if NEVER_ON_SCREEN.search(re.sub(PRINTED_SLIP, "", text, flags=re.IGNORECASE))
    ]
    assert told == []


def test_the_slip_of_translation_is_always_shown_as_a_slip() -> None:
    for where, text in every_text():
        if "slow muscle strain" in text.lower():
            assert "strain of the lower-back muscles" in text, where


def test_sentences_are_short_enough_to_read_aloud() -> None:
    first = re.compile(r"cautions\.(?:not_if|ask_first_if|stop_if|also)|\.steps\[")
    long = [
        f"{where} ({words_in(sentence)} words): {sentence}"
        for where, text in every_text()
        for sentence in sentences(text)
        if words_in(sentence) > (22 if first.search(where) else 30)
    ]
    assert long == []


def test_spelling_is_british() -> None:
    american = re.compile(
        r"\b(?:aging|color|center|tumor|hemo\w+|gray|fiber|swoll?en up|gotten|pediatric)\b",
        re.IGNORECASE,
    )
    assert [text for _, text in every_text() if american.search(text)] == []
