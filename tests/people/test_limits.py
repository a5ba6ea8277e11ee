"""How often things may be tried: counted in the database, told plainly, with a time."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from kidneycare.web.http import RequestError
from people.models import Person, RateLimitCounter
from people.rate_limit import (
    CODES,
    CODES_OF_ALL,
    EVERYBODY,
    RateLimit,
    network_of,
    new_records,
    throttle,
    use_once,
)
from tests.addresses import DAY
from tests.conftest import MoveTo
from tests.factories import browser_of, new_person, stranger
from tests.pages import parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

TWICE = RateLimit("twice", 2, dt.timedelta(minutes=10))
FROM = RequestFactory()


def come(address: str, **headers: str) -> str:
    return network_of(FROM.get("/", REMOTE_ADDR=address, headers=headers or None))


def test_the_third_of_two_is_refused_until_the_while_is_over(at: MoveTo) -> None:
    throttle(TWICE, "10.0.0.1")
    at("2026-11-23T21:04")
    throttle(TWICE, "10.0.0.1")
    with pytest.raises(RequestError) as refused:
        throttle(TWICE, "10.0.0.1")
    assert refused.value.status == 429
    assert refused.value.retry_after == dt.timedelta(minutes=6)
    assert refused.value.message == (
        "Too many tries just now. Please wait 6 minutes, then try again."
    )
    at("2026-11-23T21:10")
    throttle(TWICE, "10.0.0.1")


def test_another_place_and_another_thing_are_counted_apart() -> None:
    here, there = "10.0.0.1", "10.0.0.2"
    for network in (here, here, there, there):
        throttle(TWICE, network)
    throttle(RateLimit("other", 2, TWICE.within), here)
    throttle(TWICE, EVERYBODY)
    with pytest.raises(RequestError):
        throttle(TWICE, there)


def test_no_address_can_be_read_from_the_database() -> None:
    throttle(TWICE, "203.0.113.77")
    (counter,) = RateLimitCounter.objects.all()
    assert b"203.0.113" not in bytes(counter.key)
    assert len(bytes(counter.key)) == 32


def test_old_tallies_are_swept_away(at: MoveTo) -> None:
    throttle(TWICE, "10.0.0.1")
    at("2026-11-23T21:11")
    throttle(TWICE, "10.0.0.2")
    assert RateLimitCounter.objects.count() == 1


def test_what_can_be_used_once_is_used_once() -> None:
    assert use_once("a challenge", lasts=TWICE.within)
    assert not use_once("a challenge", lasts=TWICE.within)
    assert use_once("another", lasts=TWICE.within)


def test_the_network_of_one_home_counts_as_one_place() -> None:
    assert come("2001:db8:1:2::1") == come("2001:db8:1:2:ffff::9") == "2001:db8:1:2::/64"
    assert come("2001:db8:1:3::1") != come("2001:db8:1:2::1")
    assert come("192.168.0.7") == "192.168.0.7"
    assert come("") == come("@") == "unknown"


def test_a_forwarded_address_counts_only_behind_our_own_proxy(settings: Settings) -> None:
    forged = {"X-Forwarded-For": "1.2.3.4, 10.9.8.7"}
    assert come("127.0.0.1", **forged) == "127.0.0.1"
    settings.TLS_PROXY = True
    assert come("127.0.0.1", **forged) == "10.9.8.7"
    assert come("127.0.0.1") == "127.0.0.1"


def test_an_address_counts_as_one_however_a_proxy_writes_it(settings: Settings) -> None:
    """Mapped into IPv6, all of IPv4 would be one network, and a port would make each new."""
    settings.TLS_PROXY = True

    def behind(address: str) -> str:
        return come("127.0.0.1", **{"X-Forwarded-For": f"evil, {address}"})

    for same in ("192.0.2.7", "192.0.2.7:4711", "::ffff:192.0.2.7", "[::ffff:c000:207]:80"):
        assert behind(same) == "192.0.2.7", same
    for same in ("2001:db8:1:2::9", "[2001:db8:1:2::9]", "[2001:db8:1:2::9]:4711"):
        assert behind(same) == "2001:db8:1:2::/64", same
    for none in ("", "unknown", "_hidden", "192.0.2.7:", "[192.0.2.7", "::ffff:", ":80", "[]:80"):
        assert behind(none) == "unknown", none
    settings.TLS_PROXY = False
    assert come("::ffff:192.0.2.7") == "192.0.2.7"


# --- where they hold --------------------------------------------------------------


def test_a_whole_clinic_behind_one_address_can_begin_within_an_hour(settings: Settings) -> None:
    assert new_records() == RateLimit("new records", 600, dt.timedelta(hours=1))
    settings.NEW_RECORDS_AN_HOUR = 4000
    assert new_records().most == 4000


def test_after_as_many_records_as_are_set_none_is_begun_from_there_for_the_hour(
    at: MoveTo, settings: Settings
) -> None:
    settings.NEW_RECORDS_AN_HOUR = 5
    for _number in range(5):
        answer = stranger().post(f"/day/{DAY}/evening/sole-rub/1/", {"done": "1"})
        assert answer.status_code == 303
    response = stranger().post(f"/day/{DAY}/evening/sole-rub/1/", {"done": "1"})
    assert response.status_code == 429
    assert response["Retry-After"] == "3600"
    assert "Please wait 60 minutes" in parse(response).text
    assert Person.objects.count() == 5
    elsewhere = Client(SERVER_NAME="localhost", REMOTE_ADDR="10.0.0.9")
    assert elsewhere.post("/plan/begin/", {"way": "easy"}).status_code == 303
    at("2026-11-23T22:00")
    assert stranger().post("/plan/begin/", {"way": "easy"}).status_code == 303


def test_an_eleventh_code_within_ten_minutes_is_not_even_looked_at(client: Client) -> None:
    for _number in range(CODES.most):
        assert client.post("/back/", {"code": "ABCD EFGH"}).status_code == 404
    response = client.post("/back/", {"code": "ABCD EFGH"})
    assert response.status_code == 429
    assert response["Retry-After"] == "600"


@pytest.mark.parametrize(
    ("path", "values", "most"),
    [
        ("/me/phones/add/", {"show": "1"}, 30),
        ("/me/keep/sheet/", {"show": "1"}, 20),
        ("/me/keep/passkey/", {"answer": "{}", "state": "x"}, 30),
        ("/back/passkey/", {"answer": "{}", "state": "x"}, 30),
    ],
)
def test_squares_sheets_and_passkeys_have_an_end_too(
    phone: Client, path: str, values: dict[str, str], most: int
) -> None:
    for _number in range(most):
        assert phone.post(path, values).status_code in {303, 400, 404}
    response = phone.post(path, values)
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0


def test_squares_and_sheets_of_one_keep_nobody_else_at_that_address_from_theirs(
    phone: Client,
) -> None:
    other = browser_of(new_person())
    for path, most in (("/me/phones/add/", 30), ("/me/keep/sheet/", 20)):
        for _number in range(most + 1):
            phone.post(path, {"show": "1"})
        assert phone.post(path, {"show": "1"}).status_code == 429
        assert other.post(path, {"show": "1"}).status_code == 303


def test_short_codes_from_ever_new_places_are_counted_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("people.views.back.CODES_OF_ALL", TWICE)

    def ask_from(address: str, code: str) -> int:
        asking = Client(SERVER_NAME="localhost", REMOTE_ADDR=address)
        return asking.post("/back/", {"code": code}).status_code

    answers = [ask_from(f"10.0.0.{number}", "123 456 789") for number in range(3)]
    assert answers == [404, 404, 429]
    assert ask_from("10.0.0.9", "ABCD EFGH JKMN PQRS") == 404


def test_nobody_meets_a_short_code_by_chance_within_years() -> None:
    """Ten codes open at a time, tried without a break: on average one in six years."""
    tries_a_day = CODES_OF_ALL.most * (dt.timedelta(days=1) / CODES_OF_ALL.within)
    assert 10**9 / 10 / tries_a_day > 6 * 365
