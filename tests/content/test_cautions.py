"""What we add to the document: explanations, cautions, danger signs, and their sources."""

import re

import pytest

from tests.content.english import (
    ENGLISH,
    EXERCISES,
    LIBRARY,
    TECHNIQUES,
    caution_text,
    cited,
    every_text,
    words_in,
)

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
    ),
    "kidney-strengthening-exercises": (
        "short of breath",
        "chest pain",
        "faintness",
        "where your shoulder hurts",
        "stiff shoulders",
        "Never hold your breath",
        "3 out of 10 or less, gone within a day",
        "pregnant",
        "worst headache",
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
    ),
}


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


def test_the_cautions_before_the_steps_are_five_short_lines_at_most() -> None:
    for technique in ENGLISH.techniques:
        cautions = technique.words.cautions
        assert 3 + len(cautions.also) <= 5
        lines = [cautions.not_if, cautions.ask_first_if, cautions.stop_if, *cautions.also]
        assert [note.text for note in lines if words_in(note.text) > 20] == []
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


OURS = {"en": "Our advice: ", "zh-hans": "我们的建议：", "zh-hant": "我們的建議："}
SHORT_ENOUGH = 90
"""Characters that very large text holds on a small phone; the soak must name every illness."""


@pytest.mark.parametrize("language", OURS)
def test_a_stage_s_caution_says_that_it_is_ours_and_is_short(language: str) -> None:
    """It is spoken, too, where nothing on the screen can mark it."""
    stages = {
        stage: words
        for technique in LIBRARY.editions[language].techniques
        for exercise in technique.exercises
        for stage, words in exercise.words.stages.items()
    }
    cautions = {stage: words.caution for stage, words in stages.items() if words.caution}
    assert {"soak", "dry", "rub", "knead", "throw"} <= cautions.keys()
    for stage, caution in cautions.items():
        assert caution.startswith(OURS[language]), stage
        assert stage == "soak" or len(caution) <= SHORT_ENOUGH, stage


@pytest.mark.parametrize("language", OURS)
def test_no_line_of_a_stage_mixes_our_advice_with_the_document_s_words(language: str) -> None:
    """Only the warmth of the water, which the document leaves open, is a line of its own."""
    ours = [
        line
        for technique in LIBRARY.editions[language].techniques
        for exercise in technique.exercises
        for words in exercise.words.stages.values()
        for line in words.lines
        if OURS[language].strip() in line
    ]
    (water,) = ours
    assert water.startswith(OURS[language])
    assert re.search(r"38 (?:to|到) 40 °C", water)
