"""Addresses of links, for who makes them and for who holds one."""

from django.urls import path

import practice.urls  # noqa: F401 - its converters
from sharing.views import evening, looking_on, my_links, shared

urlpatterns = [
    path("me/sharing/", my_links.my_links, name="my_links"),
    path("me/sharing/new/", my_links.new_link, name="new_link"),
    path("me/sharing/<int:link>/", my_links.my_link, name="my_link"),
    path("me/sharing/<int:link>/end/", my_links.end_link, name="end_link"),
    path("me/sharing/<int:link>/evening/", evening.answer_evening, name="answer_evening"),
    path("looking-on/", looking_on.looking_on, name="looking_on"),
    path("shared/", evening.shared_here, name="shared_here"),
    path("shared/<slug:token>/", shared.shared, name="shared"),
    path("shared/<slug:token>/<week:week>/", shared.shared, name="shared_week"),
    path("shared/<slug:token>/opened/", shared.opened, name="shared_opened"),
    path("shared/<slug:token>/evening/on/", evening.evening_on, name="evening_on"),
    path("shared/<slug:token>/evening/off/", evening.evening_off, name="evening_off"),
    path("shared/<slug:token>/row/", shared.row, name="shared_row"),
    path("shared/<slug:token>/paper/", shared.paper, name="shared_paper"),
    path("shared/<slug:token>/ticks.csv", shared.table, name="shared_table"),
    path("shared/<slug:token>/manifest.webmanifest", shared.manifest, name="shared_manifest"),
    path(
        "shared/<slug:token>/<day:day>/<period:period>/<exercise:exercise>/<int:number>/",
        shared.help_tick,
        name="help_tick",
    ),
]
