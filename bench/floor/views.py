"""The three things the product does most, as short as they can be."""

import datetime as dt
from collections import Counter

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from bench.floor.models import Entry

EXERCISES = ("Sole rub", "Arm raise", "Arm throw", "Waist rub", "Waist knead")


@require_safe
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """What was done today, and a form: session, user and one query."""
    day = timezone.now().date()
    entries = Entry.objects.filter(user=request.user, day=day)
    rows = [EXERCISES[entry.exercise % 5] for entry in entries]
    return render(request, "floor/page.html", {"day": day, "rows": rows, "names": EXERCISES})


@require_POST
@login_required
def tick(request: HttpRequest) -> HttpResponse:
    """One row more."""
    exercise = int(request.POST["exercise"])
    Entry.objects.create(user=request.user, day=timezone.now().date(), exercise=exercise)
    return redirect("page")


@require_safe
@login_required
def weeks(request: HttpRequest) -> HttpResponse:
    """Twelve weeks, grouped."""
    today = timezone.now().date()
    first = today - dt.timedelta(days=today.weekday() + 7 * 11)
    by_day = (
        Entry.objects.filter(user=request.user, day__range=(first, today))
        .values_list("day")
        .annotate(done=Count("pk"))
        .order_by("day")
    )
    done: Counter[dt.date] = Counter()
    for day, number in by_day:
        done[day - dt.timedelta(days=day.weekday())] += number
    return render(request, "floor/weeks.html", {"weeks": sorted(done.items())})
