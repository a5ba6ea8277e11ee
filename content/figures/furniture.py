"""Draw what a person sits on and stands in: a chair, a basin, the floor."""

from collections.abc import Iterable
from math import radians, sin

from content.figures.geometry import Camera, Point, Vec, convex_hull
from content.figures.svg import Shape, ellipse, lines, path, polyline, union

WIDE, BACK, FRONT = 50.0, -26.0, 42.0
"""Of the chair: wider than the legs of who sits on it, so that its own are seen from the front."""
SEAT, HIGH = 67.0, 68.0
SIDE = (
    (Vec(0, SEAT + HIGH, BACK - 10), Vec(0, SEAT, BACK), Vec(0, 0, BACK)),
    (Vec(0, SEAT, BACK), Vec(0, SEAT, FRONT), Vec(0, 0, FRONT)),
)
"""The chair with as few strokes as it can be recognised by."""


def chair(camera: Camera) -> str:
    legs = [
        (Vec(x * 0.92, SEAT - 3, z * 0.95), Vec(x, 0, z))
        for z in (BACK, FRONT)
        for x in (-WIDE, WIDE)
    ]
    posts = [
        (Vec(x * 0.92, SEAT, BACK), Vec(x * 0.87, SEAT + HIGH, BACK - 10)) for x in (-WIDE, WIDE)
    ]
    rails = [
        tuple(post[0].plus(post[1].plus(post[0], -1), share) for post in posts)
        for share in (0.55, 0.95)
    ]
    top = [
        camera.project(Vec(x, SEAT, z))
        for x, z in ((-WIDE, BACK), (WIDE, BACK), (WIDE, FRONT), (-WIDE, FRONT))
    ]
    slab = convex_hull([*top, *(corner.plus(0, 5) for corner in top)])
    return (
        _rungs(camera, [*legs, *rails, *posts])
        + union(Shape(polyline([*slab, slab[0]]), "shade"))
        + lines(polyline([*top, top[0]]), "board")
    )


RIM, FLOOR = (52.0, 30.0), (44.0, 0.0)
"""Of the basin: half as wide at the rim and on the floor, and how high."""
BASIN_AT = 88.0


def basin_behind(camera: Camera) -> str:
    """The far half of a basin and the water in it."""
    middle, wide, deep = _ring(camera, *RIM)
    return (
        ellipse(middle, wide, deep, "rim")
        + ellipse(middle, wide, deep, "shade")
        + ellipse(middle.plus(0, 4), wide - 3, deep - 3, "water")
    )


def basin(camera: Camera) -> str:
    """The near half of a basin, in front of the feet that stand in it."""
    top, wide, deep = _ring(camera, *RIM)
    foot, narrow, flat = _ring(camera, *FLOOR)
    wall = path(
        *("M", top.plus(-wide, 0), "A", wide, deep, "0 0 0", top.plus(wide, 0)),
        *("L", foot.plus(narrow, 0), "A", narrow, flat, "0 0 1", foot.plus(-narrow, 0), "Z"),
    )
    share = 0.62
    hoop = foot.towards(top, share)
    half, round_ = narrow + (wide - narrow) * share, flat + (deep - flat) * share
    band = path("M", hoop.plus(-half, 0), "A", half, round_, "0 0 0", hoop.plus(half, 0))
    return union(Shape(wall, "wood")) + lines(band)


def _ring(camera: Camera, half: float, high: float) -> tuple[Point, float, float]:
    """A level circle of the basin on paper: its middle and its half axes."""
    return (camera.project(Vec(0, high, BASIN_AT)), half, half * 0.8 * sin(radians(camera.pitch)))


def floor(camera: Camera) -> str:
    middle = camera.project(Vec(0, 0, 30)).plus(0, 3)
    return ellipse(middle, 72, 9 + camera.pitch / 2, "floor")


def _rungs(camera: Camera, ends: Iterable[tuple[Vec, ...]]) -> str:
    d = "".join(path("M", camera.project(a), "L", camera.project(b)) for a, b in ends)
    return lines(d, "rung") + lines(d, "rung core")
