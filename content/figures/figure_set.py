"""The poses and pictures of all techniques, by name."""

from collections.abc import Mapping
from typing import NamedTuple

from content.figures.scene import Scene, mirror
from content.figures.schema import ExerciseFigures, Picture, Pose, TechniqueFigures


class FigureSet(NamedTuple):
    poses: Mapping[str, Pose]
    pictures: Mapping[str, Picture]
    exercises: Mapping[str, ExerciseFigures]

    def scene(self, name: str) -> Scene:
        """A picture with its poses; one that mirrors another is the other, mirrored."""
        picture = self.pictures[name]
        if picture.mirror_of is None:
            return Scene(picture, self.poses)
        return mirror(Scene(self.pictures[picture.mirror_of], self.poses))


def merge(techniques: Mapping[str, TechniqueFigures]) -> FigureSet:
    return FigureSet(
        {key: pose for each in techniques.values() for key, pose in each.poses.items()},
        {key: picture for each in techniques.values() for key, picture in each.pictures.items()},
        {key: figures for each in techniques.values() for key, figures in each.exercises.items()},
    )
