"""The schema of ``figures.toml``: poses of the body and pictures made of them.

A *heading* is ``[lift, out]`` in degrees: how far above the horizontal, and how
far from straight ahead towards the limb's own side (90 sideways, 180 backwards,
negative across the body). The same numbers make the same movement on both sides.
A *place* is ``[out, up, forward]`` in units from the middle between the hips.
"""

from typing import Annotated, Literal

from msgspec import Meta, field

from content.file_types import File, Slug

Degrees = Annotated[float, Meta(ge=-360, le=360)]
Units = Annotated[float, Meta(ge=-600, le=600)]
Heading = tuple[Degrees, Degrees]
Place = tuple[Units, Units, Units]
Spot = tuple[Units, Units]
Side = Literal["left", "right"]


class ArmPose(File, frozen=True):
    """How an arm is held: by the headings of its bones, or by a place its ``wrist`` reaches."""

    hand: Heading = (-80, 0)
    palm: Literal["forward", "back", "in", "out", "up", "down"] | Heading = "in"
    upper_arm: Heading = (-80, 20)
    forearm: Heading = (-70, 0)
    wrist: Place | None = None
    elbow_to: Heading = (-30, 120)
    fist: bool = False


class LegPose(File, frozen=True):
    thigh: Heading = (0, 12)
    shin: Heading = (-90, 0)
    foot: Heading = (0, 14)
    sole: Heading = (-90, 0)
    ankle: Place | None = None
    knee_to: Heading = (10, 60)


class Pose(File, frozen=True):
    """How a person holds themselves; what is not given is at rest."""

    stands: bool = False
    back: Heading = (90, 0)
    neck: Heading = (90, 0)
    arms: ArmPose = ArmPose()
    left_arm: ArmPose | None = None
    right_arm: ArmPose | None = None
    legs: LegPose | None = None
    left_leg: LegPose | None = None
    right_leg: LegPose | None = None

    def arm(self, side: Side) -> ArmPose:
        return (self.left_arm if side == "left" else self.right_arm) or self.arms

    def leg(self, side: Side) -> LegPose:
        rest = LegPose(thigh=(-90, 0), shin=(-90, 0)) if self.stands else LegPose()
        return (self.left_leg if side == "left" else self.right_leg) or self.legs or rest


Layer = Literal[
    "floor", "chair", "basin", "basin-behind", "left-leg", "right-leg", "legs", "left-sole",
    "right-sole", "trunk", "torso", "head", "left-arm", "right-arm", "left-arm-behind",
    "right-arm-behind",
]  # fmt: skip


class Way(File, frozen=True):
    """An arrow: the way a hand takes to another pose (``of``, ``to``), ``points``, or a ring.

    ``aside`` is how far beside the way it is drawn; a ring's ``turn`` is from one angle
    through so many degrees, 0 to the right and clockwise.
    """

    of: Side | None = None
    to: Slug | None = None
    aside: Units = 0
    part: tuple[float, float] = (0.1, 0.95)
    points: tuple[Spot, ...] = ()
    around: Spot | None = None
    radius: Units = 12
    turn: tuple[Degrees, Degrees] = (0, 270)
    both_ends: bool = False


LabelText = Annotated[str, Meta(min_length=1, max_length=10, pattern=r"^\S(.*\S)?$")]
"""Drawn large, so short; each word stands on a line of its own."""


class Label(File, frozen=True):
    """A side, or a ``part`` of that side, in words; a thin line leads ``to`` what it names."""

    word: Side
    at: Spot
    part: Literal["hand", "foot"] | None = None
    to: Spot | None = None


class Labels(File, frozen=True):
    left: LabelText
    right: LabelText
    left_hand: LabelText
    right_hand: LabelText
    left_foot: LabelText
    right_foot: LabelText

    def text(self, label: Label) -> str:
        text: str = getattr(self, f"{label.word}_{label.part}" if label.part else label.word)
        return text


class Breath(File, frozen=True):
    """A head in profile, and the air that goes into its nose or comes out of its mouth."""

    goes: Literal["in", "out"]
    at: Spot


class Lanes(File, frozen=True):
    """The two stripes beside the spine that are rubbed; ``aside`` is to the middle of one."""

    aside: Units
    high: Units
    low: Units
    wide: Units = 15


class Picture(File, frozen=True):
    """A ``pose`` seen from somewhere, or a ``close_up``, or the ``mirror_of`` another picture.

    ``frame`` is left, top, width and height of what is shown; the middle between the
    feet, on the floor, is ``(0, 0)``. ``near`` is how much closer than usual one looks.
    """

    frame: tuple[Units, Units, Units, Units] = (-140, -300, 280, 340)
    pose: Slug | None = None
    close_up: Literal["sole", "fist"] | None = None
    mirror_of: Slug | None = None
    seen: tuple[Degrees, Degrees] = (0, 12)
    layers: tuple[Layer, ...] = ()
    bare_feet: bool = False
    lifted_shirt: bool = False
    rolled_legs: bool = False
    near: Annotated[float, Meta(ge=0.5, le=3)] = 1.0
    ways: tuple[Way, ...] = ()
    labels: tuple[Label, ...] = ()
    breath: Breath | None = None
    warmth: tuple[Spot, ...] = ()
    tension: tuple[Spot, ...] = ()
    moon: Spot | None = None
    lanes: Lanes | None = None
    spots: tuple[Spot, ...] = ()


class Motion(File, frozen=True):
    """How a picture moves: to another pose and back, or round in circles.

    ``circle`` is how far a wrist goes out and up. ``seconds`` is how long one movement
    takes where the exercise has no pace of its own.
    """

    picture: Slug
    to: Slug | None = None
    circle: tuple[Units, Units] | None = None
    seconds: Annotated[float, Meta(ge=0.5, le=20)] | None = None


class Small(File, frozen=True):
    """The small figure of lists: a picture cut down to ``frame``, with fewer, larger ways."""

    picture: Slug
    frame: tuple[Units, Units, Units, Units]
    ways: tuple[Way, ...]


StepNumber = Annotated[str, Meta(pattern=r"^[1-9]\d?$")]


class ExerciseFigures(File, frozen=True):
    """The pictures of an exercise; ``steps`` by number, as far as they have one of their own.

    ``stages``, by id, are those of guided practice that show something else than the movement.
    """

    start: Slug
    end: Slug
    moves: Motion
    small: Small
    steps: dict[StepNumber, Slug] = field(default_factory=dict)
    stages: dict[Slug, Slug] = field(default_factory=dict)
    close_ups: tuple[Slug, ...] = ()

    @property
    def stills(self) -> tuple[Slug, ...]:
        own = (*self.steps.values(), *self.stages.values(), *self.close_ups)
        return tuple(dict.fromkeys((self.start, self.end, *own)))


class TechniqueFigures(File, frozen=True):
    """``figures.toml`` of one technique's folder, which may show what another has drawn."""

    exercises: dict[Slug, ExerciseFigures]
    poses: dict[Slug, Pose] = field(default_factory=dict)
    pictures: dict[Slug, Picture] = field(default_factory=dict)
