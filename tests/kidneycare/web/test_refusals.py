"""Why a post was refused: each cause has its sentence, its header and its word in the log."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from copy import deepcopy
from logging.config import dictConfig
from typing import Any

import pytest
from django.conf import settings as product
from django.test import Client
from pytest_django.fixtures import Settings

from people.browser_storage_owner import owner_id
from people.erase import erase
from people.identity import COOKIE, SignedIn
from people.models import Device, Person
from tests.addresses import SOLE
from tests.addresses.test_security import token_on
from tests.factories import (
    HTMX,
    browser_of,
    everything_stored,
    new_person,
    rows_of,
    stranger,
    the_tick,
)
from tests.pages import body_of, parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

SLOT = SOLE.removeprefix("/day/").rstrip("/")


@pytest.fixture
def log() -> Iterator[Callable[[], str]]:
    """What the product's own handler prints."""
    out = io.StringIO()
    config: dict[str, Any] = deepcopy(product.LOGGING)
    config["handlers"]["console"] |= {"stream": out}
    dictConfig(config)
    yield out.getvalue
    dictConfig(product.LOGGING)


def strict(visitor: Client) -> Client:
    """The same browser, with the checks that test clients leave out."""
    visitor.handler.enforce_csrf_checks = True
    return visitor


@pytest.fixture
def visitor() -> Client:
    """The browser of somebody with a record, who checks tokens."""
    return strict(browser_of(new_person()))


def form_on_today(visitor: Client) -> dict[str, str]:
    return {"done": "1", "csrfmiddlewaretoken": token_on(parse(visitor.get("/")))}


def from_null(visitor: Client) -> Any:
    return visitor.post(SOLE, form_on_today(visitor), headers={"Origin": "null"})


def from_another_port(visitor: Client) -> Any:
    return visitor.post(SOLE, form_on_today(visitor), headers={"Origin": "http://localhost:8443"})


def from_another_site(visitor: Client) -> Any:
    return visitor.post(SOLE, form_on_today(visitor), headers={"Origin": "https://evil.example"})


def without_any_cookie(visitor: Client) -> Any:
    values = form_on_today(visitor)
    visitor.cookies.clear()
    return visitor.post(SOLE, values)


def without_its_token_cookie(visitor: Client) -> Any:
    values = form_on_today(visitor)
    del visitor.cookies["csrftoken"]
    return visitor.post(SOLE, values)


def after_somebody_else_came(visitor: Client) -> Any:
    values = form_on_today(visitor)
    people_page = {"csrfmiddlewaretoken": values["csrfmiddlewaretoken"], "somebody": "new"}
    assert visitor.post("/me/people/new/", people_page).status_code == 303
    return visitor.post(SOLE, values)


def after_erasing_here(visitor: Client) -> Any:
    values = form_on_today(visitor)
    assert visitor.post("/me/erase/", {**values, "sure": "1"}).status_code == 303
    return visitor.post(SOLE, values)


def after_erasing_elsewhere(visitor: Client) -> Any:
    values = form_on_today(visitor)
    erase(Person.objects.get())
    return visitor.post(SOLE, values)


