"""What every file of the library is made of."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

Line = Annotated[str, Meta(min_length=1, max_length=400, pattern=r"^\S(.*\S)?$")]
"""One line of text for a person: not empty, no white space at either end."""

Slug = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""A word that can stand in an address."""


class File(Struct, frozen=True, forbid_unknown_fields=True):
    """Whatever is read from a file: an unknown key is an error."""
