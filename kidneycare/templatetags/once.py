"""A part of a page that is rendered once for equal values: ``{% load once %}``.

``{% once row=row.shown oob=oob %}…{% endonce %}`` renders what it encloses in a context that holds
``row`` and ``oob`` and nothing else: no request, no person, nothing the values don't say. So it
can't depend on anything else than the values and the language, and equal values can have the same
HTML, from memory. Values must be hashable, and texts of people don't belong here.

A form's CSRF token is the one thing that differs: it is put in afterwards.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django import template
from django.template.base import token_kwargs
from django.template.loader_tags import BlockNode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from kidneycare.rendering.cache import Kept

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.template.base import FilterExpression, NodeList, Parser, Token
    from django.template.context import Context

register = template.Library()

PARTS: Kept[str] = Kept(4_000_000)
"""Of all templates; a part has up to a few thousand characters."""

TOKEN = secrets.token_hex(16)
"""Stands where the CSRF token of whoever asks comes. Nobody can know it, so nobody can write it."""


class OnceNode(template.Node):
    """The tag and what it encloses."""

    # Blocks can't be inside, so whoever looks for blocks of a page need not look here.
    child_nodelists = ()

    def __init__(self, nodelist: NodeList, values: Mapping[str, FilterExpression]) -> None:
        """``values``: what the enclosed part may see."""
        self.nodelist = nodelist
        self.values = values

    def render(self, context: Context) -> SafeString:
        """From memory, or rendered now."""
        values = [value.resolve(context, ignore_failures=True) for value in self.values.values()]
        # The kinds too: 1 and True are equal, and so are a safe and an unsafe text.
        key = (self, get_language(), *values, *map(type, values))
        html = PARTS.get(key, lambda: self._rendered(values, context))
        if TOKEN in html:
            html = html.replace(TOKEN, str(context.get("csrf_token", "")))
        return mark_safe(html)  # noqa: S308 - rendered by Django, and the token is letters

    def _rendered(self, values: list[object], context: Context) -> str:
        seen = dict(zip(self.values, values, strict=True))
        alone = template.Context({**seen, "csrf_token": TOKEN}, autoescape=context.autoescape)
        assert context.template is not None  # noqa: S101 - set while anything is rendered
        with alone.bind_template(context.template):
            return self.nodelist.render(alone)


@register.tag
def once(parser: Parser, token: Token) -> OnceNode:
    """``{% once name=value … %}`` up to ``{% endonce %}``."""
    tag, *words = token.split_contents()
    values = token_kwargs(words, parser)
    if words:
        raise template.TemplateSyntaxError(f"{tag} takes name=value alone, not {words[0]}")
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    if nodelist.get_nodes_by_type(BlockNode):
        raise template.TemplateSyntaxError(f"{tag} can't enclose a block: it stands alone")
    return OnceNode(nodelist, values)
