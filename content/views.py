"""Technique pages: the same for everybody, so they can be cached (rules.md 19)."""

import gzip
import hashlib
import re
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

import brotli
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe
from django.views.decorators.vary import vary_on_headers

from content.catalogue import edition, library, sources, technique
from kidneycare.i18n.look import look_of
from kidneycare.server.release import release


def page_etag(request: HttpRequest, slug: str = "") -> str | None:
    """A hash of what a public page is made from, or ``None`` where there is no such page."""
    if slug and technique(slug) is None:
        return None
    made_from = (
        *(
            release(),
            settings.OPERATOR,
            str(settings.COPIES_KEPT_DAYS),
            str(settings.HTTPS_PORT),
            library().fingerprint,
        ),
        *(get_language() or "", look_of(request).shown, request.get_full_path()),
    )
    # Weak: the same page compressed otherwise has the same tag.
    return f'W/"{hashlib.sha256("|".join(made_from).encode()).hexdigest()[:20]}"'


COMPRESSORS = {
    "br": partial(brotli.compress, quality=10),
    "gzip": partial(gzip.compress, mtime=0),
}
"""By content coding, the smaller first; browsers ask for ``br`` over https alone."""


@lru_cache(maxsize=256)
def compressed_pages(_etag: str | None, _scheme: str, _host: str) -> dict[str, bytes]:
    """The page with this tag by its coding, filled by the first request.

    There are 135: five pages in three languages and nine looks. Scheme and host are part of
    the key, as pages link to other languages by absolute addresses.
    """
    return {}


def _public(
    request: HttpRequest, template: str, context: dict[str, Any], *, slug: str = ""
) -> HttpResponse:
    """Render and compress a page once for each tag."""
    context |= {"edition": edition(), "sources": sources()}
    coding = _coding(request.headers.get("Accept-Encoding", ""))
    # No link has a query: pages with one would only push others out of the cache.
    if coding is None or request.META.get("QUERY_STRING"):
        return render(request, template, context)
    pages = compressed_pages(page_etag(request, slug), request.scheme, request.get_host())
    if coding not in pages:
        pages[coding] = COMPRESSORS[coding](render(request, template, context).content)
    return HttpResponse(pages[coding], headers={"Content-Encoding": coding})


def _coding(accepted: str) -> str | None:
    """The best coding that a browser accepts; one with ``q=0`` it refuses."""
    taken = {
        name.strip()
        for name, _, weight in (each.partition(";") for each in accepted.lower().split(","))
        if not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", weight)
    }
    return next((name for name in COMPRESSORS if name in taken), None)


def _cacheable(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let browsers keep the page, asking each time whether it changed."""
    view = condition(etag_func=page_etag)(view)
    view = vary_on_headers("Cookie", "Accept-Encoding")(view)
    return require_safe(cache_control(public=True, no_cache=True)(view))


@_cacheable
def techniques(request: HttpRequest) -> HttpResponse:
    return _public(request, "content/techniques.html", {})


@_cacheable
def technique_page(request: HttpRequest, slug: str) -> HttpResponse:
    shown = technique(slug)
    if shown is None:
        raise Http404
    return _public(request, "content/technique.html", {"technique": shown}, slug=slug)


@_cacheable
def about(request: HttpRequest) -> HttpResponse:
    context = {
        "document": library().document,
        "operator": settings.OPERATOR,
        "release": release(),
    }
    return _public(request, "content/about.html", context)
