"""The project as an app, for its management commands and system checks."""

from django.apps import AppConfig


class KidneycareConfig(AppConfig):
    """Commands that run the product."""

    name = "kidneycare"
