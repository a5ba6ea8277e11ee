"""Addresses of reminders."""

from django.urls import path

from reminders.views import calendar, now, push, times

urlpatterns = [
    path("reminders/", times.reminders, name="reminders"),
    path("reminders/off/", times.turn_off_reminders, name="turn_off_reminders"),
    path("reminders/no/", times.decline_reminders, name="decline_reminders"),
    path("reminders/calendar/", calendar.reminder_calendar, name="reminder_calendar"),
    path("reminders/calendar/take/", calendar.take_alarms, name="take_alarms"),
    path("reminders/calendar/removed/", calendar.remove_alarms, name="remove_alarms"),
    path("reminders/calendar/follow/", calendar.change_feed, name="change_feed"),
    path("reminders/now/<period:period>/", now.reminded, name="reminded"),
    path("reminders/later/<period:period>/", now.remind_later, name="remind_later"),
]

files = [
    path("reminders/alarms.ics", calendar.alarms, name="alarms"),
    path("reminders/push/", push.push_state, name="push_state"),
    path("reminders/push/on/", push.subscribe, name="push_on"),
    path("reminders/push/off/", push.unsubscribe, name="push_off"),
    path("calendar/<slug:token>.ics", calendar.calendar, name="calendar"),
]
