"""Each stage of guided practice shows what its words say."""

import pytest

from content.catalogue import library
from content.figures.body import skeleton

FIGURES = library().figures
FACTS = {exercise.id: exercise for exercise in library().exercises}


@pytest.mark.parametrize("name", sorted(FACTS))
def test_a_stage_that_is_not_the_movement_has_a_picture_of_its_own(name: str) -> None:
    shows = {
        "sole-rub": {"soak": "soak", "hands": "warm-hands", "rest": "sit-still"},
        "waist-rub": {"palms": "warm-hands"},
        "waist-knead": {"fists": "fist"},
    }
    figures = FIGURES.exercises[name]
    assert figures.stages == shows.get(name, {})
    assert figures.moves.picture not in figures.stages.values()
    # A question has no picture; while feet are changed the other side is shown, and a settling
    # is the place where the movement starts.
    others = {stage.id for stage in FACTS[name].stages if not stage.is_counted}
    assert others - figures.stages.keys() <= {"dry", "change", "settle"}


def test_the_rest_after_the_soles_is_sitting_with_both_feet_down() -> None:
    shown = FIGURES.scene("sit-still")
    assert not shown.picture.ways
    assert all(leg.ankle.y == pytest.approx(skeleton.ANKLE) for leg in shown.body.legs.values())
    assert "basin" not in shown.picture.layers
