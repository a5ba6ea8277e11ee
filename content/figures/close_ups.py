"""Draw parts of the body seen close: the sole and the fist."""

from collections.abc import Callable
from itertools import pairwise

from content.figures.body import sole
from content.figures.geometry import Point
from content.figures.shapes import SHAPES
from content.figures.svg import (
    Shape,
    capsule,
    limb,
    lines,
    path,
    place_stroke,
    pressure_point,
    smooth,
    transform,
    union,
)

SIZE = 2.7


def on_sole(u: float, v: float) -> Point:
    """Where a place of the sole lies in the close-up, the heel at the bottom."""
    return Point(SIZE * u, -SIZE * v)


def draw_sole() -> str:
    """A right sole with the point KI1 on the line from the toes to the heel, and its thirds."""
    web, point, heel = (on_sole(*p) for p in (sole.WEB, sole.KI1, sole.HEEL))
    hollow = smooth([on_sole(*p) for p in ((-13, 47), (-9, 54), (-2.5, 60.5))]) + smooth(
        [on_sole(*p) for p in ((8, 46), (6.5, 54), (1.5, 60.5))]
    )
    aside = on_sole(30, 0).x
    thirds = [web.towards(heel, i / 3) for i in range(4)]
    rule = path("M", Point(aside, web.y), "L", Point(aside, heel.y)) + "".join(
        path("M", Point(aside - 5, p.y), "L", Point(aside + 5, p.y)) for p in thirds
    )
    return (
        union(*sole.shapes(on_sole, SIZE))
        + lines(sole.creases(on_sole))
        + lines(hollow, "soft")
        + lines(path("M", web, "L", heel), "measure")
        + lines(rule, "rule")
        + pressure_point(point, 6.5, 12)
    )


THUMB = ((-52, 12, 19), (-11, -10, 19.5), (24, 3, 13.2), (45, 14, 11.2))
"""Joints of the thumb from its root, and how thick it is there."""
BIG_KNUCKLE = Point(-10, -14)


def draw_fist() -> str:
    bones = [
        limb(a, b, wide, narrow, "skin")
        for (a, wide), (b, narrow) in pairwise((Point(x, y), r) for x, y, r in THUMB)
    ]
    root = Point(*THUMB[0][:2])
    behind = root.plus(-10, 1)
    seam = Shape(capsule(14, 18.2, 18), "skin", transform(root, root.bearing(behind)))
    block, curl, creases, nail, sleeve, cuff = (
        place_stroke(SHAPES.strokes[f"close-fist{part}"])
        for part in ("", "-curl", "-creases", "-nail", "-sleeve", "-cuff")
    )
    return (
        union(Shape(block, "skin"), Shape(sleeve, "cloth"))
        + lines(curl)
        + union(*bones)
        + seam.svg
        + Shape(sleeve, "cloth").svg
        + lines(cuff)
        + lines(creases + nail)
        + pressure_point(BIG_KNUCKLE, 6, 12)
    )


DRAWINGS: dict[str, Callable[[], str]] = {"sole": draw_sole, "fist": draw_fist}
