"""Redirects from addresses without a language prefix.

A prefix always wins. Without one, whoever has chosen a language is redirected to the page in that
language, and on the front page everybody else to the language that their browser prefers. What is
no page (a file to download, an error) comes in that language without a redirect.
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


class LanguageRedirectMiddleware(MiddlewareMixin):
    """Comes after Django's ``LocaleMiddleware``, which reads prefixes."""

    def process_request(self, request: HttpRequest) -> HttpResponseRedirect | None:
        if translation.get_language_from_path(request.path_info):
            return None
        chosen = look_of(request).language
        wanted = chosen or _language_of_browser(request)
        if wanted == settings.LANGUAGE_CODE:
            return None
        # Two slashes at the beginning would be taken for another host.
        address = escape_leading_slashes(request.get_full_path())
        translated = translate_url(address, wanted)
        if translated == address:
            translation.activate(wanted)
        elif request.method in {"GET", "HEAD"} and (chosen or request.path_info == "/"):
            response = HttpResponseRedirect(translated)
            patch_vary_headers(response, ("Cookie", "Accept-Language"))
            add_never_cache_headers(response)
            return response
        return None


def language_of(request: HttpRequest) -> str:
    """The language of an error page, whatever middleware has or hasn't run."""
    return (
        translation.get_language_from_path(request.path_info)
        or look_of(request).language
        or _language_of_browser(request)
    )


def _language_of_browser(request: HttpRequest) -> str:
    # Django's get_language_from_request would heed a cookie that another site on this host set.
    for code, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if code == "*":
            break
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE
