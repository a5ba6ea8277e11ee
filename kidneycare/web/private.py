"""Decorators of views that know a person: never cached, and for the methods they are meant for."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

View = TypeVar("View", bound=Callable[..., Any])


def private_page(view: View) -> View:
    return never_cache(require_safe(view))


def private_post(view: View) -> View:
    return never_cache(require_POST(view))


def private_form(view: View) -> View:
    return never_cache(require_http_methods(["GET", "HEAD", "POST"])(view))
