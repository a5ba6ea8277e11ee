"""Being told in the evening: a phone asks for it or no more, the person answers."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kidneycare.web.http import SAVED, HttpResponseSeeOther, RequestError
from kidneycare.web.private import private_page, private_post
from people.identity import HttpRequest
from people.rate_limit import EVENINGS, throttle
from practice.forms.fields import CHANGED, choice_field, require_valid
from practice.store.moment import moment_of
from reminders.push.forms import SubscriptionForm, origin_of
from sharing.access import shared_post
from sharing.evening import Asked, answer, ask, withdraw
from sharing.models import Answer, SharedLink
from sharing.shared import Shared


class AnswerForm(forms.Form):
    answer = choice_field(Answer.YES, Answer.NO, message=CHANGED)


@shared_post
def evening_on(request: HttpRequest, shared: Shared) -> HttpResponse:
    """This browser wants to be told; the answer says whether it will be."""
    throttle(EVENINGS, f"link {shared.link.pk}")
    form = SubscriptionForm(request.POST)
    if not form.is_valid():
        raise RequestError(_("The browser's address for reminders can't be used."))
    browser = {
        **form.cleaned_data,
        "origin": origin_of(request),
        "language": get_language(),
    }
    asked = ask(shared.link, browser, shared.moment.now)
    is_refused = asked in {Asked.NO, Asked.FULL}
    return JsonResponse({"state": asked}, status=409 if is_refused else 200)


@shared_post
def evening_off(request: HttpRequest, shared: Shared) -> HttpResponse:
    """Tell this browser no more."""
    throttle(EVENINGS, f"link {shared.link.pk}")
    withdraw(shared.link, request.POST.get("endpoint", ""))
    return HttpResponse(status=204)


@private_page
def shared_here(request: HttpRequest) -> HttpResponse:
    """What a notice opens: the page's script finds the link that it is of, in this browser."""
    return render(request, "sharing/shared_here.html")


@private_post
def answer_evening(request: HttpRequest, link: int) -> HttpResponse:
    """Take the person's yes or no to what was asked by one of their links."""
    moment = moment_of(request)
    mine = SharedLink.objects.of(moment.person).filter(pk=link).first() if moment.person else None
    if mine is None or mine.asked_evening is None:
        raise Http404
    given = Answer(require_valid(AnswerForm(request.POST))["answer"])
    if answer(mine, given, moment.now, moment.today) is None:
        raise Http404
    messages.success(request, SAVED)
    return HttpResponseSeeOther(reverse("my_links"))
