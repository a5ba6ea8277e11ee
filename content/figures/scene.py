"""Compose a picture: the body in its pose, furniture and annotations, in layers."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from msgspec.structs import replace

from content.figures import close_ups, furniture, overlays
from content.figures.body import head, limbs, skeleton, trunk
from content.figures.body.skeleton import Body
from content.figures.geometry import Camera, Point
from content.figures.schema import Label, Labels, Layer, Picture, Pose, Side, Way
from content.figures.svg import group, pressure_point

JointWrapper = Callable[[Side, str, str], str]
"""Wraps what is drawn of a part of an arm, by side and part, so that it can move."""


class Scene(NamedTuple):
    picture: Picture
    poses: Mapping[str, Pose]
    mirrored: bool = False

    @property
    def pose(self) -> Pose:
        """Raises ``KeyError`` where the picture is a close-up."""
        return self.poses[self.picture.pose or ""]

    @property
    def body(self) -> Body:
        return skeleton.body_in(self.pose)

    def body_in(self, name: str) -> Body:
        return skeleton.body_in(self.poses[name])

    @property
    def camera(self) -> Camera:
        return Camera(*self.picture.seen)


OTHER: dict[Side, Side] = {"left": "right", "right": "left"}
FURNITURE = {
    "floor": furniture.floor,
    "chair": furniture.chair,
    "basin": furniture.basin,
    "basin-behind": furniture.basin_behind,
}


def mirror(scene: Scene) -> Scene:
    """The same picture for the other side of the body, its labels exchanged."""
    left, top, width, height = scene.picture.frame
    picture = replace(
        scene.picture,
        frame=(-left - width, top, width, height),
        labels=tuple(map(_mirror_label, scene.picture.labels)),
    )
    return scene._replace(picture=picture, mirrored=True)


def _mirror_label(label: Label) -> Label:
    x, y = label.at
    to = label.to and (-label.to[0], label.to[1])
    return replace(label, word=OTHER[label.word], at=(-x, y), to=to)


def draw(
    scene: Scene,
    labels: Labels,
    wrap_joint: JointWrapper = lambda _side, _part, drawn: drawn,
    *,
    with_ways: bool = True,
) -> str:
    """What stands inside the ``<svg>``; without ways, what shows where to move is left out."""
    picture = scene.picture
    if picture.close_up:
        drawn = close_ups.DRAWINGS[picture.close_up]()
    else:
        drawn = "".join(_layer(scene, name, wrap_joint) for name in picture.layers)
    if picture.lanes:
        drawn += overlays.lanes(picture.lanes)
    if picture.moon:
        drawn += overlays.moon(Point(*picture.moon))
    drawn += "".join(overlays.warmth(Point(*at)) for at in picture.warmth)
    drawn += "".join(overlays.tension(Point(*at)) for at in picture.tension)
    if with_ways:
        drawn += "".join(
            overlays.arrow(way_points(scene, way), both_ends=way.both_ends) for way in picture.ways
        )
        drawn += "".join(pressure_point(Point(*at), 4, 8) for at in picture.spots)
        if picture.breath:
            drawn += overlays.breath(picture.breath.goes, Point(*picture.breath.at))
    if scene.mirrored:
        drawn = group(drawn, transform="scale(-1 1)")
    size = overlays.label_size(picture)
    return drawn + "".join(
        overlays.label(label, labels.text(label), size) for label in picture.labels
    )


def way_points(scene: Scene, way: Way) -> list[Point]:
    if way.around:
        return overlays.ring(Point(*way.around), way.radius, way.turn)
    if way.of and way.to:
        arms = scene.body.arms[way.of], scene.body_in(way.to).arms[way.of]
        return overlays.track(*arms, way, scene.camera)
    return [Point(*p) for p in way.points]


def _layer(scene: Scene, name: Layer, wrap_joint: JointWrapper) -> str:
    body, camera, picture = scene.body, scene.camera, scene.picture
    if name in FURNITURE:
        return FURNITURE[name](camera)
    if name == "legs":
        return limbs.draw_legs(body, camera, picture)
    if name in {"trunk", "torso"}:
        drawn = trunk.draw(body, camera, lifted=picture.lifted_shirt, spine=not picture.lanes)
        return _with_arms(scene, drawn, wrap_joint) if name == "torso" else drawn
    if name == "head":
        return head.draw(body, camera)
    side: Side = "left" if name.startswith("left") else "right"
    part = name.removeprefix(f"{side}-")
    if part.startswith("arm"):
        arm = body.arms[side]
        drawn = "".join(limbs.draw_arm(arm, camera, partial(wrap_joint, side)))
        return drawn if part == "arm-behind" else drawn + limbs.seam(arm, camera)
    leg = body.legs[side]
    with_foot = f"{side}-sole" not in picture.layers
    return (
        limbs.draw_sole(leg, camera)
        if part == "sole"
        else limbs.draw_leg(leg, camera, picture, with_foot=with_foot)
    )


def _with_arms(scene: Scene, trunk_: str, wrap_joint: JointWrapper) -> str:
    """Trunk and arms with one edge around all, for arms beside the trunk, however they move."""
    arms = [
        limbs.draw_arm(arm, scene.camera, partial(wrap_joint, side))
        for side, arm in scene.body.arms.items()
    ]
    return "".join(edge for edge, _ in arms) + trunk_ + "".join(surface for _, surface in arms)
