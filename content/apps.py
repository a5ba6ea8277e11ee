"""The content app: what to do."""

from django.apps import AppConfig


class ContentConfig(AppConfig):
    """The document as files, read once, checked, served as pages."""

    name = "content"

    def ready(self) -> None:
        """Register the system check."""
        from content import checks  # noqa: F401, PLC0415 - registers itself when imported
