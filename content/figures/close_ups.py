"""Draw parts of the body seen close: the sole and the fist."""

from collections.abc import Callable
from itertools import pairwise

from content.figures import svg
from content.figures.body import sole
from content.figures.geometry import Point
from content.figures.shapes import SHAPES

SIZE = 2.7


def on_sole(u: float, v: float) -> Point:
    """Where a place of the sole lies in the close-up, the heel at the bottom."""
    return Point(SIZE * u, -SIZE * v)


def draw_sole() -> str:
    """A right sole with the point KI1 on the line from the toes to the heel, and its thirds."""
    web, point, heel = (on_sole(*p) for p in (sole.WEB, sole.KI1, sole.HEEL))
    hollow = svg.smooth([on_sole(*p) for p in ((-13, 47), (-9, 54), (-2.5, 60.5))]) + svg.smooth(
        [on_sole(*p) for p in ((8, 46), (6.5, 54), (1.5, 60.5))]
    )
    aside = on_sole(30, 0).x
    thirds = [web.towards(heel, i / 3) for i in range(4)]
    rule = svg.path("M", Point(aside, web.y), "L", Point(aside, heel.y)) + "".join(
        svg.path("M", Point(aside - 5, p.y), "L", Point(aside + 5, p.y)) for p in thirds
    )
    return (
        svg.union(*sole.shapes(on_sole, SIZE))
        + svg.lines(sole.creases(on_sole))
        + svg.lines(hollow, "hollow")
        + svg.lines(svg.path("M", web, "L", heel), "measure")
        + svg.lines(rule, "rule")
        + svg.pressure_point(point, 6.5, 12)
    )


THUMB = ((-52, 12, 19), (-11, -10, 19.5), (24, 3, 13.2), (45, 14, 11.2))
"""Joints of the thumb from its root, and how thick it is there."""


def draw_fist() -> str:
    bones = [
        svg.limb(a, b, wide, narrow, "skin")
        for (a, wide), (b, narrow) in pairwise((Point(x, y), r) for x, y, r in THUMB)
    ]
    root, big_knuckle = Point(*THUMB[0][:2]), Point(-10, -14)
    behind = root.plus(-10, 1)
    seam = svg.Shape(svg.capsule(14, 18.2, 18), "skin", svg.transform(root, root.bearing(behind)))
    block, curl, creases, nail, sleeve, cuff = (
        svg.place_stroke(SHAPES.strokes[f"close-fist{part}"])
        for part in ("", "-curl", "-creases", "-nail", "-sleeve", "-cuff")
    )
    return (
        svg.union(svg.Shape(block, "skin"), svg.Shape(sleeve, "cloth"))
        + svg.lines(curl)
        + svg.union(*bones)
        + seam.svg
        + svg.Shape(sleeve, "cloth").svg
        + svg.lines(cuff)
        + svg.lines(creases + nail)
        + svg.pressure_point(big_knuckle, 6, 12)
    )


DRAWINGS: dict[str, Callable[[], str]] = {"sole": draw_sole, "fist": draw_fist}
