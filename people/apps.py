"""The people app: who keeps a record here."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Guests, their devices, zone and start of day."""

    name = "people"
    default_auto_field = "django.db.models.BigAutoField"
