"""When something hurts: what to do, and leaving an exercise out."""

from django.http import HttpResponse
from django.shortcuts import render

from content.catalogue import edition, exercise_words, sources, technique
from kidneycare.web.private import private_page
from people.identity import HttpRequest
from practice.store.load import load_record
from practice.store.moment import moment_of

WAIST = "waist-massage"


@private_page
def when_it_hurts(request: HttpRequest) -> HttpResponse:
    """When to stop, when to call for help, and setting exercises aside in one tap."""
    moment = moment_of(request)
    record = load_record(moment, moment.today, moment.today)
    current = record.chosen_on(moment.today)
    waist = technique(WAIST)
    context = {
        "moment": moment,
        "edition": edition(),
        "sources": sources(),
        "rows": [
            {"exercise": exercise, "is_aside": exercise.id not in current.sets}
            for exercise in exercise_words().values()
        ],
        "waist": [one for one in waist.exercises if one.id in current.sets] if waist else [],
    }
    return render(request, "practice/when_it_hurts.html", context)
