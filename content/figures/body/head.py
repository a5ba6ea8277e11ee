"""Draw the head: an egg, short grey hair, and a quiet face where it looks at us."""

from functools import partial
from itertools import pairwise
from math import cos, hypot, radians, sin

from content.figures.body.skeleton import Body
from content.figures.geometry import Camera, Point, Vec
from content.figures.shapes import SHAPES
from content.figures.svg import FINE, Shape, curve, edge, element, ellipse, lines, smooth
from content.figures.svg import path as coarse_path

path = partial(coarse_path, cut=FINE)

WIDE, HIGH, DEEP = 17.5, 23.0, 19.5
"""Half the width, the height and the depth of a head."""

FACING = 30.0
"""At an angle the head is turned to us, so that both eyes are seen: so far from the front."""


class _Head:
    def __init__(self, body: Body, camera: Camera) -> None:
        yaw = (camera.yaw + 180) % 360 - 180
        if FACING < abs(yaw) < 120:
            yaw = FACING if yaw > 0 else -FACING
        self.yaw = yaw
        self.middle = camera.project(body.head)
        self.camera = Camera(yaw, 6)
        self.side = sin(radians(yaw))
        self.front = cos(radians(yaw))
        self.half = hypot(WIDE * self.front, DEEP * self.side)
        self.chin = 5 * self.side

    def on(self, high: float, around: float, out: float = 1.0) -> tuple[Point, float]:
        """A place on the head in degrees, and how near it is."""
        up, turn = radians(high), radians(around)
        # The jaw is narrower than the skull.
        out *= 1 - 0.1 * max(0.0, -sin(up)) ** 2
        place = Vec(
            out * WIDE * cos(up) * sin(turn), out * HIGH * sin(up), out * DEEP * cos(up) * cos(turn)
        )
        flat = self.camera.project(place)
        drawn = flat.plus(self.middle.x + self.chin * max(0.0, flat.y / HIGH), self.middle.y)
        return drawn, self.camera.nearness(place)

    def outline(self, side: int) -> list[Point]:
        found = []
        for wide, low in SHAPES.points["head"]:
            share = wide
            if side * self.side < -0.2 and low > 0:
                share *= 1 - 0.06 * low
            if side * self.side > 0.2 and 0 < low < 0.5:
                share *= 0.965
            x = side * self.half * share + self.chin * max(0.0, low)
            found.append(self.middle.plus(x, HIGH * low))
        return found

    def edge(self, side: int, low: float) -> Point:
        ring = self.outline(side)
        for here, there in pairwise(ring):
            if there.y >= low:
                return here.towards(there, (low - here.y) / (there.y - here.y)).plus(side * 0.6, 0)
        return ring[-1]


def draw(body: Body, camera: Camera) -> str:
    head = _Head(body, camera)
    right, left = head.outline(1), head.outline(-1)
    skull = Shape(smooth(right + left[-2:0:-1], closed=True, cut=FINE), "skin")
    straight = abs(head.side) < 0.3
    ears = _ears_at_the_sides(head) if straight else ""
    return (
        element("path", d=skull.d, class_="rim")
        + ears
        + skull.svg
        + _hair(head)
        + ("" if straight else _near_ear(head))
        + (lines(_face(head)) if head.front > 0 else "")
    )


def _hair(head: _Head) -> str:
    visible = [turn - head.yaw for turn in range(-80, 81, 20)]
    seen = [head.on(_hairline(around), around)[0] for around in visible]
    if seen[0].x > seen[-1].x:
        seen.reverse()
    end = head.edge(1, min(seen[-1].y, head.middle.y + 8))
    start = head.edge(-1, min(seen[0].y, head.middle.y + 8))
    dome = ((1.07, -0.2), (1.0, -0.52), (0.6, -0.95), (0, -1.11))
    right = [head.middle.plus(head.half * x * _full(head, 1, y), HIGH * y) for x, y in dome]
    left = [
        head.middle.plus(-head.half * x * _full(head, -1, y), HIGH * y) for x, y in dome[-2::-1]
    ]
    over = [p for p in right if p.y < end.y - 4] + [p for p in left if p.y < start.y - 4]
    line = [start, *seen[1:-1], end]
    return lines(path("M", start, *curve(line), *curve([end, *over, start]), "Z"), "hair")


def _full(head: _Head, side: int, low: float) -> float:
    """Over the brow that is turned away hair lies flat."""
    return 0.955 if side * head.side > 0.2 and low > -0.8 else 1.0


def _hairline(around: float) -> float:
    hairline = SHAPES.points["hairline"]
    around = abs((around + 180) % 360 - 180)
    for (here, low), (there, high) in pairwise(hairline):
        if around <= there:
            return low + (high - low) * (around - here) / (there - here)
    return hairline[-1][1]


def _ears_at_the_sides(head: _Head) -> str:
    ears = ""
    for around in (98, -98):
        place, near = head.on(-7, around)
        ears += ellipse(place, 2.8 + 0.13 * max(0.0, near), 5.5, "skin")
    return edge(ears) + ears


def _near_ear(head: _Head) -> str:
    place, _near = max((head.on(-7, around) for around in (98, -98)), key=lambda found: found[1])
    to = 1 if place.x > head.middle.x else -1
    p = place.plus(-1.2 * to, 0)
    return lines(
        path(
            *("M", p.plus(-to * 2.2, -3.5), "C", p.plus(-to, -7.5), p.plus(to * 4.4, -6.5)),
            *(p.plus(to * 3.6, -1), "C", p.plus(to * 3.2, 3), p.plus(to, 6.2)),
            p.plus(-to * 1.6, 5.2),
        ),
        "ear",
    )


def _face(head: _Head) -> str:
    drawn = ""
    for around in (24, -24):
        # The eye that is turned away stands nearer to the nose and is narrower.
        away = max(0.0, head.side * (1 if around > 0 else -1))
        stands = around * (1 - 0.4 * away)
        eye, brow = (head.on(high, stands)[0] for high in (-6, 11))
        half = 3.8 - 3 * away
        drawn += _bow(eye, half, -0.6, 2.9) + _bow(brow, half, 0.6, -1.4)
    tip, _ = head.on(-24, 0, 1.05)
    root, _ = head.on(-8, 0)
    if abs(head.side) < 0.15:
        drawn += _bow(tip, 2.2, 0, 2)
    else:
        to = head.side
        drawn += path(
            *("M", root.plus(2 * to, 0), "L", tip.plus(4.4 * to, -0.4)),
            *("Q", tip.plus(4 * to, 1.8), tip.plus(0.2 * to, 1.4)),
        )
    mouth, _ = head.on(-46, 0)
    return drawn + _bow(mouth, 5 * max(0.7, head.front), -0.8, 2.6)


def _bow(at: Point, half: float, ends: float, middle: float) -> str:
    return path("M", at.plus(-half, ends), "Q", at.plus(0, middle), at.plus(half, ends))
