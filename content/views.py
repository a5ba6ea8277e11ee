"""Technique pages: the same for everybody, so they can be cached (rules.md 19)."""

from __future__ import annotations

import gzip
import hashlib
import re
from functools import partial
from typing import TYPE_CHECKING, Any

import brotli
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe
from django.views.decorators.vary import vary_on_headers

from content.catalogue import edition, library, sources, technique
from kidneycare.backup.retention import kept_days
from kidneycare.rendering.cache import Kept
from kidneycare.web.look import look_of

if TYPE_CHECKING:
    from django.http import HttpRequest


def page_etag(request: HttpRequest, slug: str = "") -> str | None:
    """What a public page is made from; compared before it is rendered.

    ``None`` where there is no such page: nobody can have it already.
    """
    if slug and technique(slug) is None:
        return None
    made_from = (
        *(settings.RELEASE, settings.OPERATOR, str(kept_days()), library().fingerprint),
        *(get_language() or "", look_of(request).shown, request.get_full_path()),
    )
    # Weak: the same page packed otherwise has the same tag.
    return f'W/"{hashlib.sha256("|".join(made_from).encode()).hexdigest()[:20]}"'


PAGES: Kept[str] = Kept(4_000_000)
"""Every page in every language and look comes to about two million characters."""
PACKED: Kept[bytes] = Kept(2_000_000)
"""The same pages as browsers want them."""
PACKERS = {"br": partial(brotli.compress, quality=6), "gzip": partial(gzip.compress, mtime=0)}
"""By the names browsers ask with, the smaller one first; they ask for it over https alone."""


def _public(
    request: HttpRequest, template: str, context: dict[str, Any], *, slug: str = ""
) -> HttpResponse:
    """Rendered and packed once for each tag; browsers and proxies may keep it, asking each time.

    An address with a question in it is nobody's link: such pages would only push others out.
    """

    def rendered() -> str:
        return render(request, template, context).content.decode()

    key = (page_etag(request, slug), request.scheme, request.get_host())
    coding = _coding(request.headers.get("Accept-Encoding", ""))
    if request.META.get("QUERY_STRING"):
        return HttpResponse(rendered())
    if coding is None:
        return HttpResponse(PAGES.get(key, rendered))
    pack = PACKERS[coding]
    packed = PACKED.get((coding, *key), lambda: pack(PAGES.get(key, rendered).encode()))
    return HttpResponse(packed, headers={"Content-Encoding": coding})


def _coding(accepted: str) -> str | None:
    """The best of the packings that a browser takes; one with ``q=0`` it refuses."""
    taken = {
        name.strip()
        for name, _, weight in (each.partition(";") for each in accepted.lower().split(","))
        if not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", weight)
    }
    return next((name for name in PACKERS if name in taken), None)


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
        "release": settings.RELEASE,
    }
    return _public(request, "content/about.html", context)
