#!/usr/bin/env python
"""Kidneycare's command line."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kidneycare.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from kidneycare.server.environment import make_data_folder

    try:
        make_data_folder(settings.DATA)
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # A setting of the environment is wrong: its sentence, not a traceback.
        raise SystemExit(f"\n{error}\n") from error
