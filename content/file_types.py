"""The base class and string types of everything read from the library's files."""

from typing import Annotated

from msgspec import Meta, Struct

Line = Annotated[str, Meta(min_length=1, max_length=400, pattern=r"^\S(.*\S)?$")]
"""One line of text: not empty, no white space at either end."""

Slug = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""An identifier that can stand in a URL."""


class File(Struct, frozen=True, forbid_unknown_fields=True):
    """A struct in which an unknown key is an error."""
