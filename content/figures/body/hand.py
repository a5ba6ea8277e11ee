"""Draw a hand: one shape for all pictures, projected into the plane of the palm."""

from math import hypot

from content.figures.body.skeleton import HAND, Arm
from content.figures.geometry import Camera, Point
from content.figures.shapes import SHAPES
from content.figures.svg import place_stroke


def draw(arm: Arm, camera: Camera) -> tuple[str, str]:
    """Outline and creases of a hand as seen by the camera, with +y along the hand."""
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

    def stroke(name: str) -> str:
        return place_stroke(SHAPES.strokes[name], onto)

    if arm.fist:
        return stroke("fist"), stroke("curled-fingers")
    shows_palm = camera.nearness(arm.palm) > 0.3 and abs(wide) > 0.6
    # Seen along its edge a hand shows no gap but the middle one.
    fingers = stroke("fingers" if abs(wide) > 0.5 else "middle-finger")
    return stroke("hand"), fingers + (stroke("thenar") if shows_palm else "")
