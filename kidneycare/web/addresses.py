"""Addresses that an app leads to without knowing whose pages they are."""

from django.urls import reverse


def home() -> str:
    return reverse("today")


def invitation(token: str) -> str:
    return reverse("join", args=[token])
