"""The environment of the templates: what they may call, and how they come by their words."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from django.template import engines
from django.templatetags.static import static
from django.utils import translation
from django.utils.formats import date_format, time_format
from django.utils.html import json_script
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django_htmx.jinja import django_htmx_script
from jinja2 import Environment, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup

from content import page_figures, page_words
from kidneycare.rendering.inline import inline_script
from kidneycare.web import addresses
from people import device_kinds
from people import words as people
from practice.rules import guided_run
from practice.words import day, guided, import_record, links, paper, trend, week

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from django.template.backends.jinja2 import Jinja2

    from kidneycare.rendering.context import CsrfField

FUNCTIONS: tuple[Callable[..., Any], ...] = (
    django_htmx_script,
    inline_script,
    json_script,
    *(page_figures.figure_pictures, page_figures.moving_figure, page_figures.picture),
    *(page_figures.seen_from, page_figures.start_picture, page_figures.step_picture),
    *(page_words.cited, page_words.exercise_names, page_words.mark_languages),
    page_words.times_of_day,
    *(device_kinds.device_kind, people.last_used_text, people.no_passkey_text),
    *(links.exercise_address, links.practise_address, links.tick_address),
    guided_run.start_runs,
    *(day.amount_label, day.amount_question, day.count_text, day.done_in_period),
    *(day.feeling_name, day.gap_text, day.guided_times, day.ordinal_label),
    *(day.period_announcement, day.period_closing, day.period_name, day.row_announcement),
    *(day.row_title, day.sets_text, day.span_text, day.stale_text, day.state_label),
    *(day.still_evening_text, day.summary_text, day.tick_label, day.times_text, day.undo_label),
    day.zone_text,
    *(guided.about_minutes, guided.in_minutes, guided.plain_number, guided.practise_label),
    guided.step_amount,
    import_record.contents_text,
    *(paper.day_of_month, paper.day_span, paper.note_text, paper.period_letters),
    *(paper.plan_text, paper.rest_text, paper.week_plans_text, paper.weeks_count),
    *(trend.bars_text, trend.calendar_row_text, trend.month_text, trend.twelve_weeks_text),
    *(trend.weekday_letters, trend.year_text),
    *(week.cell_text, week.line_text, week.short_weekday, week.week_text),
)
"""What templates may call, by its own name."""


class Unindent(Extension):
    """Templates are indented for whoever reads them, with long tags on several lines; pages aren't.

    It makes the first page 30 bytes smaller, packed.
    """

    def preprocess(
        self,
        source: str,
        name: str | None,  # noqa: ARG002 - as Jinja2 calls it
        filename: str | None = None,  # noqa: ARG002
    ) -> str:
        source = re.sub(r"\n[ \t]+(?=[a-z-]+=\")", " ", source)
        return re.sub(r"^[ \t]+", "", source, flags=re.MULTILINE)


def environment(**options: Any) -> Environment:
    """What Django's Jinja2 backend renders with."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True}
    env = Environment(**options, extensions=["jinja2.ext.i18n", Unindent])  # noqa: S701 - the backend turns escaping on
    env.policies["ext.i18n.trimmed"] = True
    env.newstyle_gettext = True  # type: ignore[attr-defined] # the extension's
    env.globals.update({function.__name__: function for function in FUNCTIONS})
    env.globals.update(
        {
            "_": gettext,
            "gettext": gettext,
            "ngettext": ngettext,
            "pgettext": pgettext,
            "npgettext": npgettext,
            "kept": kept,
            "static": lru_cache(maxsize=256)(static),
            "url": addresses.address,
        }
    )
    env.filters["date"] = date
    return env


def compile_templates() -> None:
    """Compile every template, before there are threads and other processes."""
    env = _environment()
    for name in env.list_templates():
        env.get_template(name)


def _environment() -> Environment:
    return cast("Jinja2", engines["jinja2"]).env


def gettext(message: str, **values: Any) -> Markup:
    """A text of ours in the language of the request; what is put in is escaped."""
    return _filled(None, message, values)


def pgettext(context: str, message: str, **values: Any) -> Markup:
    """The same for a text that means different things in different places."""
    return _filled(context, message, values)


def _filled(context: str | None, message: str, values: dict[str, Any]) -> Markup:
    if not values:
        return _whole(get_language(), context, message)
    return _text(get_language(), context, message) % values


@lru_cache(maxsize=2048)
def _whole(language: str | None, context: str | None, message: str) -> Markup:
    return _text(language, context, message) % {}


def ngettext(singular: str, plural: str, num: int, **values: Any) -> Markup:
    """The same for a text that depends on a number."""
    return Markup(translation.ngettext(singular, plural, num)) % {"num": num, **values}  # noqa: S704 - ours


def npgettext(context: str, singular: str, plural: str, num: int, **values: Any) -> Markup:
    """The same for one that depends on both."""
    text = translation.npgettext(context, singular, plural, num)
    return Markup(text) % {"num": num, **values}  # noqa: S704 - ours


@lru_cache(maxsize=4096)
def _text(_language: str | None, context: str | None, message: str) -> Markup:
    if context is None:
        return Markup(translation.gettext(message))  # noqa: S704 - ours
    return Markup(translation.pgettext(context, message))  # noqa: S704 - ours


def kept(template: str, macro: str, *values: Hashable, csrf: CsrfField | None = None) -> Markup:
    """What a macro makes of these values, made once a language and the same for everybody.

    It sees nothing but them, so nothing of one person can come into another's page. ``csrf``, the
    hidden field of its forms, is put in afterwards.
    """
    html = _kept(get_language(), template, macro, *values, with_csrf=csrf is not None)
    return html if csrf is None else html.replace(_CSRF, Markup(csrf.__html__()))  # noqa: S704


@lru_cache(maxsize=8192, typed=True)
def _kept(
    _language: str | None, template: str, macro: str, *values: Any, with_csrf: bool
) -> Markup:
    made = getattr(_environment().get_template(template).module, macro)
    html: Markup = made(*values, csrf=_CSRF) if with_csrf else made(*values)
    return html


_CSRF = Markup(secrets.token_hex(16))  # noqa: S704 - letters
"""Stands where the CSRF field comes. Nobody can know it, so nobody can write it."""


def date(value: dt.date | dt.time, form: str) -> str:
    """A day or time in one of the language's own forms, like ``DAY``."""
    if isinstance(value, dt.datetime):
        value = localtime(value)
    return _date(get_language(), value, form)


@lru_cache(maxsize=4096)
def _date(_language: str | None, value: dt.date | dt.time, form: str) -> str:
    return time_format(value, form) if isinstance(value, dt.time) else date_format(value, form)


def forget() -> None:
    """Let everything be made anew that never changes while a site runs."""
    for each in (_text, _whole, _kept, _date, addresses._address):  # noqa: SLF001
        each.cache_clear()
