"""What every answer of every address carries, whatever was asked (docs/security.md)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from tests.addresses import Address, all_addresses
from tests.factories import rows_stored, stranger

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

METHODS = ("get", "head", "post", "put", "options")


def require_strict(response: Any) -> None:
    """The whole set, on one answer."""
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert not re.search(r"\b(https?|data|blob):", policy)
    for directive in ("base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):
        assert directive in policy
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert "Access-Control-Allow-Origin" not in response
    permissions = response["Permissions-Policy"].split(", ")
    for sense in ("camera", "microphone", "geolocation", "usb", "payment"):
        assert f"{sense}=()" in permissions
    assert "screen-wake-lock=(self)" in permissions, "practice keeps the screen awake"
    assert re.fullmatch(r"[0-9a-f]{32}", response["X-Request-ID"])


@pytest.mark.parametrize("address", all_addresses(), ids=str)
def test_every_address_answers_every_method_strictly(
    client: Client, phone: Client, address: Address
) -> None:
    require_strict(client.get(f"{address.path}x"))
    require_strict(phone.get(address.path))
    for method in METHODS:
        require_strict(getattr(client, method)(address.path))


@pytest.mark.parametrize("address", all_addresses(), ids=str)
def test_behind_a_tls_proxy_every_address_demands_https_for_a_year(
    settings: Settings, address: Address
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
    settings.CSRF_COOKIE_SECURE = settings.SECURE_COOKIES = True
    browser = stranger()
    for method in ("get", "post"):
        response = getattr(browser, method)(
            address.path, headers={"X-Forwarded-Proto": "https", "Origin": "https://localhost"}
        )
        assert response["Strict-Transport-Security"] == "max-age=31536000"
        require_strict(response)
        assert all(cookie["secure"] for cookie in response.cookies.values())
        plain = getattr(stranger(), method)(address.path)
        if address.name in {"livez", "readyz"}:
            assert plain.status_code in {200, 405}
        else:
            assert (plain.status_code, plain["Location"]) == (
                301,
                f"https://localhost{address.path}",
            )


# --- limits ---------------------------------------------------------------------


@pytest.mark.parametrize("length", ["34603009", "999999999999", "-1", "1e3", "x", "٣"])
def test_what_announces_too_much_is_refused_before_it_is_read(client: Client, length: str) -> None:
    response = client.generic("POST", "/import/", b"", CONTENT_LENGTH=length)
    too_much = length.isascii() and length.isdigit()
    assert response.status_code == (413 if too_much else 400)
    require_strict(response)


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


@pytest.mark.parametrize(
    "values",
    [{f"field{n}": "1" for n in range(61)}, {"done": "1" * 65_537}],
    ids=["too many fields", "too long a field"],
)
@pytest.mark.parametrize("address", all_addresses(), ids=str)
def test_no_address_takes_more_than_a_form_holds(
    client: Client, address: Address, values: dict[str, str]
) -> None:
    response = client.post(address.path, _encoded(values), content_type=FORM)
    if address.name in {"livez", "readyz"} or address.path.startswith("/export"):
        assert response.status_code == 405
    else:
        # A form without a field is not read at all where there is nobody whose record it changes.
        # Nor is it where the address names what belongs to somebody else: that isn't there.
        others = {404} if address.gap else set()
        assert response.status_code in {303, 400, 403, 405} | others
        assert rows_stored() == 0


FORM = "application/x-www-form-urlencoded"


def _encoded(values: dict[str, str]) -> bytes:
    from urllib.parse import urlencode

    return urlencode(values).encode()


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
