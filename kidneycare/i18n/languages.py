"""Languages and their addresses: English has no prefix, each other language its own."""

from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


class Language(NamedTuple):
    """A language as a page offers it: its name in its own script, and this page in it."""

    code: str
    tag: str
    name: str
    path: str
    is_current: bool


def is_language(code: str) -> bool:
    return code in dict(settings.LANGUAGES)


def tag_of(code: str) -> str:
    """A language code as in ``lang`` and ``hreflang``: ``zh-Hant``."""
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
    languages = [
        Language(code, tag_of(code), name, address_in(request.path, code), code == current)
        for code, name in settings.LANGUAGES
    ]
    return {"language_tag": tag_of(current), "languages": languages}
