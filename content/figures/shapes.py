"""Shapes drawn by hand, read from ``shapes.toml``."""

from pathlib import Path

import msgspec


class _Shapes(msgspec.Struct):
    strokes: dict[str, str]
    points: dict[str, tuple[tuple[float, float], ...]]
    rings: dict[str, tuple[tuple[float, float, float], ...]]


_FILE = Path(__file__).with_name("shapes.toml")
SHAPES = msgspec.toml.decode(_FILE.read_bytes(), type=_Shapes)
