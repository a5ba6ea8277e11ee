"""When something hurts: what to do, and leaving an exercise out."""

from django.http import HttpResponse
from django.shortcuts import render

from content.catalogue import edition, exercise_words, sources
from kidneycare.web.private import private_page
from people.identity import HttpRequest
from practice.store.load import load_record
from practice.store.moment import moment_of


@private_page
def when_it_hurts(request: HttpRequest) -> HttpResponse:
    """Which one hurts, set aside in one tap; when to stop, and when to call for help.

    ``exercise`` says which, where the way here began at one.
    """
    moment = moment_of(request)
    record = load_record(moment, moment.today, moment.today)
    current = record.chosen_on(moment.today)
    exercises = exercise_words()
    context = {
        "moment": moment,
        "edition": edition(),
        "sources": sources(),
        "hurting": exercises.get(request.GET.get("exercise", "")),
        "exercises": exercises.values(),
        "aside": current.aside,
        "straining": [
            each
            for each in exercises.values()
            if each.facts.strains_back and each.id in current.sets
        ],
    }
    return render(request, "practice/when_it_hurts.html", context)
