"""Shapes drawn by hand, read from ``shapes.toml``, which says what each number is."""

from pathlib import Path
from typing import NamedTuple

import msgspec

from content.figures.geometry import Point


class Toe(NamedTuple):
    root: Point
    tip: Point
    thick: float


class _Shapes(msgspec.Struct):
    toes: tuple[Toe, ...]
    strokes: dict[str, str]
    points: dict[str, tuple[Point, ...]]
    rings: dict[str, tuple[tuple[float, float, float], ...]]
    curves: dict[str, tuple[tuple[Point, Point, Point], ...]]


_FILE = Path(__file__).with_name("shapes.toml")
SHAPES = msgspec.toml.decode(_FILE.read_bytes(), type=_Shapes)
