"""Draw the sole of a foot and find the point on it that is rubbed."""

from collections.abc import Callable

from content.figures.geometry import Point
from content.figures.shapes import SHAPES
from content.figures.svg import COARSE, FINE, Shape, capsule, smooth, transform

OUTLINE = SHAPES.points["sole"]
HEEL = Point(0, 0)
WEB = SHAPES.toes[1].root.towards(SHAPES.toes[2].root, 0.5).plus(0, 1.5)
KI1 = WEB.towards(HEEL, 0.32)
"""Yongquan: about a third of the way from between the second and third toe to the heel."""


def shapes(onto: Callable[[float, float], Point], size: float) -> tuple[Shape, ...]:
    """The sole and its toes, mapped by ``onto``; ``size`` is one unit of it there."""
    # Where a unit is small on paper it is cut finer.
    cut = COARSE if size > 1 else FINE
    toes = []
    for toe in SHAPES.toes:
        root, tip = onto(*toe.root), onto(*toe.tip)
        thick = toe.thick * size
        d = capsule(root.distance(tip), thick, thick, cut=cut)
        toes.append(Shape(d, "skin", transform(root, root.bearing(tip))))
    return (Shape(smooth([onto(*p) for p in OUTLINE], closed=True), "skin"), *toes)


def creases(onto: Callable[[float, float], Point]) -> str:
    """Lines under the toes and around the hollow behind the ball."""
    under = [onto(*p) for p in ((21, 79), (13, 82), (5, 81.5), (-5, 79.5), (-13, 75.5), (-20, 69))]
    return smooth(under, cut=FINE)
