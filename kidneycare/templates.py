"""The environment of the templates: it alone knows what the apps give them to call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import Environment

from content import template_functions as content
from kidneycare.rendering.jinja import base_environment
from people import words as people
from people.access import device_kinds
from practice.rules import guided_run
from practice.words import day, guided, import_record, links, paper, trend, week

FUNCTIONS: tuple[Callable[..., Any], ...] = (
    *(content.cited, content.exercise_names, content.figure_pictures, content.mark_languages),
    *(content.moving_figure, content.picture, content.seen_from, content.start_picture),
    *(content.step_picture, content.times_of_day),
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
"""What templates may call of the apps, by its own name."""


def environment(**options: Any) -> Environment:
    """What Django's Jinja2 backend renders with."""
    env = base_environment(**options)
    env.globals.update({function.__name__: function for function in FUNCTIONS})
    return env
