"""The web app manifest: how Kidneycare stands on a home screen once it is installed."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from kidneycare.i18n.languages import tag_of
from kidneycare.rendering.addresses import address

PAGE = "#f6f0e3"
"""``--page`` of ``static/css/kidneycare.css``."""
SCREENSHOT_SIZE = (390, 844)


@require_safe
@cache_control(public=True, no_cache=True)
def manifest(_request: HttpRequest) -> JsonResponse:
    """The manifest of one language. All are the same app, whose ``id`` never changes."""
    language = get_language() or settings.LANGUAGE_CODE
    content = {
        "id": "/",
        "scope": "/",
        "start_url": address("today"),
        "name": _("Kidneycare: gentle self-massage"),
        "short_name": "Kidneycare",
        "description": _("A few minutes of self-massage a day, ticked off. Not medical treatment."),
        "lang": tag_of(language),
        "dir": "ltr",
        "display": "standalone",
        "theme_color": PAGE,
        "background_color": PAGE,
        "categories": ["health", "lifestyle"],
        "icons": icons(),
        "screenshots": [
            _screenshot("today", language, _("Today: a seal for what is done")),
            _screenshot("practise", language, _("Practice: it counts along")),
        ],
        "shortcuts": [
            {"name": _("Today"), "url": address("today")},
            {"name": _("Practise now"), "url": address("practise_present")},
        ],
    }
    return JsonResponse(content, content_type="application/manifest+json")


def icons() -> list[dict[str, str]]:
    """SVGs for browsers that take them, PNGs for all; phones cut the maskable ones to a shape."""
    drawn = {"any": "figures/icon.svg", "maskable": "figures/icon-maskable.svg"}
    return [
        *(
            {"src": static(file), "sizes": "any", "type": "image/svg+xml", "purpose": purpose}
            for purpose, file in drawn.items()
        ),
        *(_png("any", size) for size in (192, 512)),
        _png("maskable", 512),
    ]


def _png(purpose: str, size: int) -> dict[str, str]:
    return {
        "src": static(f"icons/{purpose}-{size}.png"),
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": purpose,
    }


def _screenshot(name: str, language: str, label: str) -> dict[str, Any]:
    width, height = SCREENSHOT_SIZE
    return {
        "src": static(f"icons/{name}.{language}.jpg"),
        "sizes": f"{width}x{height}",
        "type": "image/jpeg",
        "form_factor": "narrow",
        "label": label,
    }
