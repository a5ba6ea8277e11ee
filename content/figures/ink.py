"""The pen: paths, groups, and the one way an outline comes to be.

A part of the body is a union of simple shapes. Each is drawn twice: first all
with a broad dark edge, then all filled on top, so that only the outer half of
the edge is left and no line runs through a joint, whatever its angle.
"""

from __future__ import annotations

from typing import NamedTuple

from content.figures.geometry import COARSE, Point, number, path


class Shape(NamedTuple):
    """A closed path and what it is made of, as ``skin``, ``cloth`` or ``legs``."""

    d: str
    kind: str
    move: str = ""

    @property
    def svg(self) -> str:
        """Its element; under a group of the class ``edge`` it has an edge."""
        return element("path", d=self.d, transform=self.move, **{"class": self.kind})


def element(name: str, **attributes: str | float) -> str:
    """One empty element; attributes that say nothing are left out."""
    said = "".join(
        f' {key}="{value if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
        if value != ""
    )
    return f"<{name}{said}/>"


def group(inner: str, name: str = "g", **attributes: str) -> str:
    """Elements under common attributes."""
    said = "".join(f' {key}="{value}"' for key, value in attributes.items() if value)
    return f"<{name}{said}>{inner}</{name}>" if said else inner


def lines(d: str, kind: str = "line") -> str:
    """A path that is only drawn along."""
    return element("path", d=d, **{"class": kind}) if d else ""


def union(*shapes: Shape) -> str:
    """Shapes as one: one outline, and each its own surface."""
    drawn = "".join(shape.svg for shape in shapes)
    # Word for word the same twice, which packs to nearly nothing.
    return group(drawn, **{"class": "edge"}) + drawn


def shift(to: Point, turn: float = 0.0) -> str:
    """The ``transform`` that brings the paper's corner to a point and turns it."""
    moved = "" if to == Point(0, 0) else f"translate({number(to.x)} {number(to.y)})"
    return moved + (f"rotate({number(turn)})" if number(turn) != "0" else "")


def capsule(long: float, first: float, last: float, belly: float = 0.0, cut: int = COARSE) -> str:
    """A limb along +y: round at both ends, ``first`` and ``last`` half as wide as it is there.

    ``belly`` is how much fuller the sides are than straight.
    """
    return path(
        *("M", Point(-first, 0), "A", first, first, "0 0 1", Point(first, 0)),
        *("C", Point(first + belly, long * 0.35), Point(last + belly, long * 0.65)),
        *(Point(last, long), "A", last, last, "0 0 1", Point(-last, long)),
        *("C", Point(-last - belly, long * 0.65), Point(-first - belly, long * 0.35)),
        *(Point(-first, 0), "Z"),
        cut=cut,
    )
