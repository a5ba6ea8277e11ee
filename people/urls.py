"""Addresses of people."""

from django.urls import path

from people import views

urlpatterns = [
    path("me/", views.me, name="me"),
    path("me/erase/", views.erase, name="erase"),
    path("me/erased/", views.erased, name="erased"),
]
