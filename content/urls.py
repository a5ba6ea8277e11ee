"""Addresses of content."""

from django.urls import path

from content import views

urlpatterns = [
    path("techniques/", views.techniques, name="techniques"),
    path("techniques/<slug:slug>/", views.technique_page, name="technique"),
    path("about/", views.about, name="about"),
]
