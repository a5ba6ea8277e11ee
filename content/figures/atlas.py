"""Every pose and picture of the library, and what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from content.figures.scene import find

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from content.figures.scene import Scene
    from content.figures.schema import ExerciseFigures, Motion, Picture, Pose, TechniqueFigures
    from content.types import ExerciseFacts
    from content.words import TechniqueWords


class Atlas(NamedTuple):
    """All ``figures.toml`` together, by name."""

    poses: Mapping[str, Pose]
    pictures: Mapping[str, Picture]
    exercises: Mapping[str, ExerciseFigures]

    def scene(self, picture: str) -> Scene:
        """A picture with its poses, ready to be drawn."""
        return find(picture, self.pictures, self.poses)


def gather(techniques: Mapping[str, TechniqueFigures]) -> Atlas:
    """Put the techniques' figures together."""
    atlas = Atlas({}, {}, {})
    return Atlas(
        *(
            {
                key: value
                for each in techniques.values()
                for key, value in getattr(each, name).items()
            }
            for name in atlas._fields
        )
    )


def faults(
    techniques: Mapping[str, TechniqueFigures], facts: Mapping[str, tuple[ExerciseFacts, ...]]
) -> Iterator[str]:
    """What does not fit together, as ``file: key: what is wrong``."""
    atlas = gather(techniques)
    yield from _twice(techniques)
    for slug, figures in techniques.items():
        name = f"{slug}/figures.toml"
        known = {exercise.id: exercise for exercise in facts[slug]}
        for missing in known.keys() - figures.exercises.keys():
            yield f"{name}: exercises.{missing}: the figures are missing"
        for extra in figures.exercises.keys() - known.keys():
            yield f"{name}: exercises.{extra}: facts.toml has no such exercise"
        for key, picture in figures.pictures.items():
            for fault in _picture_faults(picture, atlas):
                yield f"{name}: pictures.{key}{fault}"
        for key in figures.exercises.keys() & known.keys():
            for fault in _exercise_faults(figures.exercises[key], known[key], atlas):
                yield f"{name}: exercises.{key}{fault}"
    shown = {
        picture
        for exercise in atlas.exercises.values()
        for picture in (*exercise.stills, exercise.moves.picture, exercise.small.picture)
    }
    mirrored = {picture.mirror_of for picture in atlas.pictures.values()}
    for slug, figures in techniques.items():
        for key in figures.pictures.keys() - shown - mirrored:
            yield f"{slug}/figures.toml: pictures.{key}: no exercise shows it"


def word_faults(words: TechniqueWords, own: TechniqueFigures, atlas: Atlas) -> Iterator[str]:
    """Which of a technique's pictures lack words, and which words have no picture."""
    shown = {picture for exercise in atlas.exercises.values() for picture in exercise.stills}
    wanted = own.pictures.keys() & shown
    for missing in sorted(wanted - words.pictures.keys()):
        yield f"pictures.{missing}: the words are missing"
    for extra in sorted(words.pictures.keys() - wanted):
        yield f"pictures.{extra}: figures.toml shows no such picture"
    for key, exercise in own.exercises.items():
        last = len(words.exercises[key].steps) if key in words.exercises else 0
        for number in exercise.steps:
            if int(number) > last:
                yield f"exercises.{key}.steps: figures.toml has a picture of step {number}"


def _twice(techniques: Mapping[str, TechniqueFigures]) -> Iterator[str]:
    seen: dict[tuple[str, str], str] = {}
    for slug, figures in techniques.items():
        for kind in ("poses", "pictures"):
            for key in getattr(figures, kind):
                if (kind, key) in seen:
                    yield f"{slug}/figures.toml: {kind}.{key}: already in {seen[kind, key]}"
                seen[kind, key] = slug


def _picture_faults(picture: Picture, atlas: Atlas) -> Iterator[str]:
    ways = (picture.pose, picture.close_up, picture.mirror_of)
    if sum(way is not None for way in ways) != 1:
        yield ": give pose, close_up or mirror_of, and only one of them"
    if picture.pose is not None and picture.pose not in atlas.poses:
        yield f".pose: there is no pose {picture.pose}"
    if picture.mirror_of is not None and picture.mirror_of not in atlas.pictures:
        yield f".mirror_of: there is no picture {picture.mirror_of}"
    elif picture.mirror_of is not None and atlas.pictures[picture.mirror_of].mirror_of:
        yield f".mirror_of: {picture.mirror_of} is itself a mirror"
    for i, way in enumerate(picture.ways):
        if way.to is not None and way.to not in atlas.poses:
            yield f".ways[{i}].to: there is no pose {way.to}"
        told = (way.of and way.to and picture.pose, len(way.points) > 1, way.around)
        if sum(bool(how) for how in told) != 1:
            yield f".ways[{i}]: give of and to, two points or more, or around"


def _exercise_faults(figures: ExerciseFigures, facts: ExerciseFacts, atlas: Atlas) -> Iterator[str]:
    for picture in figures.stills:
        if picture not in atlas.pictures:
            yield f": there is no picture {picture}"
    yield from _motion_faults(figures.moves, atlas)
    if figures.small.picture not in atlas.pictures:
        yield f".small.picture: there is no picture {figures.small.picture}"
    if (facts.pace.build_up_minutes is None) == (figures.moves.seconds is not None):
        yield ".moves.seconds: told where the exercise has no pace of its own, and only there"


def _motion_faults(motion: Motion, atlas: Atlas) -> Iterator[str]:
    if motion.picture not in atlas.pictures:
        yield f".moves.picture: there is no picture {motion.picture}"
        return
    if (motion.to is None) == (motion.circle is None):
        yield ".moves: give to or circle, and only one of them"
    if motion.to is not None and motion.to not in atlas.poses:
        yield f".moves.to: there is no pose {motion.to}"
    pose = atlas.poses.get(atlas.pictures[motion.picture].pose or "")
    if pose is None:
        yield ".moves.picture: only a picture of a pose can move"
    elif motion.circle is not None and not (pose.arm("left").wrist and pose.arm("right").wrist):
        yield ".moves.circle: both wrists of the pose need a place"
