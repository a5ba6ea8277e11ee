"""The WSGI entry point, which kidneycare.server runs in threads.

It loads what every page needs before there are threads and other processes: processes share it,
the first visitor doesn't wait for it, and msgspec crashes the process when several threads meet a
type for the first time.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kidneycare.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - Django must be set up first

from content.catalogue import library  # noqa: E402
from kidneycare.rendering.jinja import compile_templates  # noqa: E402
from kidneycare.server.release import release  # noqa: E402
from people.zones import load_zones  # noqa: E402

# Where the key can't be stored, the site doesn't start.
str(settings.SECRET_KEY)
library()
release()
load_zones()
compile_templates()
