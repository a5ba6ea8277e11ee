"""Movement: how far each joint of an arm turns, told as custom properties of a style sheet.

A picture that moves has one number, ``--p``: 0 where the movement starts, 1 where
it ends (or once round). Every joint turns in proportion to it, so the style sheet's
animation, or a script that counts strokes, sets one number and the body follows.
"""

from __future__ import annotations

from math import cos, radians, sin
from typing import TYPE_CHECKING, NamedTuple

from content.figures.body import limbs, skeleton
from content.figures.ink import group

if TYPE_CHECKING:
    from collections.abc import Callable

    from content.figures.body.limbs import ArmFrames
    from content.figures.scene import Scene
    from content.figures.schema import Motion, Side

QUARTERS = (0, 90, 180, 270)


class Swing(NamedTuple):
    """How much a value changes: with the movement, or with the cosine and sine of a circle."""

    x: float
    y: float = 0.0


class ArmMotion(NamedTuple):
    """What changes in an arm, part by part of :data:`limbs.PARTS`."""

    turns: dict[str, Swing]
    shifts: dict[str, tuple[Swing, Swing]]
    stretches: dict[str, Swing]


def of_arm(scene: Scene, motion: Motion, side: Side) -> ArmMotion:
    """How one arm moves on paper."""
    camera = scene.camera
    if motion.to is not None:
        here = limbs.frames(scene.body.arms[side], camera)
        there = limbs.frames(scene.take(motion.to).arms[side], camera)
        return _told(here, lambda value: Swing(value(there) - value(here)))
    wide, high = motion.circle or (0, 0)
    laid = []
    for angle in QUARTERS:
        # Over the top towards the spine: outward, up, inward, down.
        out, up = wide * cos(radians(angle)), high * sin(radians(angle))
        arm = skeleton.moved(scene.pose, side, (out, up, 0))
        laid.append(limbs.frames(arm, camera))

    def around(value: Callable[[ArmFrames], float]) -> Swing:
        east, north, west, south = map(value, laid)
        return Swing((east - west) / 2, (north - south) / 2)

    return _told(limbs.frames(scene.body.arms[side], camera), around)


def _told(here: ArmFrames, swing: Callable[[Callable[[ArmFrames], float]], Swing]) -> ArmMotion:
    def turned(i: int) -> Callable[[ArmFrames], float]:
        return lambda on: here.turns[i] + limbs.nearest(on.turns[i] - here.turns[i])

    still = Swing(0)
    upper, lower = swing(lambda on: on.upper), swing(lambda on: on.lower)
    return ArmMotion(
        {part: swing(turned(i)) for i, part in enumerate(("shoulder", "elbow", "wrist"))},
        {
            "shoulder": (swing(lambda on: on.shoulder.x), swing(lambda on: on.shoulder.y)),
            "elbow": (still, upper),
            "wrist": (still, lower),
        },
        {
            "upper": Swing(upper.x / here.upper, upper.y / here.upper),
            "lower": Swing(lower.x / here.lower, lower.y / here.lower),
        },
    )


def rules(name: str, arm: ArmMotion) -> dict[str, str]:
    """The declarations of every part that moves, by class."""
    found = {}
    for part, turn in arm.turns.items():
        aside, along = arm.shifts[part]
        told = (
            _say("a", turn.x, "deg") + _say("b", turn.y, "deg")
            + _say("u", aside.x, "px") + _say("v", along.x, "px") + _say("w", along.y, "px")
        )  # fmt: skip
        if told:
            found[f"{name}-{part}"] = told
    for part, stretch in arm.stretches.items():
        told = _say("s", stretch.x, "", 3) + _say("t", stretch.y, "", 3)
        if told:
            found[f"{name}-{part}"] = told
    return found


def _say(name: str, value: float, unit: str, places: int = 1) -> str:
    said = f"{value:.{places}f}".rstrip("0").rstrip(".")
    return "" if said in {"0", "-0", ""} else f"--{name}:{said}{unit};"


def joints(name: str, moving: set[str]) -> Callable[[Side], Callable[[str, str], str]]:
    """What wraps the parts of each arm that move."""

    def of(side: Side) -> Callable[[str, str], str]:
        def wrap(part: str, inner: str) -> str:
            key = f"{name}-{side}-{part}"
            kind = "bone" if part in {"upper", "lower"} else "joint"
            return group(inner, **{"class": f"{kind} {key}"}) if key in moving else inner

        return wrap

    return of


def style(scene: Scene, motion: Motion, name: str) -> dict[str, str]:
    """All rules of a moving picture, by class."""
    found: dict[str, str] = {}
    for side in skeleton.SIDES:
        found |= rules(f"{name}-{side}", of_arm(scene, motion, side))
    return found
