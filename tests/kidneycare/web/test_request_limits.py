"""Limits of a request, and its number (docs/security.md); tests/addresses tries every address."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.addresses.answers import require_strict_headers
from tests.factories import stranger

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]


# --- limits ---------------------------------------------------------------------


@pytest.mark.parametrize("length", ["34603009", "999999999999", "-1", "1e3", "x", "٣"])
def test_what_announces_too_much_is_refused_before_it_is_read(client: Client, length: str) -> None:
    response = client.generic("POST", "/import/", b"", CONTENT_LENGTH=length)
    too_much = length.isascii() and length.isdigit()
    assert response.status_code == (413 if too_much else 400)
    require_strict_headers(response)


def test_it_is_refused_in_the_language_of_who_sent_it(client: Client) -> None:
    """Whatever language the page before was in, of whomever."""
    for language, words in (("zh-hant", "zh-Hant"), ("en", "en"), ("zh-hans", "zh-Hans")):
        client.get("/zh-hant/about/")
        response = client.generic(
            "POST",
            "/import/",
            b"",
            CONTENT_LENGTH="99999999",
            headers={"Accept-Language": language},
        )
        assert response.status_code == 413
        assert f'<html lang="{words}"' in response.content.decode()


# --- the number of a request --------------------------------------------------------


def test_each_request_has_a_number_of_its_own(client: Client) -> None:
    assert client.get("/livez")["X-Request-ID"] != client.get("/livez")["X-Request-ID"]


def test_a_number_from_outside_counts_only_behind_our_own_proxy(
    client: Client, settings: Settings
) -> None:
    given = {"X-Request-ID": "0123abcd-ef"}
    assert client.get("/livez", headers=given)["X-Request-ID"] != given["X-Request-ID"]
    settings.TLS_PROXY = True
    assert client.get("/livez", headers=given)["X-Request-ID"] == given["X-Request-ID"]
    odd = client.get("/livez", headers={"X-Request-ID": "a\tb {evening} sole-rub " * 9})
    assert re.fullmatch(r"[0-9a-f]{32}", odd["X-Request-ID"])


# --- static files ------------------------------------------------------------------


@pytest.mark.parametrize("name", ["css/kidneycare.css", "js/day.js", "figures/icon.svg"])
def test_a_static_file_has_few_headers_and_is_safe_to_open(settings: Settings, name: str) -> None:
    settings.WHITENOISE_USE_FINDERS = True
    response = stranger().get(f"/static/{name}")
    assert response.status_code == 200
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in response
    # Only a drawing is a document that could run something.
    policy = "default-src 'none'" if name.endswith(".svg") else None
    assert response.get("Content-Security-Policy") == policy
    assert sum(len(f"{key}: {value}\r\n") for key, value in response.items()) <= 400
