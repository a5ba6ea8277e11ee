"""Hands-free practice: a period's run, or one exercise. The page's player does the rest."""

import hashlib
from typing import Any, TypedDict

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.vary import vary_on_headers

from content.catalogue import edition, exercise_words, technique_of
from content.language_texts import Note
from content.types import Exercise, ExerciseFacts, Period, Technique
from kidneycare.i18n.lists import enumerated
from kidneycare.rendering.addresses import address
from kidneycare.web.private import private_page
from people.browser_storage_owner import browser_owner
from people.identity import HttpRequest
from practice.rules.checklist import Checklist, Row, checklist_of
from practice.rules.days import ONE_DAY
from practice.rules.guided_run import (
    Run,
    brief_cautions,
    is_again,
    row_for,
    run_of,
    unfinished,
)
from practice.store.load import load_record
from practice.store.moment import Moment, moment_of
from practice.words.links import tick_address

MODULES = [
    f"js/guided/{name}.js"
    for name in (
        *("audio", "background_audio", "bindings", "clock", "duration", "limits"),
        *("local_storage", "messages", "preferences", "progress_events"),
        *("progress_texts", "results", "saved_position", "screen", "session", "sound_schedule"),
        *("sounds", "state_machine", "steps", "ticker", "voice", "voice_choice"),
        "wake_lock",
    )
]
"""What the player imports: preloaded at once instead of one after the other."""
PAGE_CHOICES = {"paces": range(40, 101, 10), "ready_seconds": (10, 20, 30, 60), "modules": MODULES}
"""What every page of practice offers: strokes a minute, seconds to get ready."""


@private_page
def practise_period(request: HttpRequest, period: Period) -> HttpResponse:
    """What is planned for a period and not done: the seated and waist work, then it stops."""
    return _page(request, moment_of(request), period)


@private_page
def practise_present(request: HttpRequest) -> HttpResponse:
    """Lead to the present part of the day: a home screen's shortcut is the same at any hour."""
    return redirect("practise_period", moment_of(request).period)


@private_page
def practise(request: HttpRequest, period: Period, exercise: ExerciseFacts) -> HttpResponse:
    if not exercise.exists_in(period):
        raise Http404
    return _page(request, moment_of(request), period, exercise_words()[exercise.id])


@private_page
def practise_now(request: HttpRequest, exercise: ExerciseFacts) -> HttpResponse:
    """One exercise in the present part of the day, or in the one it comes to next."""
    moment = moment_of(request)
    order = sorted(Period, key=lambda period: (period < moment.period, period))
    period = next(each for each in order if exercise.exists_in(each))
    return _page(request, moment, period, exercise_words()[exercise.id])


@vary_on_headers("User-Agent")
def _page(
    request: HttpRequest, moment: Moment, period: Period, exercise: Exercise | None = None
) -> HttpResponse:
    record = load_record(moment, moment.today, moment.today)
    checklist = checklist_of(record, moment.today, exercise_words())
    rows, at_bedtime = _rows(checklist, period, exercise)
    easy = record.plan_on(moment.today).kind == "easy"
    run = run_of(rows, easy=easy)
    cautions = _cautions(techniques := _techniques(rows))
    # Practised alone, it begins its technique alone (rules.md 25).
    begins_technique = exercise is not None and moment.person is None
    data = _player_data(request, moment, period, run)
    data |= {"beginsTechnique": begins_technique, "cautions": _edition_of(cautions)}
    context = {
        "moment": moment,
        "cookies_are_off": False,
        "period": period,
        "exercise": exercise,
        "run": run,
        "again": exercise is not None and is_again(checklist, period, exercise),
        "bedtime": [run_of([row], easy=easy) for row in at_bedtime],
        "techniques": _names_by_technique(techniques, rows),
        "has_other": any(each.other for each in techniques),
        **cautions,
        **PAGE_CHOICES,
        "hurt": edition().words.hurt,
        "begins_technique": begins_technique,
        "data": data,
    }
    return render(request, "practice/guided.html", context)


def _rows(
    checklist: Checklist, period: Period, exercise: Exercise | None
) -> tuple[list[Row], list[Row]]:
    """What the page runs through, and what is left for bedtime."""
    if exercise is None:
        section = checklist.section(period)
        return unfinished(section.main_rows), unfinished(section.bedtime_rows)
    row = row_for(checklist, period, exercise)
    return [row] if row else [], []


class _Cautions(TypedDict):
    brief: list[Note]
    stop_if: Note | None


def _cautions(techniques: list[Technique]) -> _Cautions:
    stop_if = techniques[-1].words.cautions.stop_if if techniques else None
    return {"brief": brief_cautions(techniques), "stop_if": stop_if}


def _edition_of(cautions: _Cautions) -> str:
    """A short hash of these words, by which a browser knows those that were read on it."""
    stop_if = cautions["stop_if"]
    notes = [*cautions["brief"], *([stop_if] if stop_if else [])]
    return hashlib.sha256("\n".join(note.text for note in notes).encode()).hexdigest()[:12]


def _techniques(rows: list[Row]) -> list[Technique]:
    found = [technique_of(row.slot.exercise) for row in rows]
    return list({technique.slug: technique for technique in found}.values())


def _names_by_technique(techniques: list[Technique], rows: list[Row]) -> list[tuple[str, str]]:
    practised = {row.slot.exercise for row in rows}
    return [
        (each.slug, enumerated(one.words.name for one in each.exercises if one.id in practised))
        for each in techniques
    ]


def _player_data(request: HttpRequest, moment: Moment, period: Period, run: Run) -> dict[str, Any]:
    return {
        "parts": [
            {
                **part,
                "address": tick_address(part["slot"]),
                "practice": address("practise", period, part["exercise"]),
            }
            for part in run.as_data()
        ],
        "until": int(moment.clock.beginning(moment.today + ONE_DAY).timestamp() * 1000),
        **browser_owner(request.identity)._asdict(),
        "language": get_language(),
    }
