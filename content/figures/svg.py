"""Whole ``<svg>`` elements, and the style sheet that lets them move."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from msgspec.structs import asdict

from content.figures import marks, motion, scene
from content.figures.geometry import Point, number
from content.figures.ink import group

if TYPE_CHECKING:
    from collections.abc import Iterable

    from content.figures.atlas import Atlas
    from content.figures.scene import Scene
    from content.figures.schema import Picture
    from content.figures.words import Labels
    from content.types import ExerciseFacts, Pace


def still(atlas: Atlas, picture: str, labels: Labels, alt: str) -> str:
    """A picture that stands still."""
    shown = atlas.scene(picture)
    return _svg(shown, scene.draw(shown, asdict(labels)), alt)


def moving(
    atlas: Atlas, exercise: str, labels: Labels, alt: str, *, other_side: bool = False
) -> str:
    """The moving picture of an exercise: its class sets the pace, ``--p`` where it is."""
    moves = atlas.exercises[exercise].moves
    shown = atlas.scene(moves.picture)
    parts = set(motion.style(shown, moves, exercise))
    if other_side:
        shown = scene.mirror(shown)
    inner = scene.draw(shown, asdict(labels), motion.joints(exercise, parts), with_ways=False)
    breath = shown.picture.breath
    if breath:
        inner += "".join(
            group(marks.breath(goes, Point(*breath.at)), **{"class": f"goes-{goes}"})
            for goes in ("in", "out")
        )
    kind = ("moving", "round") if moves.circle else ("moving",)
    return _svg(shown, inner, alt, *kind, f"moves-{exercise}")


def _svg(shown: Scene, inner: str, alt: str, *classes: str) -> str:
    near = () if shown.picture.near == 1 else (_near(shown.picture.near),)
    names = " ".join(("figure", *near, *classes))
    return (
        f'<svg class="{names}" viewBox="{scene.view_box(shown.picture)}" role="img"'
        f' font-size="{_letters(shown.picture)}" aria-label="{escape(alt)}">{inner}</svg>'
    )


def _letters(picture: Picture) -> str:
    """How large words are drawn, so that they can be read in a picture half as wide as a phone."""
    return number(max(18, picture.frame[2] * 0.085))


def _near(near: float) -> str:
    return f"near-{round(near * 100)}"


def style_sheet(atlas: Atlas, facts: Iterable[ExerciseFacts]) -> str:
    """The rules that follow from the data: pens, paces, and how far each joint turns."""
    rules = [
        f".{_near(near)}{{--pen:{number(1 / near)}}}"
        for near in sorted({picture.near for picture in atlas.pictures.values()} - {1.0})
    ]
    for exercise in facts:
        moves = atlas.exercises[exercise.id].moves
        shown = atlas.scene(moves.picture)
        seconds, there = _pace(exercise.pace, moves.seconds)
        name = f"moves-{exercise.id}"
        _left, _top, wide, high = shown.picture.frame
        rules.append(f".frame-{exercise.id}{{aspect-ratio:{number(wide)}/{number(high)}}}")
        names = "round" if moves.circle else f"{name},{name}-in"
        rules.append(f".{name}{{--seconds:{number(seconds)}s;animation-name:{names}}}")
        if not moves.circle:
            share = number(there * 100)
            rules.append(f"@keyframes {name}{{{share}%{{--p:1}}}}")
            rules.append(f"@keyframes {name}-in{{0%{{--in:1}}{share}%{{--in:0}}}}")
        rules += [
            f".{key}{{{told}}}" for key, told in motion.style(shown, moves, exercise.id).items()
        ]
    return "@layer parts{\n" + "\n".join(rules) + "\n}\n"


def _pace(pace: Pace, shown: float | None) -> tuple[float, float]:
    """How long one movement takes in seconds, and what share of it is the way there."""
    if pace.inhale_seconds is not None and pace.exhale_seconds is not None:
        seconds = pace.inhale_seconds + pace.exhale_seconds
        return seconds, pace.inhale_seconds / seconds
    if pace.strokes_per_minute is not None:
        return 60 / pace.strokes_per_minute, 0.5
    return shown or 1.0, 0.5
