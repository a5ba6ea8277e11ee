"""Technique pages: the same for everybody, so they can be cached (rules.md 19)."""

import gzip
import hashlib
import re
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
from kidneycare.backup.retention import kept_days
from kidneycare.i18n.look import look_of
from kidneycare.server.release import release


def page_etag(request: HttpRequest, slug: str = "") -> str | None:
    """What a public page is made from; compared before it is rendered.

    ``None`` where there is no such page: nobody can have it already.
    """
    if slug and technique(slug) is None:
        return None
    made_from = (
        *(release(), settings.OPERATOR, str(kept_days()), library().fingerprint),
        *(get_language() or "", look_of(request).shown, request.get_full_path()),
    )
    # Weak: the same page packed otherwise has the same tag.
    return f'W/"{hashlib.sha256("|".join(made_from).encode()).hexdigest()[:20]}"'


COMPRESSORS = {
    "br": partial(brotli.compress, quality=6),
    "gzip": partial(gzip.compress, mtime=0),
}
"""By the names browsers ask with, the smaller one first; they ask for it over https alone."""


@lru_cache(maxsize=256)
def compressed_pages(_etag: str | None, _scheme: str, _host: str) -> dict[str, bytes]:
    """The page with this tag by its coding, filled by whoever asks first.

    There are 162: six pages in three languages and nine looks, at each address of the site.
    Rendered they come with the addresses of other languages in them.
    """
    return {}


def _public(
    request: HttpRequest, template: str, context: dict[str, Any], *, slug: str = ""
) -> HttpResponse:
    """Rendered and compressed once for each tag; browsers may keep it, asking each time.

    An address with a question in it is nobody's link: such pages would only push others out.
    """
    coding = _coding(request.headers.get("Accept-Encoding", ""))
    if coding is None or request.META.get("QUERY_STRING"):
        return render(request, template, context)
    pages = compressed_pages(page_etag(request, slug), request.scheme, request.get_host())
    if coding not in pages:
        pages[coding] = COMPRESSORS[coding](render(request, template, context).content)
    return HttpResponse(pages[coding], headers={"Content-Encoding": coding})


def _coding(accepted: str) -> str | None:
    """The best coding that a browser takes; one with ``q=0`` it refuses."""
    taken = {
        name.strip()
        for name, _, weight in (each.partition(";") for each in accepted.lower().split(","))
        if not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", weight)
    }
    return next((name for name in COMPRESSORS if name in taken), None)


@require_safe
@cache_control(public=True, no_cache=True)
@vary_on_headers("Cookie", "Accept-Encoding")
@condition(etag_func=page_etag)
def techniques(request: HttpRequest) -> HttpResponse:
    """The three techniques."""
    context = {"edition": edition(), "sources": sources()}
    return _public(request, "content/techniques.html", context)


@require_safe
@cache_control(public=True, no_cache=True)
@vary_on_headers("Cookie", "Accept-Encoding")
@condition(etag_func=page_etag)
def technique_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One technique: what you need, cautions, exercises, and what the document claims."""
    shown = technique(slug)
    if shown is None:
        raise Http404
    context = {
        "technique": shown,
        "edition": edition(),
        "sources": sources(),
    }
    return _public(request, "content/technique.html", context, slug=slug)


@require_safe
@cache_control(public=True, no_cache=True)
@vary_on_headers("Cookie", "Accept-Encoding")
@condition(etag_func=page_etag)
def about(request: HttpRequest) -> HttpResponse:
    """Who runs this server, what is kept, where everything comes from."""
    context = {
        "document": library().document,
        "edition": edition(),
        "sources": sources(),
        "operator": settings.OPERATOR,
        "release": release(),
    }
    return _public(request, "content/about.html", context)
