"""The Jinja2 environment: what templates can call, in the language of the request."""

import datetime as dt
import inspect
import re
import secrets
from collections.abc import Callable, Hashable, Iterable, MutableMapping
from functools import lru_cache
from importlib import import_module
from typing import Any, cast

from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.templatetags.static import static
from django.utils import translation
from django.utils.formats import date_format, time_format
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django_htmx.jinja import django_htmx_script
from jinja2 import Environment, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup

from kidneycare.rendering.addresses import address, cached_reverse
from kidneycare.rendering.inline import inline_script


class Unindent(Extension):
    """Removes indentation, so that the first page is 30 bytes smaller, packed."""

    def preprocess(
        self,
        source: str,
        name: str | None,  # noqa: ARG002 - as Jinja2 calls it
        filename: str | None = None,  # noqa: ARG002
    ) -> str:
        source = re.sub(r"\n[ \t]+(?=[a-z-]+=\")", " ", source)
        return re.sub(r"^[ \t]+", "", source, flags=re.MULTILINE)


class PageEnvironment(Environment):
    """Jinja2's environment with its globals as one dictionary.

    By itself it chains two, and copies and compares them key by key for each part of a page:
    a twentieth of the time of Today.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


def environment(*, modules: Iterable[str] = (), **options: Any) -> Environment:
    """The environment of Django's Jinja2 backend, with the public functions of ``modules``."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True}
    env = PageEnvironment(**options, extensions=["jinja2.ext.i18n", Unindent])
    env.policies["ext.i18n.trimmed"] = True
    env.newstyle_gettext = True  # type: ignore[attr-defined] # the extension's
    env.globals.update(
        {
            "_": gettext,
            "gettext": gettext,
            "ngettext": ngettext,
            "pgettext": pgettext,
            "npgettext": npgettext,
            "django_htmx_script": django_htmx_script,
            "inline_script": inline_script,
            "json_script": json_script,
            "cached_macro": cached_macro,
            "static": lru_cache(maxsize=256)(static),
            "url": address,
        }
    )
    for module in modules:
        env.globals.update(_public_functions(module))
    env.filters["date"] = date
    return env


def _public_functions(module: str) -> dict[str, Callable[..., Any]]:
    return {
        name: value
        for name, value in vars(import_module(module)).items()
        if not name.startswith("_")
        and callable(value)
        and not inspect.isclass(value)
        and value.__module__ == module
    }


def compile_templates() -> None:
    """Compile every template, before there are threads and other processes."""
    env = _environment()
    for name in env.list_templates():
        env.get_template(name)


def _environment() -> Environment:
    return cast("Jinja2", engines["jinja2"]).env


def gettext(message: str, **values: Any) -> Markup:
    return pgettext(None, message, **values)


def pgettext(context: str | None, message: str, **values: Any) -> Markup:
    if not values:
        return _constant_text(get_language(), context, message)
    return _text(get_language(), context, message) % values


@lru_cache(maxsize=2048)
def _constant_text(language: str | None, context: str | None, message: str) -> Markup:
    return _text(language, context, message) % {}


def ngettext(singular: str, plural: str, num: int, **values: Any) -> Markup:
    return Markup(translation.ngettext(singular, plural, num)) % {"num": num, **values}  # noqa: S704 - ours


def npgettext(context: str, singular: str, plural: str, num: int, **values: Any) -> Markup:
    text = translation.npgettext(context, singular, plural, num)
    return Markup(text) % {"num": num, **values}  # noqa: S704 - ours


@lru_cache(maxsize=4096)
def _text(_language: str | None, context: str | None, message: str) -> Markup:
    if context is None:
        return Markup(translation.gettext(message))  # noqa: S704 - ours
    return Markup(translation.pgettext(context, message))  # noqa: S704 - ours


def cached_macro(
    template: str, macro: str, *values: Hashable, csrf: SafeString | None = None
) -> Markup:
    """Render a macro with these values, cached for each language and shared by everybody.

    It sees nothing but them, so nothing of one person can come into another's page. ``csrf``, the
    hidden field of its forms, is put in afterwards.
    """
    html = _macro_html(get_language(), template, macro, *values, with_csrf=csrf is not None)
    return html if csrf is None else html.replace(_CSRF, Markup(csrf.__html__()))  # noqa: S704


@lru_cache(maxsize=8192, typed=True)
def _macro_html(
    _language: str | None, template: str, macro: str, *values: Any, with_csrf: bool
) -> Markup:
    render = getattr(_environment().get_template(template).module, macro)
    html: Markup = render(*values, csrf=_CSRF) if with_csrf else render(*values)
    return html


_CSRF = Markup(secrets.token_hex(16))  # noqa: S704 - letters
"""Stands in cached HTML for the CSRF field. Nobody can know it, so nobody can write it."""


def date(value: dt.date | dt.time, form: str) -> str:
    """A day or time in one of the language's own forms, like ``DAY``."""
    if isinstance(value, dt.datetime):
        value = localtime(value)
    return _date(get_language(), value, form)


@lru_cache(maxsize=4096)
def _date(_language: str | None, value: dt.date | dt.time, form: str) -> str:
    return time_format(value, form) if isinstance(value, dt.time) else date_format(value, form)


def clear_caches() -> None:
    """Forget what never changes while a site runs."""
    for cached in (_text, _constant_text, _macro_html, _date, cached_reverse):
        cached.cache_clear()
