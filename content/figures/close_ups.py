"""Draw parts of the body seen close: the sole and the fist."""

from collections.abc import Callable
from itertools import pairwise

from content.figures.body import sole
from content.figures.geometry import Point
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
    web, point, heel = (on_sole(*p) for p in (sole.web(), sole.ki1(), sole.HEEL))
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


# A right fist from the side of the thumb, the wrist to the left.
# fmt: off
BLOCK = (
    "M", (-84, -27), "C", (-58, -29), (-36, -43), (-6, -49), "C", (18, -54), (38, -52), (50, -42),
    "C", (62, -32), (67, -12), (67, 8), "C", (67, 26), (60, 39), (46, 43),
    "C", (32, 47), (18, 46), (4, 47), "C", (-14, 51), (-34, 48), (-50, 40),
    "C", (-62, 34), (-72, 31), (-84, 31), "Z",
)
CURL = (
    "M", (30, -33), "C", (40, -26), (45, -14), (44, 0),
    "M", (6, 46.5), "C", (-2, 40), (-4, 32), (0, 25),
    "M", (67, 4), "C", (62, 3), (58, 5), (55, 8), "M", (46, 43), "C", (43, 38), (43, 34), (45, 30),
)
CREASES = (
    "M", (-22, -22), "C", (-18, -17), (-16, -12), (-17, -7),
    "M", (22, -12), "C", (25, -8), (25, -4), (24, 0),
    "M", (27, -10), "C", (29, -7), (29, -4), (28, -1),
)
NAIL = ("M", (43, 3), "C", (51, 5), (56, 11), (54, 16), "C", (48, 16), (42, 13), (39, 9))
SLEEVE = ("M", (-86, -36), "Q", (-78, 2), (-86, 40), "L", (-150, 44), "L", (-150, -40), "Z")
# fmt: on
THUMB = ((-52, 12, 19), (-11, -10, 19.5), (24, 3, 13.2), (45, 14, 11.2))
"""Joints of the thumb from its root, and how thick it is there."""
BIG_KNUCKLE = Point(-10, -14)


def draw_fist() -> str:
    """A right fist from the side of the thumb; its big knuckle, which presses, is marked."""
    bones = [
        limb(a, b, wide, narrow, "skin")
        for (a, wide), (b, narrow) in pairwise((Point(x, y), r) for x, y, r in THUMB)
    ]
    root = Point(*THUMB[0][:2])
    behind = root.plus(-10, 1)
    seam = Shape(capsule(14, 18.2, 18), "skin", transform(root, root.bearing(behind)))
    return (
        union(Shape(place_stroke(BLOCK), "skin"), Shape(place_stroke(SLEEVE), "cloth"))
        + lines(place_stroke(CURL))
        + union(*bones)
        + seam.svg
        + Shape(place_stroke(SLEEVE), "cloth").svg
        + lines(place_stroke(SLEEVE[:5]))
        + lines(place_stroke(CREASES) + place_stroke(NAIL))
        + pressure_point(BIG_KNUCKLE, 6, 12)
    )


DRAWINGS: dict[str, Callable[[], str]] = {"sole": draw_sole, "fist": draw_fist}
