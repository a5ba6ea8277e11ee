"""Render pictures as whole ``<svg>`` elements, still or moving."""

from html import escape

from content.figures import animation, overlays, scene
from content.figures.figure_set import FigureSet
from content.figures.geometry import Point
from content.figures.scene import Scene
from content.figures.schema import Labels
from content.figures.svg import group, number


def still(figures: FigureSet, picture: str, labels: Labels, alt: str) -> str:
    shown = figures.scene(picture)
    return _svg(shown, scene.draw(shown, labels), alt)


def moving(
    figures: FigureSet, exercise: str, labels: Labels, alt: str, *, other_side: bool = False
) -> str:
    """The moving picture of an exercise: its class sets the pace, ``--p`` the progress."""
    motion = figures.exercises[exercise].moves
    shown = figures.scene(motion.picture)
    classes = set(animation.joint_rules(shown, motion, exercise))
    if other_side:
        shown = scene.mirror(shown)
    drawn = scene.draw(shown, labels, animation.joint_wrapper(exercise, classes), with_ways=False)
    breath = shown.picture.breath
    if breath:
        drawn += "".join(
            group(overlays.breath(goes, Point(*breath.at)), class_=f"goes-{goes}")
            for goes in ("in", "out")
        )
    kind = ("moving", "round") if motion.circle else ("moving",)
    return _svg(shown, drawn, alt, *kind, f"moves-{exercise}")


def _svg(shown: Scene, drawn: str, alt: str, *classes: str) -> str:
    picture = shown.picture
    near = () if picture.near == 1 else (animation.near_class(picture.near),)
    font_size = number(overlays.label_size(picture))
    return (
        f'<svg class="{" ".join(("figure", *near, *classes))}"'
        f' viewBox="{" ".join(map(number, picture.frame))}" role="img"'
        f' font-size="{font_size}" aria-label="{escape(alt)}">{drawn}</svg>'
    )
