"""The product's settings, less what only a running server needs."""

import os
import tempfile

os.environ.setdefault("KIDNEYCARE_DATA", tempfile.mkdtemp(prefix="kidneycare-tests-"))

from kidneycare.settings import *  # noqa: F403
from kidneycare.settings import BASE_DIR, DATA, DATABASES

# Drawn anew for these tests, beside what a running site was started with.
MADE = DATA / "made"
MADE.mkdir(exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static", MADE]

# Files straight from static/: nothing is collected for a test of a page.
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # In memory there is no journal to write ahead.
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=MEMORY;"
