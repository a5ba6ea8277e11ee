"""Addresses of the floor."""

from django.urls import path

from bench.floor import views

urlpatterns = [
    path("", views.page, name="page"),
    path("tick/", views.tick, name="tick"),
    path("weeks/", views.weeks, name="weeks"),
]
