"""Addresses without a prefix, for who reads another language than English.

A prefix always wins. Without one, whoever has chosen a language is led to the
page in that language, and a stranger at the front door to the language that
their browser asks for first. What is no page (a file to take along, an error)
is told in that language without moving.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import translate_url
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import escape_leading_slashes
from django.utils.translation.trans_real import (
    get_supported_language_variant,
    parse_accept_lang_header,
)

from kidneycare.i18n.look import look_of

FRONT_DOOR = "/"


class LanguageRedirectMiddleware(MiddlewareMixin):
    """Stands after Django's ``LocaleMiddleware``, which reads prefixes."""

    def process_request(self, request: HttpRequest) -> HttpResponseRedirect | None:
        """Redirect to the same page in the language that is wanted."""
        if translation.get_language_from_path(request.path_info):
            return None
        chosen = look_of(request).language
        wanted = chosen or language_of_browser(request)
        if wanted == settings.LANGUAGE_CODE:
            return None
        # Two slashes at the beginning would be taken for another host.
        asked = escape_leading_slashes(request.get_full_path())
        elsewhere = translate_url(asked, wanted)
        if elsewhere == asked:
            translation.activate(wanted)
        elif request.method in {"GET", "HEAD"} and (chosen or request.path_info == FRONT_DOOR):
            return _redirect_to(elsewhere)
        return None


def language_of(request: HttpRequest) -> str:
    """The language to tell an error in, whatever middleware has or hasn't run."""
    return (
        translation.get_language_from_path(request.path_info)
        or look_of(request).language
        or language_of_browser(request)
    )


def language_of_browser(request: HttpRequest) -> str:
    """The first language a browser asks for that the product speaks, else English."""
    for code, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if code == "*":
            break
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def _redirect_to(address: str) -> HttpResponseRedirect:
    response = HttpResponseRedirect(address)
    patch_vary_headers(response, ("Cookie", "Accept-Language"))
    add_never_cache_headers(response)
    return response
