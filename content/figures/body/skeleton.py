"""The skeleton of every picture: fixed proportions, and where a pose puts each joint."""

from math import sqrt
from typing import NamedTuple

from msgspec.structs import replace

from content.figures.geometry import Vec, direction
from content.figures.schema import ArmPose, LegPose, Place, Pose, Side

# Lengths of bones, and how far joints lie from the middle of the body.
TRUNK, NECK = 94.0, 33.0
SHOULDER, UPPER_ARM, FOREARM, HAND = 31.0, 50.0, 44.0, 33.0
HIP, THIGH, SHIN, ANKLE, FOOT = 14.5, 76.0, 74.0, 9.0, 48.0

SITTING = ANKLE + SHIN
STANDING = SITTING + THIGH
SIDES: dict[Side, int] = {"left": 1, "right": -1}

UP = Vec(0, 1, 0)
PALMS = {
    "forward": (0.0, 0.0),
    "back": (0.0, 180.0),
    "in": (0.0, -90.0),
    "out": (0.0, 90.0),
    "up": (90.0, 0.0),
    "down": (-90.0, 0.0),
}


class Arm(NamedTuple):
    """An arm in space. ``palm`` is the direction the palm looks to."""

    side: int
    shoulder: Vec
    elbow: Vec
    wrist: Vec
    hand: Vec
    palm: Vec
    fist: bool

    @property
    def upper(self) -> Vec:
        return self.elbow.plus(self.shoulder, -1).unit()

    @property
    def lower(self) -> Vec:
        return self.wrist.plus(self.elbow, -1).unit()

    @property
    def middle(self) -> Vec:
        return self.wrist.plus(self.hand, HAND * (0.3 if self.fist else 0.5))

    @property
    def tip(self) -> Vec:
        return self.wrist.plus(self.hand, HAND)


class Leg(NamedTuple):
    """A leg in space. ``sole`` is where the sole looks to."""

    side: int
    hip: Vec
    knee: Vec
    ankle: Vec
    foot: Vec
    sole: Vec

    @property
    def stands(self) -> bool:
        return self.knee.y < self.hip.y - THIGH * 0.8


class Body(NamedTuple):
    hips: Vec
    up: Vec
    chest: Vec
    head: Vec
    arms: dict[Side, Arm]
    legs: dict[Side, Leg]

    @property
    def stands(self) -> bool:
        return all(leg.stands for leg in self.legs.values())


def body_in(pose: Pose) -> Body:
    hips = Vec(0, STANDING if pose.stands else SITTING, 0)
    up = direction(*pose.back)
    chest = hips.plus(up, TRUNK)
    return Body(
        hips,
        up,
        chest,
        chest.plus(direction(*pose.neck), NECK),
        {name: _arm(pose.arm(name), side, chest, hips) for name, side in SIDES.items()},
        {name: _leg(pose.leg(name), side, hips) for name, side in SIDES.items()},
    )


def with_wrist_moved(pose: Pose, side: Side, by: tuple[float, float, float]) -> Arm:
    """One arm of a pose with its wrist moved: out, up, forward."""
    held = pose.arm(side)
    if held.wrist is None:
        raise ValueError("an arm circles only where its wrist has a place")
    wrist = tuple(here + more for here, more in zip(held.wrist, by, strict=True))
    body = body_in(pose)
    return _arm(replace(held, wrist=wrist), SIDES[side], body.chest, body.hips)


def _arm(pose: ArmPose, side: int, chest: Vec, hips: Vec) -> Arm:
    upper = direction(*pose.upper_arm, side)
    # A shoulder rises with its arm.
    rise = 0.0 if pose.wrist else max(0.0, 7 * (upper.y + 0.3))
    shoulder = chest.plus(Vec(side * (SHOULDER - rise / 2), rise - 6, 0))
    if pose.wrist:
        wrist = _place(pose.wrist, side, hips)
        bend = direction(*pose.elbow_to, side)
        elbow, wrist = _two_bones(shoulder, wrist, bend, UPPER_ARM, FOREARM)
    else:
        elbow = shoulder.plus(upper, UPPER_ARM)
        wrist = elbow.plus(direction(*pose.forearm, side), FOREARM)
    hand = direction(*pose.hand, side)
    heading = pose.palm if isinstance(pose.palm, tuple) else PALMS[pose.palm]
    palm = _perpendicular(direction(*heading, side), hand)
    return Arm(side, shoulder, elbow, wrist, hand, palm, pose.fist)


def _leg(pose: LegPose, side: int, hips: Vec) -> Leg:
    hip = hips.plus(Vec(side * HIP, 0, 0))
    if pose.ankle:
        bend = direction(*pose.knee_to, side)
        knee, ankle = _two_bones(hip, _place(pose.ankle, side, hips), bend, THIGH, SHIN)
    else:
        knee = hip.plus(direction(*pose.thigh, side), THIGH)
        ankle = knee.plus(direction(*pose.shin, side), SHIN)
    foot = direction(*pose.foot, side)
    return Leg(side, hip, knee, ankle, foot, _perpendicular(direction(*pose.sole, side), foot))


def _place(place: Place, side: int, hips: Vec) -> Vec:
    out, up, forward = place
    return hips.plus(Vec(side * out, up, forward))


def _perpendicular(way: Vec, to: Vec) -> Vec:
    """``way``, turned as little as needed to be perpendicular to ``to``."""
    return way.plus(to, -way.dot(to)).unit()


def _two_bones(root: Vec, end: Vec, bend: Vec, upper: float, lower: float) -> tuple[Vec, Vec]:
    """Inverse kinematics: the joint of two bones, bent towards ``bend``, and the end reached."""
    reach = end.plus(root, -1)
    far = sqrt(reach.dot(reach))
    along = reach.unit()
    # Towards what is out of reach the limb is nearly straight.
    far = min(far, upper + lower - 0.5)
    forward = (upper**2 - lower**2 + far**2) / (2 * far)
    aside = sqrt(max(0.0, upper**2 - forward**2))
    joint = root.plus(along, forward).plus(_perpendicular(bend, along), aside)
    return joint, root.plus(along, far)
