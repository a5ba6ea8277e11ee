"""Draw arms and legs; an arm in the frames of its bones, one in the other, so that it can move."""

from collections.abc import Callable
from typing import NamedTuple

from content.figures import svg
from content.figures.body import hand as hands
from content.figures.body import sole, trunk
from content.figures.body.skeleton import ANKLE, FOOT, UP, Arm, Body, Leg
from content.figures.geometry import Camera, Point, Vec
from content.figures.schema import Picture


class ArmFrames(NamedTuple):
    """An arm on paper: where it hangs, and turn and length of each bone in its own frame."""

    shoulder: Point
    turns: tuple[float, float, float]
    upper: float
    lower: float


def frames(arm: Arm, camera: Camera) -> ArmFrames:
    shoulder, elbow, wrist, tip = map(camera.project, (arm.shoulder, arm.elbow, arm.wrist, arm.tip))
    first = shoulder.bearing(elbow)
    second = elbow.bearing(wrist)
    return ArmFrames(
        shoulder,
        (first, shortest_turn(second - first), shortest_turn(wrist.bearing(tip) - second)),
        shoulder.distance(elbow),
        elbow.distance(wrist),
    )


def shortest_turn(turn: float) -> float:
    return (turn + 180) % 360 - 180


BONES = ("upper", "lower")
"""The parts of an arm that lengthen on paper as it moves; the joints between them turn."""


def draw_arm(arm: Arm, camera: Camera, wrap: Callable[[str, str], str]) -> tuple[str, str]:
    """The edge of an arm and its surface; ``wrap`` wraps what hangs on a joint and each bone."""
    on = frames(arm, camera)
    palm_outline, creases = hands.draw(arm, camera)
    cuff, wide = on.lower * 0.78, 9.0
    rim = _hem(wide, cuff, 2.6)
    upper = svg.Shape(svg.capsule(on.upper, 11.4, 9.8, 0.6), "cloth")
    lower = svg.Shape(svg.capsule(on.lower, 7, 4.9, 0.8), "skin")
    cloth, palm = svg.Shape(_tube(9.8, wide, cuff, 2.6), "cloth"), svg.Shape(palm_outline, "skin")

    def hang(upper: str, lower: str, cloth: str, palm: str) -> str:
        drawn = palm
        for joint, bone, at, turn in (
            ("wrist", "", Point(0, on.lower), on.turns[2]),
            ("elbow", wrap("lower", lower + cloth), Point(0, on.upper), on.turns[1]),
            ("shoulder", wrap("upper", upper), on.shoulder, on.turns[0]),
        ):
            turned = svg.group(bone + drawn, transform=svg.transform(Point(0, 0), turn))
            wrapped = wrap(joint, turned)
            drawn = (
                svg.group(bone + drawn, transform=svg.transform(at, turn))
                if wrapped == turned
                else svg.group(wrapped, transform=svg.transform(at))
            )
        return drawn

    outlines = hang(upper.svg, lower.svg, cloth.svg, palm.svg)
    return svg.edge(outlines), hang(
        upper.svg, lower.svg, cloth.svg + svg.lines(rim), palm.svg + svg.lines(creases)
    )


def seam(arm: Arm, camera: Camera) -> str:
    """What hides the line between a shoulder and the trunk in front of which it lies."""
    here = camera.project(arm.shoulder)
    there = camera.project(arm.shoulder.plus(Vec(-arm.side * 14, -9, 0)))
    return svg.limb(here, there, 9.9, 9.4, "cloth").svg


def draw_leg(leg: Leg, camera: Camera, picture: Picture, *, with_foot: bool) -> str:
    shapes, hem = _leg(leg, camera, picture, with_foot=with_foot)
    return svg.union(*shapes) + hem


def draw_legs(body: Body, camera: Camera, picture: Picture) -> str:
    legs = [_leg(leg, camera, picture) for leg in body.legs.values()]
    shapes = [shape for shapes, _ in legs for shape in shapes]
    hems = "".join(hem for _, hem in legs)
    if not body.stands:
        lap, fork = (
            camera.project(body.hips.plus(Vec(0, 14, 0)).plus(Vec(0, -at, at))) for at in (6, 26)
        )
        return svg.union(*shapes) + hems + svg.lines(svg.path("M", lap, "L", fork))
    seat, band = trunk.seat(body, camera)
    fork, knees = (camera.project(body.hips.plus(UP, low)) for low in (-30, -76))
    return svg.union(*shapes, seat) + hems + svg.lines(band + svg.path("M", fork, "L", knees))


