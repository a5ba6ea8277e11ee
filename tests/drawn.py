"""Reads a drawing back: what lies where on paper, whatever moved it there.

Written from the SVG standard, not from the code that draws.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, hypot, radians, sin
from xml.etree import ElementTree as ET

XY = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
STILL: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True)
class Drawn:
    """One element of a drawing, and how it was moved."""

    tag: str
    classes: frozenset[str]
    attributes: dict[str, str]
    matrix: Matrix
    text: str

    @property
    def points(self) -> list[XY]:
        """Where a path begins, ends and bends on paper; the middle of a circle."""
        if self.tag == "path":
            places = path_points(self.attributes["d"])
        elif self.tag in {"circle", "ellipse"}:
            places = [(float(self.attributes["cx"]), float(self.attributes["cy"]))]
        else:
            places = [(float(self.attributes["x"]), float(self.attributes["y"]))]
        return [apply(self.matrix, place) for place in places]


def read(svg: str) -> list[Drawn]:
    """Every element with something to see, in the order it is painted."""
    root = ET.fromstring(svg)
    return list(_walk(root, STILL, frozenset()))


def _walk(element: ET.Element, matrix: Matrix, inherited: frozenset[str]) -> Iterator[Drawn]:
    matrix = times(matrix, transform(element.get("transform", "")))
    classes = inherited | frozenset(element.get("class", "").split())
    tag = element.tag.rpartition("}")[2]
    if tag in {"path", "circle", "ellipse", "text"}:
        yield Drawn(tag, classes, dict(element.attrib), matrix, element.text or "")
    for child in element:
        yield from _walk(child, matrix, classes)


def transform(text: str) -> Matrix:
    """The matrix of a ``transform`` attribute."""
    matrix = STILL
    for name, inside in re.findall(r"(\w+)\(([^)]*)\)", text):
        n = [float(value) for value in re.split(r"[\s,]+", inside.strip())]
        if name == "translate":
            matrix = times(matrix, (1, 0, 0, 1, n[0], n[1]))
        elif name == "rotate":
            c, s = cos(radians(n[0])), sin(radians(n[0]))
            matrix = times(matrix, (c, s, -s, c, 0, 0))
        elif name == "scale":
            matrix = times(matrix, (n[0], 0, 0, n[-1], 0, 0))
        else:
            raise ValueError(name)
    return matrix


def times(m: Matrix, n: Matrix) -> Matrix:
    """First ``n``, then ``m``."""
    a, b, c, d, e, f = m
    g, h, i, j, k, o = n
    return (
        *(a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j),
        *(a * k + c * o + e, b * k + d * o + f),
    )


def apply(m: Matrix, place: XY) -> XY:
    """Where a place comes to lie."""
    x, y = place
    return (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])


def pairs_of(numbers: list[float]) -> list[XY]:
    """Two by two."""
    return list(zip(numbers[::2], numbers[1::2], strict=True))


NUMBERS = {"m": 2, "l": 2, "c": 6, "s": 4, "q": 4, "a": 7}


def path_points(d: str) -> list[XY]:
    """The places a path goes through or is pulled to, from its first."""
    found: list[XY] = []
    x = y = start_x = start_y = 0.0
    for letter, inside in re.findall(r"([a-zA-Z])([^a-zA-Z]*)", d):
        n = [float(value) for value in re.findall(r"-?(?:\d+\.\d+|\.\d+|\d+)", inside)]
        if letter in "zZ":
            x, y = start_x, start_y
            continue
        if letter in "hv":
            x, y = (x + n[0], y) if letter == "h" else (x, y + n[0])
            found.append((x, y))
            continue
        size = NUMBERS[letter.lower()]
        assert len(n) % size == 0, (letter, inside)
        for at in range(0, len(n), size):
            piece = n[at : at + size]
            pairs = piece[5:] if letter in "aA" else piece
            base = (x, y) if letter.islower() else (0.0, 0.0)
            places = [(base[0] + px, base[1] + py) for px, py in pairs_of(pairs)]
            found += places
            x, y = places[-1]
            if letter in "mM" and at == 0:
                start_x, start_y = x, y
    return found


def far(a: XY, b: XY) -> float:
    """The distance of two places."""
    return hypot(a[0] - b[0], a[1] - b[1])


def having(drawing: list[Drawn], name: str) -> list[Drawn]:
    """The surfaces and lines of a class; what only makes an edge below them is left out."""
    return [each for each in drawing if name in each.classes and "edge" not in each.classes]
