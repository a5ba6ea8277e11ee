"""Draw trunk and neck: rings stacked along the back, seen from wherever the camera is."""

from collections.abc import Sequence
from math import cos, hypot, radians, sin

from content.figures.body.skeleton import Body
from content.figures.geometry import Camera, Point, Vec
from content.figures.shapes import SHAPES
from content.figures.svg import Shape, curve, limb, lines, path, smooth, union

Ring = tuple[float, float, float]
"""How high along the back, half as wide from the front, half as deep from the side."""

LIFTED = 60.0
"""Where the hem of a lifted shirt is: just below the ribs."""
WAISTBAND = 9.0


def draw(body: Body, camera: Camera, *, lifted: bool, spine: bool = True) -> str:
    """Neck, shirt and, where the shirt is lifted, the bare waist with the trousers below."""
    neck = _neck(body, camera)
    front = camera.facing()
    if not lifted:
        shirt = Shape(_outline(body, camera, SHAPES.rings["shirt"]), "cloth")
        return (
            neck
            + union(shirt)
            + _collar(body, camera)
            + (_placket(body, camera) if front > 0.5 else "")
        )
    upper = tuple(ring for ring in SHAPES.rings["shirt"] if ring[0] > LIFTED + 8)
    hem = ((LIFTED, 29.0, 17.5), (LIFTED + 8, 28.5, 17.0))
    return (
        neck
        + union(
            Shape(_outline(body, camera, SHAPES.rings["waist"]), "skin"),
            Shape(_outline(body, camera, hem + upper), "cloth"),
        )
        + lines(_edge(body, camera, hem[0]) + (_spine(body, camera) if spine and front < 0 else ""))
        + _collar(body, camera)
    )


def seat(body: Body, camera: Camera) -> tuple[Shape, str]:
    """The trousers between the waistband and the legs of somebody who stands, and the band."""
    rings = SHAPES.rings["seat"]
    return Shape(_outline(body, camera, rings), "legs"), _edge(body, camera, rings[-1])


def corners(body: Body, camera: Camera) -> list[Point]:
    """The trunk with as few corners as it can be recognised by."""
    left, right = _sides(body, camera, SHAPES.rings["corners"])
    return left + right[::-1]


def _ends(body: Body, camera: Camera, ring: Ring) -> tuple[Point, Point]:
    turn = radians(camera.yaw)
    half = hypot(ring[1] * cos(turn), ring[2] * sin(turn))
    middle = camera.project(body.hips.plus(body.up, ring[0]))
    return middle.plus(-half, 0), middle.plus(half, 0)


def _sides(body: Body, camera: Camera, rings: Sequence[Ring]) -> tuple[list[Point], list[Point]]:
    ends = [_ends(body, camera, ring) for ring in rings]
    return [left for left, _ in ends], [right for _, right in ends]


def _outline(body: Body, camera: Camera, rings: Sequence[Ring]) -> str:
    left, right = _sides(body, camera, rings)
    _, one, other, _ = _rim(body, camera, rings[0])
    return path(
        *("M", left[0], *curve(left), "L", right[-1], *curve(right[::-1])),
        *("C", other, one, left[0], "Z"),
    )


def _rim(body: Body, camera: Camera, ring: Ring) -> tuple[Point, Point, Point, Point]:
    """The near half of a ring, from left to right, as one Bézier."""
    left, right = _ends(body, camera, ring)
    middle, half = left.towards(right, 0.5), (right.x - left.x) / 2
    deep = 1.33 * min(ring[1], ring[2]) * sin(radians(max(camera.pitch, 8)))
    return left, middle.plus(-half * 0.8, deep), middle.plus(half * 0.8, deep), right


def _edge(body: Body, camera: Camera, ring: Ring) -> str:
    start, one, other, end = _rim(body, camera, ring)
    return path("M", start, "C", one, other, end)


def _neck(body: Body, camera: Camera) -> str:
    low = camera.project(body.hips.plus(body.up, 98))
    high = camera.project(body.head.plus(Vec(0, -12, 0)))
    return union(limb(low, high, 9, 8.2, "skin"))


def _collar(body: Body, camera: Camera) -> str:
    low, high = rings = SHAPES.rings["collar"]
    band = Shape(_outline(body, camera, rings), "cloth")
    notch = ""
    if camera.facing() > 0.3:
        front = camera.project(body.hips.plus(body.up, high[0]).plus(Vec(0, 0, high[2])))
        base = camera.project(body.hips.plus(body.up, low[0] - 1).plus(Vec(0, 0, low[2])))
        notch = path("M", front, "L", base)
    return union(band) + lines(notch)


def _placket(body: Body, camera: Camera) -> str:
    """The closing of the shirt, which shows where its front is."""
    down = [
        camera.project(body.hips.plus(body.up, ring[0]).plus(Vec(0, 0, ring[2])))
        for ring in SHAPES.rings["shirt"][::-1]
    ]
    knots = "".join(
        path("M", p.plus(-4.5, 0), "L", p.plus(4.5, 0))
        for p in (down[2].towards(down[3], 0.2), down[4], down[5])
    )
    return lines(smooth(down) + knots)


def _spine(body: Body, camera: Camera) -> str:
    low = camera.project(body.hips.plus(body.up, WAISTBAND + 5))
    high = camera.project(body.hips.plus(body.up, LIFTED - 5))
    return path("M", low, "Q", low.towards(high, 0.5).plus(0.6, 0), high)
