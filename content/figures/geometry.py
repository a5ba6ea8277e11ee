"""Points, directions, a camera, and the curves drawn between points.

Three axes from the body's own view: ``x`` to its left, ``y`` up, ``z`` forward.
On paper ``x`` goes right and ``y`` down. One unit is about half a centimetre of
a grown-up.
"""

from __future__ import annotations

import re
from math import atan2, cos, degrees, hypot, radians, sin
from typing import TYPE_CHECKING, ClassVar, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Vec(NamedTuple):
    """A place or a direction in space."""

    x: float
    y: float
    z: float

    def plus(self, other: Vec, times: float = 1.0) -> Vec:
        """This place, moved along ``other``."""
        return Vec(self.x + times * other.x, self.y + times * other.y, self.z + times * other.z)

    def cross(self, other: Vec) -> Vec:
        """The direction square to both."""
        return Vec(
            self.y * other.z - self.z * other.y,
            self.z * other.x - self.x * other.z,
            self.x * other.y - self.y * other.x,
        )

    def dot(self, other: Vec) -> float:
        """How far one reaches along the other."""
        return self.x * other.x + self.y * other.y + self.z * other.z

    def unit(self) -> Vec:
        """The same direction, one long."""
        length = self.dot(self) ** 0.5
        return Vec(self.x / length, self.y / length, self.z / length)


def direction(lift: float, out: float, side: int = 1) -> Vec:
    """A direction as a person would say it.

    Args:
        lift: degrees above the horizontal; 90 is straight up.
        out: degrees away from straight ahead towards the limb's own side; 90
            is sideways, 180 backwards, negative across the body.
        side: 1 for the left of the body, -1 for its right.
    """
    up, turn = radians(lift), radians(out)
    return Vec(side * cos(up) * sin(turn), sin(up), cos(up) * cos(turn))


class Point(NamedTuple):
    """A place on paper."""

    x: float
    y: float

    def plus(self, dx: float, dy: float) -> Point:
        """The place so far to the right and below."""
        return Point(self.x + dx, self.y + dy)

    def towards(self, other: Point, share: float) -> Point:
        """A place on the way to another; 0 is here, 1 is there."""
        return Point(self.x + share * (other.x - self.x), self.y + share * (other.y - self.y))

    def far(self, other: Point) -> float:
        """The distance to another."""
        return hypot(other.x - self.x, other.y - self.y)

    def turn_to(self, other: Point) -> float:
        """The turn in degrees that lays +y along the way to another."""
        return degrees(atan2(self.x - other.x, other.y - self.y))


class Camera(NamedTuple):
    """From where the body is looked at.

    ``yaw`` 0 sees it from the front, 50 from its right in front, -50 from its
    left in front, 180 from behind; ``pitch`` is how far from above.
    """

    yaw: float
    pitch: float = 0.0

    def flat(self, place: Vec) -> Point:
        """Where a place, or a direction, comes to lie on paper."""
        turn, tip = radians(self.yaw), radians(self.pitch)
        near = self._level(place, turn)
        return Point(
            place.x * cos(turn) + place.z * sin(turn), near * sin(tip) - place.y * cos(tip)
        )

    def near(self, place: Vec) -> float:
        """How much nearer than the middle of the body a place is."""
        turn, tip = radians(self.yaw), radians(self.pitch)
        return self._level(place, turn) * cos(tip) + place.y * sin(tip)

    def flat_forward(self) -> float:
        """How much the body looks at the camera: 1 from the front, -1 from behind."""
        return cos(radians(self.yaw))

    @staticmethod
    def _level(place: Vec, turn: float) -> float:
        return place.z * cos(turn) - place.x * sin(turn)


def number(value: float) -> str:
    """A coordinate as short as it can be said: a tenth of a unit is fine enough."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    if text in {"-0", ""}:
        return "0"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


Part = str | float | Point
"""A piece of a path's ``d``: a command, a number or a place."""


COARSE, FINE = 2, 5
"""Into how many parts a unit is cut: for a chair or a sleeve, and for a face or a hand."""


def path(*parts: Part, cut: int = COARSE) -> str:
    """The ``d`` of a path from commands and places, as short as it can be said.

    Commands are capitals and places lie on the paper; what is written is
    relative to the place before, so that equal shapes are equal words, which
    pack well. Every place is rounded by itself, to ``1 / cut`` units: no error
    adds up.
    """
    pen = _Pen(cut)
    for part in parts:
        if isinstance(part, str) and part.isalpha():
            pen.begin(part)
        elif isinstance(part, Point):
            pen.place(part)
        else:
            pen.value(part)
    return pen.said


class _Pen:
    """Writes a path down, knowing where it is."""

    # After how many places a command has drawn one piece.
    PLACES: ClassVar[dict[str, int]] = {"M": 1, "L": 1, "C": 3, "S": 2, "Q": 2, "A": 1}

    def __init__(self, cut: int) -> None:
        self.cut = cut
        self.said = ""
        self.command = ""
        self.at = self.start = Point(0, 0)
        self.given: list[Point] = []

    def begin(self, command: str) -> None:
        if command == "Z":
            self.at = self.start
        if command != self.command or command in "MZ":
            # The first place is told from the corner: paths can follow one another.
            self.said += command.lower() if self.said else command
        self.command = command

    def place(self, place: Point) -> None:
        place = Point(round(place.x * self.cut) / self.cut, round(place.y * self.cut) / self.cut)
        self.value(place.x - self.at.x)
        self.value(place.y - self.at.y)
        self.given.append(place)
        if len(self.given) == self.PLACES[self.command]:
            self.at = place
            self.given.clear()
            if self.command == "M":
                self.start = place

    def value(self, value: str | float) -> None:
        text = value if isinstance(value, str) else number(value)
        apart = text[0] != "-" and self.said[-1:].isdigit()
        # Two fractions need nothing between them: .5.5 can only be read in one way.
        if text[0] == "." and "." in re.split(r"[^\d.]", self.said)[-1]:
            apart = False
        self.said += f" {text}" if apart else text


def curve(points: Sequence[Point], *, closed: bool = False) -> list[Part]:
    """A calm curve from the first point through the others (Catmull and Rom's, as Béziers)."""
    ring = [points[-1], *points, *points[:2]] if closed else [points[0], *points, points[-1]]
    first, second = ring[1], ring[2]
    parts: list[Part] = [
        *("C", first.plus((second.x - ring[0].x) / 6, (second.y - ring[0].y) / 6)),
    ]
    for here, there, after in zip(ring[1:], ring[2:], ring[3:], strict=False):
        # On leaving a point the curve goes on as it came: S needs no word for that.
        parts += [
            *("S" if here is not first else ""),
            *(there.plus((here.x - after.x) / 6, (here.y - after.y) / 6), there),
        ]
    return parts


def smooth(points: Sequence[Point], *, closed: bool = False, cut: int = COARSE) -> str:
    """The path of such a curve."""
    end = "Z" if closed else ""
    return path("M", points[0], *curve(points, closed=closed), *end, cut=cut)


def line(points: Iterable[Point]) -> str:
    """Straight from point to point."""
    first, *rest = points
    return path("M", first, "L", *rest)


def hull(points: Iterable[Point]) -> list[Point]:
    """The rubber band around points."""

    def half(row: Iterable[Point]) -> list[Point]:
        kept: list[Point] = []
        for point in row:
            while len(kept) > 1 and _bend(kept[-2], kept[-1], point) <= 0:
                kept.pop()
            kept.append(point)
        return kept[:-1]

    row = sorted(set(points))
    return half(row) + half(row[::-1])


def _bend(a: Point, b: Point, c: Point) -> float:
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
