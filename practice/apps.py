"""The practice app: what was planned, what was done."""

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    """Ticks, plans, pauses and the pages around them."""

    name = "practice"
