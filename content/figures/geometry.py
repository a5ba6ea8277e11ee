"""Points, directions, a camera and hulls.

Three axes from the body's own view: ``x`` to its left, ``y`` up, ``z`` forward.
On paper ``x`` goes right and ``y`` down. One unit is about half a centimetre of
a grown-up.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import atan2, cos, degrees, hypot, radians, sin
from typing import NamedTuple


class Vec(NamedTuple):
    x: float
    y: float
    z: float

    def plus(self, other: Vec, times: float = 1.0) -> Vec:
        return Vec(self.x + times * other.x, self.y + times * other.y, self.z + times * other.z)

    def cross(self, other: Vec) -> Vec:
        return Vec(
            self.y * other.z - self.z * other.y,
            self.z * other.x - self.x * other.z,
            self.x * other.y - self.y * other.x,
        )

    def dot(self, other: Vec) -> float:
        return self.x * other.x + self.y * other.y + self.z * other.z

    def unit(self) -> Vec:
        length = self.dot(self) ** 0.5
        return Vec(self.x / length, self.y / length, self.z / length)


def direction(lift: float, out: float, side: int = 1) -> Vec:
    """The unit vector of a heading (``schema``); ``side`` is 1 for the left, -1 for the right."""
    up, turn = radians(lift), radians(out)
    return Vec(side * cos(up) * sin(turn), sin(up), cos(up) * cos(turn))


class Point(NamedTuple):
    x: float
    y: float

    def plus(self, dx: float, dy: float) -> Point:
        return Point(self.x + dx, self.y + dy)

    def towards(self, other: Point, share: float) -> Point:
        return Point(self.x + share * (other.x - self.x), self.y + share * (other.y - self.y))

    def distance(self, other: Point) -> float:
        return hypot(other.x - self.x, other.y - self.y)

    def bearing(self, other: Point) -> float:
        """The rotation in degrees that lays +y along the way to another."""
        return degrees(atan2(self.x - other.x, other.y - self.y))


class Camera(NamedTuple):
    """From where the body is seen, in degrees: ``yaw`` 0 is from the front, 90 from its right."""

    yaw: float
    pitch: float = 0.0

    def project(self, place: Vec) -> Point:
        """Where a place, or a direction, comes to lie on paper."""
        turn, tip = radians(self.yaw), radians(self.pitch)
        near = place.z * cos(turn) - place.x * sin(turn)
        across = place.x * cos(turn) + place.z * sin(turn)
        return Point(across, near * sin(tip) - place.y * cos(tip))

    def nearness(self, place: Vec) -> float:
        """How much nearer to the camera than the middle of the body a place is."""
        turn, tip = radians(self.yaw), radians(self.pitch)
        return (place.z * cos(turn) - place.x * sin(turn)) * cos(tip) + place.y * sin(tip)

    def facing(self) -> float:
        """How much the body looks at the camera: 1 from the front, -1 from behind."""
        return cos(radians(self.yaw))


def convex_hull(points: Iterable[Point]) -> list[Point]:
    """The smallest convex outline around points (Andrew's monotone chain)."""

    def half(row: Iterable[Point]) -> list[Point]:
        chain: list[Point] = []
        for point in row:
            while len(chain) > 1 and _bend(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        return chain[:-1]

    row = sorted(set(points))
    return half(row) + half(row[::-1])


def _bend(a: Point, b: Point, c: Point) -> float:
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
