"""What the reader of ``figures.toml`` refuses, and how it says so."""

from pathlib import Path

import pytest

from tests.content.conftest import change, faults_in, the_fault_in


@pytest.mark.parametrize(
    "old,new,told",
    [
        # A misspelt key, a heading with one number, a layer nobody can draw.
        ("[poses.warming]\nleft_arm", "[poses.warming]\nleft_am", "poses.warming: "),
        ("elbow_to = [-30, 120]", "elbow_to = [-30]", "poses.feet-in-basin.arms.elbow_to"),
        ('"basin-behind", "legs"', '"bath", "legs"', "pictures.soak.layers"),
        (
            "seen = [0, 14]\nframe = [-130,",
            "seen = [0, 1400]\nframe = [-130,",
            "pictures.soak.seen",
        ),
        ('word = "left", part', 'word = "links", part', "labels"),
        ('part = "foot"', 'part = "toe"', "labels"),
        # What belongs together.
        ('pose = "feet-in-basin"', 'pose = "feet-in-sea"', "pictures.soak.pose: there is no pose"),
        ('pose = "feet-in-basin"', "", "pictures.soak: give pose, close_up or mirror_of"),
        (
            'mirror_of = "left-palm-on-right-sole"',
            'mirror_of = "left-palm"',
            "pictures.right-palm-on-left-sole.mirror_of: there is no picture",
        ),
        (
            'to = "palm-at-toes"',
            'to = "palm-at-knee"',
            "exercises.sole-rub.moves.to: there is no pose",
        ),
        (', to = "palm-at-toes"', "", "exercises.sole-rub.moves: give to or circle"),
        (
            'to = "palm-at-toes"',
            'to = "palm-at-toes", seconds = 2',
            "exercises.sole-rub.moves.seconds: told where the exercise has no pace",
        ),
        ('start = "left', 'start = "no-left', "exercises.sole-rub: there is no picture no-left"),
        (
            ', rest = "sit-still" }',
            " }",
            "pictures.sit-still: no exercise shows it",
        ),
        (
            "ways = [{ points = [[-64, -61], [-16, -55]], both_ends = true }]",
            "ways = [{ both_ends = true }]",
            "pictures.left-palm-on-right-sole.ways[0]: give of and to",
        ),
    ],
)
def test_a_fault_in_the_figures_is_told_with_its_key(
    library: Path, old: str, new: str, told: str
) -> None:
    path = library / "foot-massage" / "figures.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    faults = faults_in(library)
    assert any(
        fault.startswith("foot-massage/figures.toml: ") and told in fault for fault in faults
    ), faults


def test_a_circle_needs_wrists_that_have_a_place(library: Path) -> None:
    change(library / "waist-massage" / "figures.toml", "wrist = [33, 36, -22], ", "")
    assert the_fault_in(library) == (
        "waist-massage/figures.toml: exercises.waist-knead.moves.circle:"
        " both wrists of the pose need a place"
    )


def test_missing_figures_are_told(library: Path) -> None:
    (library / "foot-massage" / "figures.toml").unlink()
    assert the_fault_in(library) == "foot-massage/figures.toml: the file is missing"


def test_a_picture_without_words_and_words_without_a_picture_are_told(library: Path) -> None:
    change(library / "foot-massage" / "en.toml", "[pictures.soak]", "[pictures.bath]")
    assert faults_in(library) == (
        "foot-massage/en.toml: pictures.soak: the words are missing",
        "foot-massage/en.toml: pictures.bath: figures.toml shows no such picture",
    )


def test_a_picture_of_a_step_that_is_not_there_is_told(library: Path) -> None:
    change(
        library / "foot-massage" / "figures.toml", 'steps = { 1 = "soak"', 'steps = { 9 = "soak"'
    )
    assert the_fault_in(library) == (
        "foot-massage/en.toml: exercises.sole-rub.steps: figures.toml has a picture of step 9"
    )


def test_a_picture_of_a_stage_that_is_not_there_is_told(library: Path) -> None:
    change(library / "foot-massage" / "figures.toml", "stages = { soak", "stages = { bath")
    assert the_fault_in(library) == (
        "foot-massage/en.toml: exercises.sole-rub.stages: figures.toml has a picture of stage bath"
    )


def test_the_other_side_is_told_where_there_is_one_and_only_there(library: Path) -> None:
    change(library / "foot-massage" / "en.toml", "moving_other_side = ", "# ")
    assert the_fault_in(library).startswith(
        "foot-massage/en.toml: exercises.sole-rub.moving_other_side: told where"
    )