def _leg(
    leg: Leg, camera: Camera, picture: Picture, *, with_foot: bool = True
) -> tuple[list[svg.Shape], str]:
    """The shapes of a leg, and the lines on them."""
    hip, knee, ankle = map(camera.project, (leg.hip, leg.knee, leg.ankle))
    if leg.stands:
        # Standing, the seat of the trousers is drawn by itself.
        hip = hip.towards(knee, 0.25)
    shin = knee.distance(ankle)
    hem = shin * (0.36 if picture.rolled_legs else 0.9)
    wide = 13.0 if picture.rolled_legs else 11.2
    on_knee = svg.transform(knee, knee.bearing(ankle))
    rim = _hem(wide, hem) + (_hem(wide, hem - 7) if picture.rolled_legs else "")
    toes = _toes(leg, camera) if picture.bare_feet and with_foot else ""
    return [
        *([_foot(leg, camera, picture)] if with_foot else []),
        svg.Shape(svg.capsule(shin, 9.4 if picture.rolled_legs else 8, 5.8, 0.8), "skin", on_knee),
        svg.Shape(_tube(13.4, wide, hem, 4), "legs", on_knee),
        svg.limb(hip, knee, 17.5, 13.6, "legs", 0.8),
    ], svg.group(svg.lines(rim), transform=on_knee) + toes


def _toes(leg: Leg, camera: Camera) -> str:
    """Where the toes of a bare foot part, seen from above."""
    heel, tip = _length(leg, camera)
    far = heel.distance(tip)
    parted = "".join(
        svg.path("M", Point(x, far + 6.4 - abs(x) / 3), "L", Point(x * 0.9, far + 1.5))
        for x in (-3.6, 0.2, 4)
    )
    return svg.group(svg.lines(parted), transform=svg.transform(heel, heel.bearing(tip)))


def _length(leg: Leg, camera: Camera) -> tuple[Point, Point]:
    """The heel and the ball of the toes of a foot on paper."""
    low = leg.ankle.plus(Vec(0, 4.5 - ANKLE, 0))
    return camera.project(low.plus(leg.foot, -8)), camera.project(low.plus(leg.foot, FOOT - 19))


def _tube(round_: float, wide: float, low: float, sag: float) -> str:
    """A sleeve or a trouser leg along +y, from its round top to its hem."""
    return svg.path(
        *("M", Point(-round_, 0), "A", round_, round_, "0 0 1", Point(round_, 0)),
        *("L", Point(wide, low), "Q", Point(0, low + sag), Point(-wide, low), "Z"),
    )


def _hem(wide: float, low: float, sag: float = 4) -> str:
    return svg.path("M", Point(-wide, low), "Q", Point(0, low + sag), Point(wide, low))


def _foot(leg: Leg, camera: Camera, picture: Picture) -> svg.Shape:
    heel, tip = _length(leg, camera)
    kind = "skin" if picture.bare_feet else "shoe"
    return svg.limb(heel, tip, 6.2, 7.6, kind, 0.6)


def draw_sole(leg: Leg, camera: Camera) -> str:
    """A bare foot that shows us its sole, and the point on it."""
    across = leg.foot.cross(leg.sole)
    size = FOOT / 88
    heel = leg.ankle.plus(leg.foot, -16).plus(leg.sole, 8)

    def onto(u: float, v: float) -> Point:
        place = heel.plus(leg.foot, size * v).plus(across, -leg.side * size * u)
        return camera.project(place)

    back, front = (camera.project(leg.ankle.plus(leg.foot, far)) for far in (-6, 20))
    return (
        svg.union(svg.limb(back, front, 8.4, 7.4, "skin"), *sole.shapes(onto, size))
        + svg.lines(sole.creases(onto))
        + svg.circle(onto(*sole.KI1), 2.6, class_="spot")
    )
