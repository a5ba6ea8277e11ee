"""Addresses of what a phone keeps, and sends later."""

from django.urls import path

import practice.urls  # noqa: F401 - its converters
from offline import installing, views
from offline.manifest import manifest

urlpatterns = [
    path("manifest.webmanifest", manifest, name="manifest"),
    path("install/", installing.install, name="install"),
    path("me/this-phone/", installing.this_phone, name="this_phone"),
    path("offline/install-hint/", installing.install_hint, name="install_hint"),
    path("offline/", views.no_network, name="no_network"),
    path("offline/pages.json", views.pages_to_keep, name="pages_to_keep"),
    path("offline/amount/<exercise:exercise>/", views.amount, name="offline_amount"),
]

files = [
    path("outbox/", views.outbox, name="outbox"),
    path("sw.js", views.service_worker, name="service_worker"),
]
