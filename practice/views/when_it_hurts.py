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
    """Which one of the plan hurts, set aside in one tap; when to stop and to call for help.

    ``exercise`` says which, where the way here began at one.
    """
    moment = moment_of(request)
    record = load_record(moment, moment.today, moment.today)
    current = record.chosen_on(moment.today)
    exercises = exercise_words()
    planned = [each for name, each in exercises.items() if name in current.sets]
    context = {
        "moment": moment,
        "edition": edition(),
        "sources": sources(),
        "hurting": exercises.get(request.GET.get("exercise", "")),
        "exercises": planned,
        "aside": current.aside,
        "straining": [each for each in planned if each.facts.strains_back],
    }
    return render(request, "practice/when_it_hurts.html", context)
