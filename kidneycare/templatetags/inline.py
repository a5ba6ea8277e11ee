"""The script that stands in a page itself: ``<script data-later="…">{% inline_script %}</script>``.

``data-later`` has the addresses of the page's other scripts, with a space between.
"""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from kidneycare.rendering.inline import SCRIPT

register = template.Library()


@register.simple_tag
def inline_script() -> SafeString:
    """Its text, which must be the same to a letter as what the content policy was told of."""
    return mark_safe(SCRIPT)  # noqa: S308 - a file of ours
