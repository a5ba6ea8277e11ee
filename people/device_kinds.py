"""What kind of machine a browser runs on: just enough to tell two phones apart.

Read once from what the browser says of itself, and kept as one of few words.
"""

from django.utils.translation import gettext as _

SIGNS = (
    ("iPhone", "iphone"),
    ("iPad", "ipad"),
    ("Android", "android"),
    ("CrOS", "chromebook"),
    ("Windows", "windows"),
    ("Macintosh", "mac"),
    ("Linux", "linux"),
)
"""What to look for, the telling ones first: an Android phone says Linux too."""


def kind_of(user_agent: str) -> str:
    """One of the few words, or nothing where a browser doesn't say."""
    return next((kind for sign, kind in SIGNS if sign in user_agent), "")


def device_kind(kind: str) -> str:
    """As a person would call it."""
    words = {
        "iphone": _("iPhone"),
        "ipad": _("iPad"),
        "android": _("Android phone or tablet"),
        "chromebook": _("Chromebook"),
        "windows": _("Windows computer"),
        "mac": _("Mac"),
        "linux": _("Linux computer"),
    }
    return words.get(kind) or _("Phone or computer")
