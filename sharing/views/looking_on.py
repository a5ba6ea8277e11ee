"""Several links on one page, for a practitioner: this browser keeps them, no server does."""

from django.http import HttpResponse
from django.shortcuts import render

from kidneycare.web.private import private_page
from people.identity import HttpRequest


@private_page
def looking_on(request: HttpRequest) -> HttpResponse:
    """An empty list; the page's script fills it from the links themselves."""
    return render(request, "sharing/looking_on.html")
