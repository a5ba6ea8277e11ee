"""Addresses of practice."""

from django.urls import path

from practice.converters import register
from practice.views import (
    day,
    export,
    guided,
    history,
    import_loop,
    import_record,
    join,
    me,
    note,
    paper,
    pauses,
    plan,
    tick,
    when_it_hurts,
)

register()

urlpatterns = [
    path("", day.today, name="today"),
    path("day/<day:day>/", day.day, name="day"),
    path("day/<day:day>/<period:period>/", tick.tick_period, name="tick_period"),
    path("day/<day:day>/<period:period>/<exercise:exercise>/<int:number>/", tick.tick, name="tick"),
    path("coming/<day:day>/", day.coming_day, name="coming_day"),
    path("day/<day:day>/note/", note.note, name="note"),
    path("practise/now/", guided.practise_present, name="practise_present"),
    path("practise/now/<exercise:exercise>/", guided.practise_now, name="practise_now"),
    path("practise/<period:period>/", guided.practise_period, name="practise_period"),
    path("practise/<period:period>/<exercise:exercise>/", guided.practise, name="practise"),
    path("blank-days/", pauses.settle_blank_days, name="settle_blank_days"),
    path("rest/", pauses.pauses, name="pauses"),
    path("rest/end/", pauses.end_pause, name="end_pause"),
    path("history/", history.history, name="history"),
    path("history/<week:week>/", history.history, name="week"),
    path("history/weeks/", history.weeks, name="weeks"),
    path("history/year/<year:year>/", history.year, name="year"),
    path("paper/", paper.paper, name="paper"),
    path("paper/empty-week/", paper.empty_week, name="empty_week"),
    path("plan/", plan.plan, name="plan"),
    path("plan/begin/", plan.begin, name="begin"),
    path("plan/change/", plan.change_plan, name="change_plan"),
    path("plan/withdraw/", plan.withdraw, name="withdraw"),
    path("plan/undo/", plan.undo, name="undo_plan"),
    path("plan/grow/", plan.grow, name="grow"),
    path("plan/set-aside/", plan.set_aside, name="set_aside"),
    path("plan/take-up/", plan.take_up, name="take_up"),
    path("when-it-hurts/", when_it_hurts.when_it_hurts, name="when_it_hurts"),
    path("me/", me.me, name="me"),
    path("me/zone/", me.change_zone, name="change_zone"),
    path("join/<slug:token>/", join.join, name="join"),
    path("import/", import_record.import_record, name="import"),
    path("import/loop/", import_loop.import_loop, name="import_loop"),
    path("me/notes/", note.keep_notes, name="keep_notes"),
    path("me/day-start/", me.change_day_start, name="change_day_start"),
]

files = [
    path("export.json", export.export_json, name="export_json"),
    path("export.csv", export.export_csv, name="export_csv"),
]