REFUSED = {
    "no-origin": (from_null, 403, "did not say which page"),
    "other-port": (from_another_port, 403, "another port"),
    "other-site": (from_another_site, 403, "another site"),
    "no-cookies": (without_any_cookie, 403, "cookies"),
    "old-page": (without_its_token_cookie, 403, "open too long"),
    "other-record": (after_somebody_else_came, 403, "another record"),
    "record-gone": (after_erasing_here, 403, "no longer open here"),
    "record-gone, elsewhere": (after_erasing_elsewhere, 409, "no longer open here"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_each_cause_has_its_sentence_its_header_and_its_word_in_the_log(
    visitor: Client, log: Callable[[], str], name: str
) -> None:
    post, status, words = REFUSED[name]
    cause = name.partition(",")[0]
    response = post(visitor)
    assert response.status_code == status
    assert "Nothing was saved" in parse(response).text
    assert words in parse(response).text
    others = {text for _post, _status, text in REFUSED.values()} - {words, "cookies"}
    assert not [text for text in others if text in parse(response).text]
    assert response["Kidneycare-Cause"] == cause
    assert f"POST {status} day/<day:day>" in log()
    assert cause in log().splitlines()[-1]
    assert "evil" not in log()


@pytest.mark.parametrize("name", REFUSED)
def test_a_waiting_tick_stays_on_the_phone_where_it_can_still_be_taken(
    visitor: Client, name: str
) -> None:
    """Only of a record that is gone nothing can come; any other cause passes."""
    post, status, _words = REFUSED[name]
    response = post(visitor)
    told = (response.get("Kidneycare-Slot"), response.get("Kidneycare-Outcome"))
    assert told == ((SLOT, "refused") if status == 409 else (None, None))


def test_what_waits_for_another_of_this_phone_stays_until_they_are_here() -> None:
    here, other = new_person(), new_person()
    phone = browser_of(here, other)
    before = everything_stored()
    marks = {each.person: owner_id(SignedIn("", each)) for each in Device.objects.all()}
    response = phone.post(SOLE, {"done": "1", "record": marks[other]}, headers=HTMX)
    assert (response.status_code, response["Kidneycare-Cause"]) == (409, "other-record")
    assert response["Kidneycare-Slot"] == SLOT
    assert "Kidneycare-Outcome" not in response
    assert everything_stored() == before
    assert phone.post(SOLE, {"done": "1", "record": marks[here]}).status_code == 303
    assert the_tick().person == here


def test_what_waits_for_a_record_that_is_gone_is_refused_for_good(phone: Client) -> None:
    response = phone.post(SOLE, {"done": "1", "record": "0" * 12}, headers=HTMX)
    assert (response.status_code, response["Kidneycare-Cause"]) == (409, "record-gone")
    assert (response["Kidneycare-Slot"], response["Kidneycare-Outcome"]) == (SLOT, "refused")


@pytest.mark.parametrize(
    "ask",
    [
        lambda phone: phone.post(SOLE, {"done": "1" * 70_000}),
        lambda phone: phone.post(SOLE, b"\xff", content_type="multipart/form-data"),
        lambda phone: phone.post(SOLE, {"done": "2"}),
        lambda phone: phone.post(SOLE.replace("evening", "morning"), {"done": "1"}),
    ],
    ids=["too large", "no form", "not valid", "no such slot"],
)
def test_what_can_never_be_taken_is_refused_for_good(
    phone: Client, ask: Callable[[Client], Any]
) -> None:
    response = ask(phone)
    assert response.status_code in {400, 404}
    assert response["Kidneycare-Slot"].startswith("2026-11-23/")
    assert response["Kidneycare-Outcome"] == "refused"


def test_a_record_that_was_erased_elsewhere_is_not_begun_anew_by_a_stale_page(
    person: Person, phone: Client
) -> None:
    erase(person)
    assert phone.post(SOLE, {"done": "1"}).status_code == 409
    assert not Person.objects.exists()
    # Whoever has seen the stranger's page may begin.
    assert "data-begin" in body_of(phone.get("/"))
    assert phone.post(SOLE, {"done": "1"}).status_code == 303


def test_a_stale_page_stays_refused_once_another_page_was_read(visitor: Client) -> None:
    values = form_on_today(visitor)
    erase(Person.objects.get())
    assert "data-begin" in body_of(visitor.get("/"))
    response = visitor.post(SOLE, values)
    assert (response.status_code, response["Kidneycare-Cause"]) == (403, "record-gone")
    assert not Person.objects.exists()


def test_a_record_that_a_wrong_database_lacks_for_an_hour_opens_again(
    person: Person, phone: Client
) -> None:
    """Reading pages meanwhile takes nothing away: only who begins anew lets go of it."""
    device = Device.objects.get(person=person)
    Device.objects.all().delete()
    assert "data-begin" in body_of(phone.get("/"))
    device.save(force_insert=True)
    response = phone.post(f"/me/people/{device.pk}/")
    assert response.status_code == 303
    assert "data-begin" not in body_of(phone.get("/"))


def test_changing_what_is_gone_is_told_as_that_and_not_as_nothing_here_yet(
    person: Person, phone: Client
) -> None:
    erase(person)
    response = phone.post("/me/day-start/", {"start": "05:00"})
    assert (response.status_code, response["Kidneycare-Cause"]) == (409, "record-gone")


def test_one_of_two_who_is_gone_leaves_the_other_as_they_were() -> None:
    gone, other = new_person(), new_person()
    phone = browser_of(other, gone)
    erase(gone)
    before = rows_of(other)
    assert phone.post(SOLE, {"done": "1"}).status_code == 303
    assert rows_of(other) != before
    assert "." not in phone.cookies[COOKIE].value or phone.get("/").status_code == 200


# --- behind a proxy -----------------------------------------------------------------


@pytest.fixture
def behind_tls(settings: Settings) -> None:
    """As with ``TLS=proxy``."""
    settings.TLS_PROXY = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT = True
    settings.CSRF_COOKIE_SECURE = settings.SECURE_COOKIES = True
    settings.CSRF_COOKIE_NAME = "__Host-csrftoken"
    settings.LOCAL_HOSTS_ONLY = False
    settings.ALLOWED_HOSTS = ["kidney.example.org"]


OURS = {"Origin": "https://kidney.example.org"}
REFERRED = {"Referer": "https://kidney.example.org/"}


@pytest.mark.usefixtures("behind_tls")
@pytest.mark.parametrize("host", ["kidney.example.org", "kidney.example.org:443"])
@pytest.mark.parametrize("sender", [OURS, REFERRED], ids=["Origin", "Referer"])
def test_a_proxy_may_name_the_usual_port(host: str, sender: dict[str, str]) -> None:
    browser = stranger(enforce_csrf_checks=True)
    proxy = {"Host": host, "X-Forwarded-Proto": "https"}
    page = parse(browser.get("/", headers=proxy))
    values = {"done": "1", "csrfmiddlewaretoken": token_on(page)}
    response = browser.post(SOLE, values, headers={**proxy, **sender})
    assert response.status_code == 303
    assert the_tick().set == 1
    look = browser.post("/look/", {"size": "2"}, headers={**proxy, **sender})
    assert look.status_code == 303


@pytest.mark.usefixtures("behind_tls")
def test_another_port_behind_the_proxy_is_told(log: Callable[[], str]) -> None:
    """A proxy on 8443 that passes the name on without it."""
    browser = stranger(enforce_csrf_checks=True)
    proxy = {"Host": "kidney.example.org", "X-Forwarded-Proto": "https"}
    values = {"csrfmiddlewaretoken": token_on(parse(browser.get("/", headers=proxy)))}
    for sender in ({"Origin": "https://kidney.example.org:8443"}, {}):
        response = browser.post("/plan/begin/", values, headers={**proxy, **sender})
        cause = "other-port" if sender else "no-origin"
        assert (response.status_code, response["Kidneycare-Cause"]) == (403, cause)
        assert cause in log().splitlines()[-1]


@pytest.mark.usefixtures("behind_tls")
def test_a_plain_name_with_the_plain_port_is_led_to_https(client: Client) -> None:
    response = client.get("/about/", headers={"Host": "kidney.example.org:80"})
    assert response["Location"] == "https://kidney.example.org/about/"


@pytest.mark.parametrize(
    ("origin", "cause"),
    [
        ("null", "no-origin"),
        ("http://localhost:8443", "other-port"),
        ("https://evil.example", "other-site"),
        ("http://[::1", "other-site"),
    ],
)
def test_the_look_is_refused_with_the_same_causes(client: Client, origin: str, cause: str) -> None:
    response = client.post("/look/", {"size": "2"}, headers={"Origin": origin})
    assert (response.status_code, response["Kidneycare-Cause"]) == (403, cause)
