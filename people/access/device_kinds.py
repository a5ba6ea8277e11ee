"""What kind of machine a browser runs on: just enough to tell two phones apart."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SIGNS = {
    "iPhone": "iphone",
    "iPad": "ipad",
    # Before Linux: an Android phone says Linux too.
    "Android": "android",
    "CrOS": "chromebook",
    "Windows": "windows",
    "Macintosh": "mac",
    "Linux": "linux",
}
"""The stored kind by what stands in the User-Agent header."""

LABELS = {
    "iphone": gettext_lazy("iPhone"),
    "ipad": gettext_lazy("iPad"),
    "android": gettext_lazy("Android phone or tablet"),
    "chromebook": gettext_lazy("Chromebook"),
    "windows": gettext_lazy("Windows computer"),
    "mac": gettext_lazy("Mac"),
    "linux": gettext_lazy("Linux computer"),
}


def kind_of(user_agent: str) -> str:
    """The kind to store, empty where the browser doesn't say."""
    return next((kind for sign, kind in SIGNS.items() if sign in user_agent), "")


def device_kind(kind: str) -> str:
    return str(LABELS.get(kind) or _("Phone or computer"))
