"""Draw the small figures of lists, the same poses with few strokes, as one sprite sheet.

The page's style sheet does not reach into another file, but its custom properties do.
"""

from collections.abc import Sequence
from math import cos, radians, sin

from content.figures import close_ups, furniture, overlays, scene
from content.figures.body import sole, trunk
from content.figures.figure_set import FigureSet
from content.figures.geometry import Camera, Point, Vec
from content.figures.scene import Scene
from content.figures.schema import Small, Way
from content.figures.shapes import SHAPES
from content.figures.svg import circle, element, group, path, polyline, smooth

INK, PAPER, JADE, SEAL = "currentColor", "var(--card)", "var(--jade)", "var(--seal)"
OUTLINED = {"fill": PAPER, "stroke": INK, "stroke_width": "2"}
GRID = 64
"""How many units wide a small figure is: coarse enough for whole numbers."""


def sheet(figures: FigureSet) -> str:
    frame = {"viewBox": f"0 0 {GRID} {GRID}"}
    rounded = {"stroke_linecap": "round", "stroke_linejoin": "round"}
    symbols = ""
    for name, shown in figures.exercises.items():
        drawn = _draw(figures.scene(shown.small.picture), shown.small)
        symbols += group(drawn, name="symbol", id=name, **frame, **rounded)
    return f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>\n'


class _Grid:
    def __init__(self, small: Small) -> None:
        self.left, self.top, self.wide, self.high = small.frame
        self.scale = GRID / max(self.wide, self.high)

    def at(self, place: Point) -> Point:
        return Point(
            round((place.x - self.left) * self.scale + (GRID - self.wide * self.scale) / 2),
            round((place.y - self.top) * self.scale + (GRID - self.high * self.scale) / 2),
        )

    def all(self, places: Sequence[Point]) -> list[Point]:
        return [self.at(place) for place in places]


def _draw(shown: Scene, small: Small) -> str:
    grid = _Grid(small)
    ways = "".join(_way(grid, way, scene.way_points(shown, way)) for way in small.ways)
    drawn = _sole(grid) if shown.picture.close_up else _body(shown, grid)
    return drawn + _stroke(ways, 4, JADE)


def _sole(grid: _Grid) -> str:
    outline = grid.all([close_ups.on_sole(*p) for p in sole.OUTLINE[::2]])
    unit = close_ups.SIZE * grid.scale
    toes = "".join(
        circle(grid.at(close_ups.on_sole(*toe.tip)), round(toe.thick * unit), **OUTLINED)
        for toe in SHAPES.toes
    )
    point = grid.at(close_ups.on_sole(*sole.KI1))
    return (
        toes
        + element("path", d=smooth(outline, closed=True), **OUTLINED)
        + circle(point, 4, fill=SEAL)
    )


def _body(shown: Scene, grid: _Grid) -> str:
    body, camera = shown.body, shown.camera

    def limb(*joints: Vec) -> str:
        return polyline(grid.all([camera.project(joint) for joint in joints]))

    legs = "".join(limb(leg.hip, leg.knee, leg.ankle) for leg in body.legs.values())
    arms = "".join(limb(arm.shoulder, arm.elbow, arm.wrist) for arm in body.arms.values())
    hands = "".join(limb(arm.wrist, arm.middle) for arm in body.arms.values())
    # From the front a body hides it.
    sits = "chair" in shown.picture.layers and camera.facing() < 0.9
    chair = _stroke("".join(limb(*bar) for bar in furniture.SIDE), 2) if sits else ""
    trunk_ = smooth(grid.all(trunk.corners(body, camera)), closed=True)
    return (
        chair
        + _stroke(legs, 9)
        + _stroke(legs, 6, PAPER)
        + element("path", d=trunk_, **OUTLINED)
        + _head(grid.at(camera.project(body.head)), round(19 * grid.scale), camera)
        + _stroke(arms, 5)
        + _stroke(hands, 7)
    )


def _head(at: Point, half: float, camera: Camera) -> str:
    if camera.facing() < 0:
        return circle(at, half + 1, fill=INK)
    brow, low = 0.92 * half, -0.4 * half
    hair = path("M", at.plus(-brow, low), "A", half, half, "0 0 1", at.plus(brow, low), "Z")
    return circle(at, half, **OUTLINED) + element("path", d=hair, fill=INK)


def _stroke(d: str, wide: int, colour: str = INK) -> str:
    return element("path", d=d, fill="none", stroke=colour, stroke_width=str(wide))


def _way(grid: _Grid, way: Way, points: Sequence[Point]) -> str:
    start, *_, end = grid.all(points)
    if way.around:
        size = way.radius * grid.scale
        large, clockwise = int(abs(way.turn[1]) > 180), int(way.turn[1] > 0)
        last = radians(way.turn[0] + way.turn[1])
        ahead = 9 if clockwise else -9
        bend = end.plus(ahead * sin(last), -ahead * cos(last))
        drawn = path("M", start, "A", size, size, f"0 {large} {clockwise}", end)
    else:
        half = grid.at(points[(len(points) - 1) // 2].towards(points[len(points) // 2], 0.5))
        bend = Point(2 * half.x - (start.x + end.x) / 2, 2 * half.y - (start.y + end.y) / 2)
        drawn = path("M", start, "Q", bend, end)
    drawn += overlays.tip(bend, end, 6)
    return drawn + (overlays.tip(bend, start, 6) if way.both_ends else "")
