"""Moving pictures: every joint ends where the other pose has it, at the exercise's own pace."""

import re
from math import cos, pi, radians, sin

import pytest

from content.catalogue import library
from content.figures import animation, render
from content.figures.body import limbs
from content.figures.geometry import Point
from tests.drawn import read

FIGURES = library().figures
STYLE = animation.style_sheet(
    FIGURES, {each.id: each.pace.seconds_there_and_back for each in library().exercises}
)
SWINGS = sorted(name for name, each in FIGURES.exercises.items() if each.moves.to)
CIRCLES = sorted(name for name, each in FIGURES.exercises.items() if each.moves.circle)


def rule(name: str) -> dict[str, float]:
    """The custom properties of one class, without their units."""
    found = re.search(rf"\.{re.escape(name)}\{{([^}}]*)\}}", STYLE)
    return (
        {key: float(value) for key, value in re.findall(r"--(\w+):(-?[\d.]+)", found[1])}
        if found
        else {}
    )


def laid(exercise: str, side: str, x: float, y: float) -> tuple[Point, Point]:
    """Elbow and wrist as the style sheet's rules lay them: written from CSS."""
    shown = FIGURES.scene(FIGURES.exercises[exercise].moves.picture)
    on = limbs.frames(shown.body.arms[side], shown.camera)  # type: ignore[index]
    at, turned = on.shoulder, 0.0
    joints: list[Point] = []
    for joint, bone, turn, size in (
        ("shoulder", "upper", on.turns[0], on.upper),
        ("elbow", "lower", on.turns[1], on.lower),
        ("wrist", "", on.turns[2], 0),
    ):
        r = rule(f"{exercise}-{side}-{joint}")
        # A joint is shifted in the frame it hangs in, then turns about itself.
        at = along(at, turned, r.get("u", 0) * x, r.get("v", 0) * x + r.get("w", 0) * y)
        joints.append(at)
        turned += turn + r.get("a", 0) * x + r.get("b", 0) * y
        at = along(at, turned, 0, size)
        assert 0.6 < 1 + rule(f"{exercise}-{side}-{bone}").get("s", 0) < 1.5, "no rubber arms"
    return joints[1], joints[2]


def along(at: Point, turned: float, dx: float, dy: float) -> Point:
    """A step in a frame that is turned by so many degrees."""
    a = radians(turned)
    return at.plus(dx * cos(a) - dy * sin(a), dx * sin(a) + dy * cos(a))


@pytest.mark.parametrize("exercise", SWINGS)
@pytest.mark.parametrize("side", ["left", "right"])
def test_a_movement_ends_in_its_other_pose(exercise: str, side: str) -> None:
    moves = FIGURES.exercises[exercise].moves
    shown = FIGURES.scene(moves.picture)
    for share, body in ((0, shown.body), (1, shown.body_in(moves.to or ""))):
        arm = body.arms[side]  # type: ignore[index]
        elbow, wrist = laid(exercise, side, share, 0)
        assert elbow.distance(shown.camera.project(arm.elbow)) < 1
        assert wrist.distance(shown.camera.project(arm.wrist)) < 1.5


@pytest.mark.parametrize("exercise", CIRCLES)
@pytest.mark.parametrize("side", ["left", "right"])
def test_a_hand_that_circles_goes_round_as_wide_as_asked(exercise: str, side: str) -> None:
    moves = FIGURES.exercises[exercise].moves
    wide, high = moves.circle or (0, 0)
    shown = FIGURES.scene(moves.picture)
    middle = shown.camera.project(shown.body.arms[side].wrist)  # type: ignore[index]
    # Seen from behind, the left arm's outward is to the left of the paper.
    outward = -1 if side == "left" else 1
    for eighth in range(8):
        angle = eighth / 8 * 2 * pi
        _, wrist = laid(exercise, side, cos(angle), sin(angle))
        wanted = middle.plus(outward * wide * cos(angle), -high * sin(angle))
        assert wrist.distance(wanted) < 1.6


def test_only_what_the_document_moves_does() -> None:
    for exercise, sides in (
        ("sole-rub", {"left"}),
        ("arm-raise", {"left", "right"}),
        ("arm-throw", {"right"}),
        ("waist-rub", {"left", "right"}),
        ("waist-knead", {"left", "right"}),
    ):
        moving = set(re.findall(rf"\.{exercise}-(left|right)-", STYLE))
        assert moving == sides, exercise


def test_the_pace_is_the_exercise_s_own() -> None:
    """60 strokes a minute; breaths of 4 + 6 and of 3 + 4 seconds; circles have no pace."""
    seconds = dict(re.findall(r"\.moves-([\w-]+)\{--seconds:([\d.]+)s", STYLE))
    assert seconds == {
        "sole-rub": "1",
        "arm-raise": "10",
        "arm-throw": "7",
        "waist-rub": "1",
        "waist-knead": "3",
    }
    turn = dict(re.findall(r"@keyframes moves-([\w-]+[a-z])\{([\d.]+)%\{--p:1\}\}", STYLE))
    assert turn == {"sole-rub": "50", "arm-raise": "40", "arm-throw": "42.9", "waist-rub": "50"}


def test_the_breath_changes_where_the_movement_turns() -> None:
    for exercise, share in (("arm-raise", "40"), ("arm-throw", "42.9")):
        assert f"@keyframes moves-{exercise}-in{{0%{{--in:1}}{share}%{{--in:0}}}}" in STYLE


@pytest.mark.parametrize("exercise", sorted(FIGURES.exercises))
def test_every_moving_part_of_a_picture_has_its_rule_and_every_rule_its_part(exercise: str) -> None:
    labels = library().editions["en"].words.labels
    drawn = render.moving(FIGURES, exercise, labels, "moves")
    used = set(re.findall(rf"(?:joint|bone) ({exercise}-[\w-]+)", drawn))
    told = set(re.findall(rf"\.({exercise}-(?:left|right)-\w+)\{{", STYLE))
    assert used == told != set()


def test_a_short_turn_is_taken_and_not_the_long_way_round() -> None:
    for name, value in re.findall(r"\.([\w-]+)\{--a:(-?[\d.]+)deg", STYLE):
        assert abs(float(value)) <= 150, name
    assert animation.Swing(1) == (1, 0)


def test_no_gap_opens_at_the_armpits_as_the_arms_go_up() -> None:
    """Arms beside the trunk have one edge with it: theirs lie below it, what fills them above."""
    labels = library().editions["en"].words.labels
    drawn = read(render.moving(FIGURES, "arm-raise", labels, "moves"))
    cloth = [i for i, each in enumerate(drawn) if "cloth" in each.classes]
    edges = [i for i in cloth if {"edge", "joint"} <= drawn[i].classes]
    arms = [i for i in cloth if "joint" in drawn[i].classes and i not in edges]
    shirt = next(i for i in cloth if not drawn[i].classes & {"edge", "joint"})
    assert len(edges) == len(arms) == 4, "two sleeves in two parts"
    assert max(edges) < shirt < min(arms)
