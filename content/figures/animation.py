"""The style sheet that moves pictures: how far each joint of an arm turns, and how fast.

A picture that moves has one number, ``--p``: 0 where the movement starts, 1 where
it ends (or once round). Every joint turns in proportion to it, so the style sheet's
animation, or a script that counts strokes, sets one number and the body follows.
"""

from collections.abc import Callable, Mapping
from math import cos, radians, sin
from typing import NamedTuple

from content.figures.body import limbs, skeleton
from content.figures.body.limbs import ArmFrames
from content.figures.figure_set import FigureSet
from content.figures.scene import JointWrapper, Scene
from content.figures.schema import Motion, Side
from content.figures.svg import group, number

Measure = Callable[[ArmFrames], float]


def style_sheet(
    figures: FigureSet, seconds_there_and_back: Mapping[str, tuple[float, float] | None]
) -> str:
    """The rules that follow from the data; seconds by exercise, if it has a pace of its own."""
    rules = [
        f".{near_class(near)}{{--pen:{number(1 / near)}}}"
        for near in sorted({picture.near for picture in figures.pictures.values()} - {1.0})
    ]
    for exercise, pace in seconds_there_and_back.items():
        motion = figures.exercises[exercise].moves
        shown = figures.scene(motion.picture)
        half = (motion.seconds or 1.0) / 2
        there, back = pace or (half, half)
        name = f"moves-{exercise}"
        _left, _top, wide, high = map(number, shown.picture.frame)
        rules.append(f".frame-{exercise}{{aspect-ratio:{wide}/{high}}}")
        keyframes = "round" if motion.circle else f"{name},{name}-in"
        rules.append(f".{name}{{--seconds:{number(there + back)}s;animation-name:{keyframes}}}")
        if not motion.circle:
            share = number(there / (there + back) * 100)
            rules.append(f"@keyframes {name}{{{share}%{{--p:1}}}}")
            rules.append(f"@keyframes {name}-in{{0%{{--in:1}}{share}%{{--in:0}}}}")
        rules += [f".{key}{{{rule}}}" for key, rule in joint_rules(shown, motion, exercise).items()]
    return "@layer parts{\n" + "\n".join(rules) + "\n}\n"


def near_class(near: float) -> str:
    """The class of pictures drawn from closer, whose lines stay as fine."""
    return f"near-{round(near * 100)}"


class Swing(NamedTuple):
    """How much a value changes: with the movement, or with the cosine and sine of a circle."""

    x: float
    y: float = 0.0


def joint_rules(scene: Scene, motion: Motion, name: str) -> dict[str, str]:
    return {
        f"{name}-{side}-{part}": rule
        for side in skeleton.SIDES
        for part, rule in _arm_rules(scene, motion, side).items()
        if rule
    }


def joint_wrapper(name: str, classes: set[str]) -> JointWrapper:
    """What wraps the parts of each arm that move in a group of their class."""

    def wrap(side: Side, part: str, drawn: str) -> str:
        key = f"{name}-{side}-{part}"
        kind = "bone" if part in limbs.BONES else "joint"
        return group(drawn, class_=f"{kind} {key}") if key in classes else drawn

    return wrap


def _arm_rules(scene: Scene, motion: Motion, side: Side) -> dict[str, str]:
    here = limbs.frames(scene.body.arms[side], scene.camera)
    swing = _swings(scene, motion, side)

    def turn(i: int) -> Swing:
        return swing(lambda on: here.turns[i] + limbs.shortest_turn(on.turns[i] - here.turns[i]))

    still = Swing(0)
    upper, lower = swing(lambda on: on.upper), swing(lambda on: on.lower)
    shift = swing(lambda on: on.shoulder.x), swing(lambda on: on.shoulder.y)
    rules = {
        part: _declare("a", turn(i).x, "deg")
        + _declare("b", turn(i).y, "deg")
        + _declare("u", aside.x, "px")
        + _declare("v", along.x, "px")
        + _declare("w", along.y, "px")
        for i, (part, aside, along) in enumerate(
            (("shoulder", *shift), ("elbow", still, upper), ("wrist", still, lower))
        )
    }
    for part, grown, length in (("upper", upper, here.upper), ("lower", lower, here.lower)):
        stretch = _declare("s", grown.x / length, "", 3)
        rules[part] = stretch + _declare("t", grown.y / length, "", 3)
    return rules


def _swings(scene: Scene, motion: Motion, side: Side) -> Callable[[Measure], Swing]:
    """A function from any measure of an arm to how it changes with the movement."""
    camera = scene.camera
    if motion.to is not None:
        here = limbs.frames(scene.body.arms[side], camera)
        there = limbs.frames(scene.body_in(motion.to).arms[side], camera)
        return lambda measure: Swing(measure(there) - measure(here))
    wide, high = motion.circle or (0, 0)
    quarters = []
    for angle in (0, 90, 180, 270):
        # Over the top towards the spine: outward, up, inward, down.
        out, up = wide * cos(radians(angle)), high * sin(radians(angle))
        arm = skeleton.with_wrist_moved(scene.pose, side, (out, up, 0))
        quarters.append(limbs.frames(arm, camera))

    def around(measure: Measure) -> Swing:
        east, north, west, south = map(measure, quarters)
        return Swing((east - west) / 2, (north - south) / 2)

    return around


def _declare(name: str, value: float, unit: str, places: int = 1) -> str:
    """The declaration of a custom property; nothing where it is zero."""
    text = f"{value:.{places}f}".rstrip("0").rstrip(".")
    return "" if text in {"0", "-0", ""} else f"--{name}:{text}{unit};"
