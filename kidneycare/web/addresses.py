"""Addresses that an app leads to without knowing whose pages they are."""

from django.urls import reverse


def home() -> str:
    """The page that the product opens with."""
    return reverse("today")


def invitation(token: str) -> str:
    """Where an invitation to a record is accepted."""
    return reverse("join", args=[token])
