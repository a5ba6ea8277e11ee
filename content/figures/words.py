"""The words of pictures, one set a language."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from content.file_fields import File, Line

Label = Annotated[str, Meta(min_length=1, max_length=8, pattern=r"^\S(.*\S)?$")]
"""A word in a picture, drawn large."""


class Labels(File, frozen=True):
    """The words that stand in pictures. They are drawn large, so they are short."""

    left: Label
    right: Label


class SeenWords(File, frozen=True):
    """From where one looks at the person, and so whose left is where."""

    front: Line
    behind: Line
    left: Line
    right: Line


class PictureWords(File, frozen=True):
    """``caption`` stands beside a picture; ``alt`` tells what to do where none is seen."""

    alt: Line
    caption: Line
