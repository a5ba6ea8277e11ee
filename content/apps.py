"""The content app: what to do."""

from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"

    def ready(self) -> None:
        from content import checks  # noqa: F401, PLC0415 - importing registers the system check
