"""Write SVG: numbers, path data, elements, and outlined shapes.

A part of the body is a union of simple shapes. Each is drawn twice: first all
with a broad dark edge, then all filled on top, so that only the outer half of
the edge is left and no line runs through a joint, whatever its angle.
"""

import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, NamedTuple

from content.figures.geometry import Point

Part = str | float | Point
"""A piece of a path's ``d``: a command, a number or a place."""

COARSE, FINE = 2, 5
"""Into how many parts a unit is cut: for a chair or a sleeve, and for a face or a hand."""


def number(value: float) -> str:
    """A coordinate to a tenth of a unit, in as few characters as possible."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    if text in {"-0", ""}:
        return "0"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def path(*parts: Part, cut: int = COARSE) -> str:
    """The ``d`` of a path from capital commands and absolute places.

    It is written relative to the place before, so that equal shapes are equal text,
    which compresses well. Places are rounded to ``1 / cut`` units: no error adds up.
    """
    pen = _Pen(cut)
    for part in parts:
        if isinstance(part, str) and part.isalpha():
            pen.begin(part)
        elif isinstance(part, Point):
            pen.move(part)
        else:
            pen.write(part)
    return pen.text


class _Pen:
    # After how many places a command has drawn one piece.
    PLACES: ClassVar[dict[str, int]] = {"M": 1, "L": 1, "C": 3, "S": 2, "Q": 2, "A": 1}

    def __init__(self, cut: int) -> None:
        self.cut = cut
        self.text = ""
        self.command = ""
        self.at = self.start = Point(0, 0)
        self.places = 0

    def begin(self, command: str) -> None:
        if command == "Z":
            self.at = self.start
        if command != self.command or command in "MZ":
            # The first place is absolute: paths can follow one another.
            self.text += command.lower() if self.text else command
        self.command = command

    def move(self, place: Point) -> None:
        place = Point(round(place.x * self.cut) / self.cut, round(place.y * self.cut) / self.cut)
        self.write(place.x - self.at.x)
        self.write(place.y - self.at.y)
        self.places += 1
        if self.places == self.PLACES[self.command]:
            self.at, self.places = place, 0
            if self.command == "M":
                self.start = place

    def write(self, value: str | float) -> None:
        text = value if isinstance(value, str) else number(value)
        apart = text[0] != "-" and self.text[-1:].isdigit()
        # Two fractions need nothing between them: .5.5 can only be read in one way.
        if text[0] == "." and "." in re.split(r"[^\d.]", self.text)[-1]:
            apart = False
        self.text += f" {text}" if apart else text


def curve(points: Sequence[Point], *, closed: bool = False) -> list[Part]:
    """A Catmull-Rom curve from the first point through the others, as Béziers."""
    ring = [points[-1], *points, *points[:2]] if closed else [points[0], *points, points[-1]]
    first, second = ring[1], ring[2]
    parts: list[Part] = ["C", first.plus((second.x - ring[0].x) / 6, (second.y - ring[0].y) / 6)]
    for here, there, after in zip(ring[1:], ring[2:], ring[3:], strict=False):
        # S mirrors the last control point, so none has to be written.
        parts += [
            *("S" if here is not first else ""),
            *(there.plus((here.x - after.x) / 6, (here.y - after.y) / 6), there),
        ]
    return parts


def smooth(points: Sequence[Point], *, closed: bool = False, cut: int = COARSE) -> str:
    end = "Z" if closed else ""
    return path("M", points[0], *curve(points, closed=closed), *end, cut=cut)


def polyline(points: Iterable[Point]) -> str:
    first, *rest = points
    return path("M", first, "L", *rest)


def place_stroke(stroke: str, onto: Callable[[float, float], Point] = Point) -> str:
    """The path data of a stroke whose places are mapped by ``onto``."""
    parts: list[Part] = []
    for command, places in re.findall(r"([A-Z])([^A-Z]*)", stroke):
        coordinates = map(float, places.split())
        parts += [command, *itertools.starmap(onto, zip(coordinates, coordinates, strict=True))]
    return path(*parts, cut=FINE)


def _attributes(attributes: dict[str, str | float]) -> str:
    """Attributes as text, empty ones left out; ``class_`` and ``stroke_width`` are as in SVG."""
    return "".join(
        f" {key.rstrip('_').replace('_', '-')}="
        f'"{value if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
        if value != ""
    )


def element(name: str, **attributes: str | float) -> str:
    return f"<{name}{_attributes(attributes)}/>"


def circle(at: Point, radius: float, **attributes: str | float) -> str:
    return element("circle", cx=at.x, cy=at.y, r=radius, **attributes)


def ellipse(at: Point, wide: float, high: float, class_: str) -> str:
    return element("ellipse", cx=at.x, cy=at.y, rx=wide, ry=high, class_=class_)


def pressure_point(at: Point, radius: float, halo: float) -> str:
    return circle(at, radius, class_="spot") + circle(at, halo, class_="halo")


def group(inner: str, name: str = "g", **attributes: str) -> str:
    """Elements under common attributes; without attributes only the elements."""
    written = _attributes({**attributes})
    return f"<{name}{written}>{inner}</{name}>" if written else inner


def lines(d: str, kind: str = "line") -> str:
    """A path that is stroked and not filled; nothing where there is no path."""
    return element("path", d=d, class_=kind) if d else ""


def transform(to: Point, turn: float = 0.0) -> str:
    """The ``transform`` that moves the origin to a point and rotates by degrees."""
    moved = "" if to == Point(0, 0) else f"translate({number(to.x)} {number(to.y)})"
    return moved + (f"rotate({number(turn)})" if number(turn) != "0" else "")


class Shape(NamedTuple):
    """A closed path and what it is made of, as ``skin``, ``cloth`` or ``legs``."""

    d: str
    kind: str
    transform: str = ""

    @property
    def svg(self) -> str:
        return element("path", d=self.d, transform=self.transform, class_=self.kind)


def edge(drawn: str) -> str:
    """The same shapes as a broad dark edge, to be drawn below them."""
    return group(drawn, class_="edge")


def union(*shapes: Shape) -> str:
    drawn = "".join(shape.svg for shape in shapes)
    # The same text twice compresses to nearly nothing.
    return edge(drawn) + drawn


def capsule(long: float, first: float, last: float, belly: float = 0.0, cut: int = COARSE) -> str:
    """A limb along +y, round at both ends, ``first`` and ``last`` half as wide as it is there.

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


def limb(
    start: Point, end: Point, first: float, last: float, kind: str, belly: float = 0.0
) -> Shape:
    d = capsule(start.distance(end), first, last, belly)
    return Shape(d, kind, transform(start, start.bearing(end)))
