"""From a picture's description to SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from content.figures import close_ups, furniture, marks
from content.figures.body import head, limbs, skeleton, trunk
from content.figures.geometry import Camera, Point, number
from content.figures.ink import group

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from content.figures.body.skeleton import Body
    from content.figures.schema import Anchor, Label, Layer, Picture, Pose, Side, Way, Word

    Joints = Callable[[Side], Callable[[str, str], str]]


class Scene(NamedTuple):
    """A picture with everything it needs to be drawn."""

    picture: Picture
    poses: Mapping[str, Pose]
    mirrored: bool = False

    @property
    def pose(self) -> Pose:
        """The pose of the body; KeyError where it is a close-up."""
        return self.poses[self.picture.pose or ""]

    @property
    def body(self) -> Body:
        """The body in its pose."""
        return skeleton.take(self.pose)

    def take(self, name: str) -> Body:
        """The body in another pose."""
        return skeleton.take(self.poses[name])

    @property
    def camera(self) -> Camera:
        """From where one looks."""
        return Camera(*self.picture.seen)


OTHER: dict[Word, Word] = {"left": "right", "right": "left"}
ENDS: dict[Anchor, Anchor] = {"start": "end", "end": "start", "middle": "middle"}
THINGS = {
    "floor": furniture.floor,
    "chair": furniture.chair,
    "basin": furniture.basin,
    "basin-behind": furniture.basin_behind,
}


def find(name: str, pictures: Mapping[str, Picture], poses: Mapping[str, Pose]) -> Scene:
    """A picture by name; one that mirrors another is the other, mirrored."""
    picture = pictures[name]
    if picture.mirror_of is None:
        return Scene(picture, poses)
    return mirror(Scene(pictures[picture.mirror_of], poses))


def mirror(scene: Scene) -> Scene:
    """The same picture for the other side of the body, its words exchanged."""
    left, top, width, height = scene.picture.frame
    picture = replace(
        scene.picture,
        frame=(-left - width, top, width, height),
        labels=tuple(_mirrored(label) for label in scene.picture.labels),
    )
    return scene._replace(picture=picture, mirrored=True)


def _mirrored(label: Label) -> Label:
    """The same label on the other side, naming the other side."""
    return replace(
        label,
        word=OTHER[label.word],
        at=(-label.at[0], label.at[1]),
        to=label.to and (-label.to[0], label.to[1]),
        anchor=ENDS[label.anchor],
    )


def still(side: Side) -> Callable[[str, str], str]:
    """Arms that do not move."""
    del side
    return limbs.still


def draw(
    scene: Scene, words: Mapping[str, str], joints: Joints = still, *, with_ways: bool = True
) -> str:
    """What stands inside the ``<svg>``. Without ways, what says where to move is left out."""
    picture = scene.picture
    if picture.close_up:
        drawn = close_ups.DRAWINGS[picture.close_up]()
    else:
        drawn = "".join(layer(scene, name, joints) for name in picture.layers)
    if picture.lanes:
        drawn += marks.lanes(picture.lanes)
    if picture.moon:
        drawn += furniture.moon(Point(*picture.moon))
    drawn += "".join(marks.warmth(Point(*at)) for at in picture.warmth)
    drawn += "".join(marks.tension(Point(*at)) for at in picture.tension)
    if with_ways:
        drawn += "".join(
            marks.arrow(way_points(scene, way), both_ends=way.both_ends) for way in picture.ways
        )
        drawn += "".join(marks.spot(Point(*at)) for at in picture.spots)
        if picture.breath:
            drawn += marks.breath(picture.breath.goes, Point(*picture.breath.at))
    if scene.mirrored:
        drawn = group(drawn, transform="scale(-1 1)")
    return drawn + "".join(marks.label(label, words) for label in picture.labels)


def way_points(scene: Scene, way: Way) -> list[Point]:
    """The points an arrow goes through."""
    if way.around:
        return marks.ring(Point(*way.around), way.radius, way.turn)
    if way.of and way.to:
        arms = scene.body.arms[way.of], scene.take(way.to).arms[way.of]
        return marks.track(*arms, way, scene.camera)
    return [Point(*p) for p in way.points]


def layer(scene: Scene, name: Layer, joints: Joints = still) -> str:
    """One layer of a picture of a body."""
    body, camera, picture = scene.body, scene.camera, scene.picture
    if name in THINGS:
        return THINGS[name](camera)
    dress = limbs.Dress(picture.bare_feet, picture.rolled_legs)
    if name == "legs":
        return limbs.draw_legs(body, camera, dress)
    if name == "trunk":
        return trunk.draw(body, camera, lifted=picture.lifted_shirt, spine=not picture.lanes)
    if name == "head":
        return head.draw(body, camera)
    side: Side = "left" if name.startswith("left") else "right"
    return _limb(scene, side, name.removeprefix(f"{side}-"), dress, joints)


def _limb(scene: Scene, side: Side, part: str, dress: limbs.Dress, joints: Joints) -> str:
    body, camera = scene.body, scene.camera
    if part == "leg":
        footless = f"{side}-sole" in scene.picture.layers
        return limbs.draw_leg(body.legs[side], camera, dress._replace(footless=footless))
    if part == "sole":
        return limbs.draw_sole(body.legs[side], camera)
    drawn = limbs.draw_arm(body.arms[side], camera, joints(side))
    return drawn if part == "arm-behind" else drawn + limbs.seam(body.arms[side], camera)


def view_box(picture: Picture) -> str:
    """The frame as an attribute says it."""
    return " ".join(number(value) for value in picture.frame)
