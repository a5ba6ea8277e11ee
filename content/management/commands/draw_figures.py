"""`manage.py draw_figures`: write the drawings that pages fetch as files."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from content.catalogue import library
from content.figures import animation, app_icon, small_figures

STYLE = Path(animation.__file__).with_name("figures.css")


class Command(BaseCommand):
    help = "Draw the files that pages fetch: small figures, the style sheet of figures, icons."

    def handle(self, *_args: Any, **options: Any) -> None:
        figures = library().figures
        paces = {
            each.id: each.pace.seconds_there_and_back
            for each in library().exercises
            if each.id in figures.exercises
        }
        rules = animation.style_sheet(figures, paces)
        for name, text in (
            ("icon.svg", app_icon.icon()),
            ("icon-maskable.svg", app_icon.icon(maskable=True)),
            ("small.svg", small_figures.sheet(figures)),
            ("figures.css", STYLE.read_text("utf-8") + rules),
        ):
            path = settings.MADE / "figures" / name
            if path.is_file() and path.read_text("utf-8") == text:
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            # Two processes may draw at once: each replaces the file atomically.
            fresh = path.with_name(f"{name}.{os.getpid()}")
            fresh.write_text(text, encoding="utf-8")
            fresh.replace(path)
            if options["verbosity"] > 0:
                self.stdout.write(str(path))
