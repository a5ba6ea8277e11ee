"""Draw a hand: one shape for all pictures, projected into the plane of the palm.

Its own coordinates: the wrist at ``(0, 0)``, fingers up to 100, the thumb to the right.
"""

from math import hypot
from typing import NamedTuple

from content.figures.body.skeleton import HAND, Arm
from content.figures.geometry import Camera, Point
from content.figures.svg import Stroke, place_stroke

# fmt: off
OPEN: Stroke = (
    "M", (-13, -4), "C", (-15, 8), (-23, 20), (-25, 38),
    "L", (-29.5, 66), "C", (-31, 78), (-19, 80), (-17.5, 68),
    "L", (-17, 80), "C", (-17.5, 95), (-4.5, 95), (-4, 82),
    "L", (-3.4, 88), "C", (-3.4, 104), (10, 104), (10, 88),
    "L", (10.6, 82), "C", (11, 96), (24, 94), (23, 79),
    "L", (22, 50), "C", (22, 45), (24, 43), (27, 46),
    "L", (37, 58), "C", (45, 66), (52, 57), (47, 48),
    "C", (42, 36), (36, 20), (27, 10), "C", (20, 3), (15, 4), (13, -4),
    "C", (9, -14), (-9, -14), (-13, -4), "Z",
)
FINGERS: Stroke = (
    "M", (-17.3, 73), "L", (-14.5, 51),
    "M", (-3.8, 85), "L", (-3, 54),
    "M", (10.7, 85), "L", (9.5, 53),
)
MIDDLE = slice(4, 8)
"""Of the fingers, the line that is left where a hand is seen along its edge."""
THENAR: Stroke = ("M", (22, 44), "C", (10, 42), (3, 26), (7, 4))
# A fist from the back of the hand.
FIST: Stroke = (
    "M", (-13, -4), "C", (-18, 2), (-27, 10), (-28, 26), "C", (-29, 44), (-24, 58), (-10, 60),
    "C", (4, 62), (18, 60), (25, 50), "C", (31, 40), (31, 24), (25, 12),
    "C", (20, 4), (14, 0), (13, -4), "C", (9, -14), (-9, -14), (-13, -4), "Z",
)
CURLED: Stroke = (
    "M", (-10, 60), "C", (-13, 50), (-12, 44), (-8, 38),
    "M", (4, 61), "C", (1, 52), (2, 45), (5, 38),
    "M", (16, 57), "C", (14, 50), (15, 44), (18, 39),
)
# fmt: on


class Drawn(NamedTuple):
    """A hand on paper, in the frame of its own bone: outline, and lines on it."""

    outline: str
    lines: str


def draw(arm: Arm, camera: Camera) -> Drawn:
    """The hand of an arm as seen by the camera, with +y along the hand."""
    # The thumb's side follows from where the fingers and the palm look to.
    thumb = arm.hand.cross(arm.palm)
    along, across = camera.project(arm.hand), camera.project(thumb)
    across = Point(-arm.side * across.x, -arm.side * across.y)
    long = hypot(*along) or 1e-6
    aside = Point(along.y / long, -along.x / long)
    wide = across.x * aside.x + across.y * aside.y
    skew = (across.x * along.x + across.y * along.y) / long
    # Seen along its edge a hand is still as thick as a hand.
    wide = max(abs(wide), 0.42) * (1 if wide >= 0 else -1)
    size = HAND / 100

    def onto(u: float, v: float) -> Point:
        return Point(size * u * wide, size * (v * max(long, 0.4) + u * skew))

    if arm.fist:
        return Drawn(place_stroke(FIST, onto), place_stroke(CURLED, onto))
    shows_palm = camera.nearness(arm.palm) > 0.3 and abs(wide) > 0.6
    fingers = (
        place_stroke(FINGERS, onto) if abs(wide) > 0.5 else place_stroke(FINGERS[MIDDLE], onto)
    )
    return Drawn(
        place_stroke(OPEN, onto), fingers + (place_stroke(THENAR, onto) if shows_palm else "")
    )
