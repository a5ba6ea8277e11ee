"""Draw what explains a picture: arrows, labels, breath, warmth, the moon of bedtime."""

from collections.abc import Sequence
from html import escape
from math import asin, cos, hypot, radians, sin

from content.figures.body import skeleton
from content.figures.body.skeleton import Arm
from content.figures.geometry import Camera, Point, Vec
from content.figures.schema import Label, Lanes, Picture, Way
from content.figures.shapes import SHAPES
from content.figures.svg import curve, element, lines, number, path, place_stroke


def arrow(points: Sequence[Point], *, both_ends: bool = False) -> str:
    drawn = path("M", points[0], *curve(points)) + tip(points[-2], points[-1])
    return lines(drawn + (tip(points[1], points[0]) if both_ends else ""), "way")


def tip(before: Point, end: Point, long: float = 11) -> str:
    far = before.distance(end)
    back = Point((before.x - end.x) / far * long, (before.y - end.y) / far * long)
    wing = 0.62
    return path(
        *("M", end.plus(back.x - wing * back.y, back.y + wing * back.x)),
        *("L", end, "L", end.plus(back.x + wing * back.y, back.y - wing * back.x)),
    )


def ring(middle: Point, radius: float, turn: tuple[float, float]) -> list[Point]:
    """Points around a place, from one angle through so many degrees, 0 to the right."""
    start, through = turn
    steps = max(3, round(abs(through) / 30))
    angles = [radians(start + through * i / steps) for i in range(steps + 1)]
    return [middle.plus(radius * cos(a), radius * sin(a)) for a in angles]


def track(here: Arm, there: Arm, way: Way, camera: Camera) -> list[Point]:
    """The way of a hand between two poses of its arm, drawn ``aside`` of it."""
    first, last = way.part
    shares = [first + (last - first) * i / 4 for i in range(5)]
    middle = [camera.project(_midway(here, there, share).middle) for share in shares]
    return [_aside(middle, i, way.aside) for i in range(len(middle))]


def _midway(here: Arm, there: Arm, share: float) -> Arm:
    """An arm on its way: each bone turned by a share of its whole turn."""
    shoulder = here.shoulder.plus(there.shoulder.plus(here.shoulder, -1), share)
    upper = _between(here.upper, there.upper, share)
    elbow = shoulder.plus(upper, skeleton.UPPER_ARM)
    wrist = elbow.plus(_between(here.lower, there.lower, share), skeleton.FOREARM)
    hand = _between(here.hand, there.hand, share)
    return here._replace(shoulder=shoulder, elbow=elbow, wrist=wrist, hand=hand)


def _between(here: Vec, there: Vec, share: float) -> Vec:
    """A direction on the shortest turn from one to another."""
    gap = hypot(*there.plus(here, -1))
    angle = 2 * asin(min(1.0, gap / 2))
    if angle < 1e-6:
        return here
    first, last = sin((1 - share) * angle) / sin(angle), sin(share * angle) / sin(angle)
    return Vec(0, 0, 0).plus(here, first).plus(there, last).unit()


def _aside(points: Sequence[Point], i: int, aside: float) -> Point:
    before, after = points[max(0, i - 1)], points[min(len(points) - 1, i + 1)]
    far = before.distance(after) or 1.0
    return points[i].plus(-(after.y - before.y) / far * aside, (after.x - before.x) / far * aside)


def label(label: Label, text: str, size: float) -> str:
    """The words of a label, each on a line of its own, the first ``at`` its place."""
    at = Point(*label.at)
    words = text.split()
    drawn = ""
    if label.to:
        to = Point(*label.to)
        below = (len(words) - 1) * size + 4
        edge = at.plus(0, -6 if to.y < at.y else below)
        drawn = lines(
            path("M", edge.towards(to, 14 / max(14.0, edge.distance(to))), "L", to), "leader"
        )
    for i, word in enumerate(words):
        x, y = map(number, at.plus(0, i * 1.05 * size))
        drawn += f'<text x="{x}" y="{y}">{escape(word)}</text>'
    return drawn


def label_size(picture: Picture) -> float:
    """Labels can be read in a picture half as wide as a phone."""
    return max(18, picture.frame[2] * 0.085)


def warmth(at: Point) -> str:
    drawn = ""
    for dx in (-9.0, 0.0, 9.0):
        p = at.plus(dx, 0 if dx else -4)
        drawn += path("M", p, "C", p.plus(-5, -5), p.plus(5, -8), p.plus(0, -13))
    return lines(drawn, "felt")


def tension(at: Point) -> str:
    """Two small arcs beside a place that is felt to stretch, open towards the body's middle."""
    to = 1 if at.x > 0 else -1
    drawn = "".join(
        path(
            *("M", at.plus(to * out, -9 - out / 2), "Q", at.plus(to * (out + 4.5), 0)),
            at.plus(to * out, 9 + out / 2),
        )
        for out in (0, 6)
    )
    return lines(drawn, "felt")


def breath(goes: str, at: Point) -> str:
    face, hair = (
        place_stroke(SHAPES.strokes[name], at.plus) for name in ("profile", "profile-hair")
    )
    air = ""
    for i, stream in enumerate(SHAPES.curves[f"air-{goes}"]):
        start, bend, end = (at.plus(*place) for place in stream)
        air += path("M", start, "Q", bend, end)
        # What goes in meets at the nose: one head is enough for all.
        if goes == "out" or i == 1:
            air += tip(bend, end, 6)
    return lines(face, "profile") + lines(hair, "hair") + lines(air, "air")


def lanes(way: Lanes) -> str:
    stripes = "".join(
        path("M", Point(x, way.high + way.wide / 2), "L", Point(x, way.low - way.wide / 2))
        for x in (-way.aside, way.aside)
    )
    spine = path("M", Point(0, way.high - 4), "L", Point(0, way.low + 6))
    return element("path", d=stripes, class_="lane", stroke_width=number(way.wide)) + lines(
        spine, "spine"
    )


def moon(at: Point) -> str:
    outer = ("A", 15, 15, "0 1 0", at.plus(17, 17))
    return lines(path("M", at, *outer, "A", 12.5, 12.5, "0 0 1", at, "Z"), "moon")
