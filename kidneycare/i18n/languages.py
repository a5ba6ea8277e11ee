"""Languages and their addresses: English has no prefix, each other language its own."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


@dataclass(frozen=True)
class Language:
    """A language as a page offers it: its name in its own script, and this page in it."""

    code: str
    name: str
    path: str
    is_current: bool

    @property
    def tag(self) -> str:
        """As ``lang`` and ``hreflang`` have it: ``zh-Hant``."""
        return tag_of(self.code)


def is_language(code: str) -> bool:
    """Whether the product speaks it."""
    return any(code == known for known, _name in settings.LANGUAGES)


def tag_of(code: str) -> str:
    """A language code with its script written as a browser expects it: ``zh-Hant``."""
    language, _sep, script = code.partition("-")
    return f"{language}-{script.title()}" if script else language


def address_in(address: str, code: str) -> str:
    """A page's address in another language; ``address`` may have the prefix of any."""
    for known, _name in settings.LANGUAGES:
        if address.startswith(f"/{known}/"):
            address = address.removeprefix(f"/{known}")
            break
    return address if code == settings.LANGUAGE_CODE else f"/{code}{address}"


def context(request: HttpRequest) -> dict[str, Any]:
    """Template context: ``language_tag`` of the page, and ``languages`` to choose from."""
    current = get_language() or settings.LANGUAGE_CODE
    return {
        "language_tag": tag_of(current),
        "languages": tuple(
            Language(code, name, address_in(request.path, code), code == current)
            for code, name in settings.LANGUAGES
        ),
    }
