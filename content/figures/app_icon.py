"""Draw the icon of the app: a red seal with a sole on it, and the point that is rubbed."""

from content.figures.body import sole
from content.figures.geometry import Point
from content.figures.shapes import SHAPES
from content.figures.svg import circle, element, group, path, smooth

SEAL, PAPER = "#9a1b14", "#fffbf2"
SIZE = 64


def icon(*, maskable: bool = False) -> str:
    """The icon as a file. A maskable one fills its square, for phones that cut their own shape."""
    if maskable:
        ground = element("path", d=f"M0 0h{SIZE}v{SIZE}h-{SIZE}z", fill=SEAL)
    else:
        ground = element("path", d=_cut(0), fill=SEAL) + element(
            "path", d=_cut(0.13), fill="none", stroke=PAPER, stroke_width="1.7"
        )
    drawn = ground + _foot(0.42 if maskable else 0.45)
    frame = f"0 0 {SIZE} {SIZE}"
    return group(drawn, name="svg", xmlns="http://www.w3.org/2000/svg", viewBox=frame) + "\n"


def _cut(inward: float) -> str:
    middle = Point(SIZE / 2, SIZE / 2)
    parts: list[str | float | Point] = []
    for places in SHAPES.curves["seal"]:
        first, corner, last = (place.towards(middle, inward) for place in places)
        parts += ["L" if parts else "M", first, "Q", corner, last]
    return path(*parts, "Z")


def _foot(scale: float) -> str:

    def onto(u: float, v: float) -> Point:
        return Point(SIZE / 2 + scale * (u + 1), SIZE / 2 - scale * (v - 49))

    toes = "".join(
        circle(onto(toe.tip.x, toe.tip.y + 1.5), scale * toe.thick * 0.95, fill=PAPER)
        for toe in SHAPES.toes
    )
    point = onto(*sole.KI1)
    body = smooth([onto(*p) for p in sole.OUTLINE], closed=True, cut=4)
    return toes + element("path", d=body, fill=PAPER) + circle(point, scale * 6.4, fill=SEAL)
