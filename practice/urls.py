"""Addresses of practice."""

from django.urls import path

from practice.converters import register
from practice.views import clock, day, export, plan, tick, week

register()

urlpatterns = [
    path("", day.today, name="today"),
    path("day/<day:day>/", day.day, name="day"),
    path("day/<day:day>/<period:period>/", tick.tick_period, name="tick_period"),
    path("day/<day:day>/<period:period>/<exercise:exercise>/<int:number>/", tick.tick, name="tick"),
    path("blank-days/", clock.settle_blank_days, name="settle_blank_days"),
    path("history/", week.history, name="history"),
    path("history/<week:week>/", week.history, name="week"),
    path("plan/", plan.plan, name="plan"),
    path("plan/begin/", plan.begin, name="begin"),
    path("plan/set-aside/", plan.set_aside, name="set_aside"),
    path("plan/take-up/", plan.take_up, name="take_up"),
    path("when-it-hurts/", plan.when_it_hurts, name="when_it_hurts"),
    path("me/zone/", clock.change_zone, name="change_zone"),
    path("me/day-start/", clock.change_day_start, name="change_day_start"),
]

files = [path("export.json", export.export_json, name="export_json")]
