"""Every text of the code and the templates that is to be translated."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from babel.messages import Catalog, Message
from babel.messages.pofile import read_po

from scripts.messages import ROOT, extract

__all__ = ["ROOT", "Key", "key_of", "read", "texts"]

Key = tuple[str | None, str, str | None]
"""Context, text, and its plural."""


@cache
def texts() -> dict[Key, str]:
    """Each text with a file in which it stands."""
    with TemporaryDirectory() as folder:
        target = Path(folder) / "django.pot"
        extract(target)
        found = read(target)
    return {key_of(message): message.locations[0][0] for message in found if message.id}


def key_of(message: Message) -> Key:
    """What a message is known by."""
    text, plural = (message.id, None) if isinstance(message.id, str) else message.id
    return message.context, text, plural


def read(path: Path, locale: str | None = None) -> Catalog:
    """A file of texts or translations."""
    with path.open("rb") as file:
        return read_po(file, locale=locale, abort_invalid=True)
