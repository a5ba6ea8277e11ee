"""`manage.py compile_translations`: make the `.mo` files of every language."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kidneycare.server.translations import TranslationTrouble, compile_all


class Command(BaseCommand):
    """Compile the translations that changed since they were last compiled."""

    help = "Compile the translations that changed (GNU gettext is not needed)."

    def handle(self, *_args: Any, **options: Any) -> None:
        """Compile, and name each file written unless asked to be quiet."""
        try:
            written = compile_all(settings.BASE_DIR / "locale")
        except TranslationTrouble as trouble:
            raise CommandError(str(trouble)) from trouble
        if options["verbosity"] > 0:
            for path in written:
                self.stdout.write(str(path.relative_to(settings.BASE_DIR)))
