"""Every address of the product (docs/addresses.md)."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

import offline.urls
import people.urls
import practice.urls
import reminders.urls
from kidneycare.web import health, look

handler400 = "kidneycare.web.errors.bad_request"
handler500 = "kidneycare.web.errors.server_error"

pages: list[URLPattern | URLResolver] = [
    path("look/kept/", look.look_kept, name="look_kept"),
    path("", include("practice.urls")),
    path("", include("content.urls")),
    path("", include("people.urls")),
    path("", include("reminders.urls")),
    path("", include("offline.urls")),
    path("", include("sharing.urls")),
]

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("look/", look.change_look, name="look"),
    *practice.urls.files,
    *people.urls.files,
    *reminders.urls.files,
    *offline.urls.files,
    # English has no prefix; each further language stands under its own.
    *i18n_patterns(*pages, prefix_default_language=False),
]
