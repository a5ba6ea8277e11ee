"""One test an address: every method, header and visitor there can be, and nothing is written."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from pytest_django.fixtures import Settings

from people.identity import COOKIE
from people.models import Person
from tests.addresses import PUBLIC, Address, all_addresses
from tests.addresses.answers import require_strict_headers
from tests.conftest import MONDAY
from tests.factories import (
    browser_of,
    everything_stored,
    new_person,
    new_plan,
    rows_of,
    rows_stored,
    somebody_with_everything,
    stranger,
)
from tests.pages import body_of, parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

FILES = {"/livez", "/readyz", "/export.json", "/export.csv"}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
FORM = "application/x-www-form-urlencoded"
TOO_MUCH = {
    "too many fields": {f"field{n}": "1" for n in range(61)},
    "too long a field": {"done": "1" * 65_537},
}
JUNK = ("\0", "\ud7ff\uffff", "9" * 4000, "'; --", "<script>", "../..")
FIELDS = (
    *("done", "skip", "felt", "amount", "source", "performed", "sent", "instant", "way"),
    *("exercise", "zone", "start", "answer", "size", "theme", "next", "sure", "back"),
    *("code", "state", "how", "show", "somebody"),
)


def beginner() -> Person:
    """Somebody who begins the document's full day on Monday."""
    somebody = new_person()
    new_plan(person=somebody, starts=MONDAY)
    return somebody


@pytest.mark.parametrize("address", all_addresses(), ids=str)
def test_an_address_keeps_every_promise(address: Address, settings: Settings) -> None:
    """Each part is told by its function; a stranger comes first, while there is nobody."""
    a_stranger_may_try_every_method(address)
    too_large_a_form_is_refused(address)
    assert rows_stored() == 0, "what a stranger reads or sends wrongly makes nobody"
    junk_of_a_person_is_not_kept(address)
    a_post_without_its_token_is_refused(address)
    what_knows_a_person_is_kept_by_no_cache(address)
    another_record_is_neither_shown_nor_changed(address)
    behind_a_tls_proxy_it_demands_https(address, settings)


def a_stranger_may_try_every_method(address: Address) -> None:
    """An answer, with every header; a wrong method is 405 and says which are right."""
    browser = stranger()
    answers = {method: browser.generic(method, address.path) for method in METHODS}
    for method, response in answers.items():
        assert response.status_code < 500, f"{method}: {response.status_code}"
        require_strict_headers(response, method)
        assert rows_stored() == 0, method
    require_strict_headers(browser.post(address.path), "an empty form")
    require_strict_headers(browser.get(f"{address.path}x"), "a letter too many")
    assert COOKIE not in answers["GET"].cookies, "reading makes nobody"
    if address.path in FILES:
        assert answers["GET"].status_code == 200
    refused = {method for method, response in answers.items() if response.status_code == 405}
    assert {"PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"} <= refused
    for method in refused:
        assert method not in answers[method]["Allow"], f"405 to {method} offers it"
    assert {"GET", "POST"} - refused, "nothing is allowed"


def too_large_a_form_is_refused(address: Address) -> None:
    for name, values in TOO_MUCH.items():
        response = stranger().post(address.path, urlencode(values), content_type=FORM)
        if address.path in FILES:
            assert response.status_code == 405, name
        else:
            # A form without a field is not read at all where there is nobody whose record it
            # changes; nor where the address names what belongs to somebody: that isn't there.
            others = {404} if address.gap else set()
            assert response.status_code in {303, 400, 403, 405} | others, name
            assert rows_stored() == 0, name


def junk_of_a_person_is_not_kept(address: Address) -> None:
    phone = browser_of(beginner())
    before = everything_stored()
    for junk in JUNK:
        response = phone.post(address.path, dict.fromkeys(FIELDS, junk))
        assert response.status_code in {303, 400, 403, 404, 405}, repr(junk[:20])
    assert everything_stored() == before, "some of the junk was kept"


def a_post_without_its_token_is_refused(address: Address) -> None:
    """Every form but the look's, which holds no person (its own test says how)."""
    if address.name == "look":
        return
    browser = stranger(enforce_csrf_checks=True)
    browser.cookies[COOKIE] = browser_of(beginner()).cookies[COOKIE].value
    before = everything_stored()
    response = browser.post(
        address.path, {"done": "1", "way": "easy", "exercise": "arm-raise", "sure": "1"}
    )
    assert response.status_code == 403, "a forged post"
    assert "Nothing was saved" in parse(response).text
    assert everything_stored() == before, "a forged post was kept"


def what_knows_a_person_is_kept_by_no_cache(address: Address) -> None:
    """All but pages that are the same for everybody."""
    phone = browser_of(beginner())
    shown = phone.get(address.path)
    require_strict_headers(shown, "shown to a person")
    if address.path in FILES:
        assert shown.status_code == 200
    if address.path in PUBLIC or address.name == "look":
        return
    for response in (shown, phone.post(address.path)):
        if response.status_code < 400:
            assert "no-store" in response["Cache-Control"], response.request["REQUEST_METHOD"]


def another_record_is_neither_shown_nor_changed(address: Address) -> None:
    somebody, other = beginner(), somebody_with_everything()
    phone = browser_of(somebody)
    shown = body_of(phone.get(address.path))
    assert "4321" not in shown
    assert "-of-the-other" not in shown
    assert address.path == "/me/" or "Kathmandu" not in shown
    before = rows_of(other)
    for values in (
        {"done": "1", "amount": "7", "way": "easy", "exercise": "arm-raise", "sure": "1"},
        {"done": "0", "zone": "Europe/Berlin", "start": "05:00", "answer": "rested"},
        {"skip": "1", "person": str(other.pk), "person_id": str(other.pk)},
    ):
        phone.post(address.path, values)
        assert rows_of(other) == before, f"changed by {values}"


def behind_a_tls_proxy_it_demands_https(address: Address, settings: Settings) -> None:
    """For a year; what comes without TLS is led to it."""
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
    settings.CSRF_COOKIE_SECURE = settings.SESSION_COOKIE_SECURE = True
    settings.SECURE_COOKIES = True
    settings.CSRF_COOKIE_NAME = "__Host-csrftoken"
    browser = stranger()
    for method in ("get", "post"):
        response = getattr(browser, method)(
            address.path, headers={"X-Forwarded-Proto": "https", "Origin": "https://localhost"}
        )
        assert response["Strict-Transport-Security"] == "max-age=31536000", method
        require_strict_headers(response, f"{method} over TLS")
        for cookie in response.cookies.values():
            assert cookie.key.startswith("__Host-"), method
            kept = (cookie["secure"], cookie["path"], cookie["domain"])
            assert kept == (True, "/", ""), f"{method} {cookie.key}"
        plain = getattr(stranger(), method)(address.path)
        if address.name in {"livez", "readyz"}:
            assert plain.status_code in {200, 405}, method
        else:
            told = (plain.status_code, plain["Location"])
            assert told == (301, f"https://localhost{address.path}"), method
