"""`manage.py compile_translations`: make the `.mo` files of every language."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from kidneycare.server.translations import compile_all


class Command(BaseCommand):
    help = "Compile the translations that changed (GNU gettext is not needed)."

    def handle(self, *_args: Any, **options: Any) -> None:
        for path in compile_all(settings.BASE_DIR / "locale"):
            if options["verbosity"] > 0:
                self.stdout.write(str(path.relative_to(settings.BASE_DIR)))
