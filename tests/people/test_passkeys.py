"""Passkeys: the phone's own lock keeps the record and opens it again, and nothing else does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from fido2 import cbor
from fido2.utils import websafe_encode
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from people.models import Device, Passkey, Person
from tests.conftest import MoveTo
from tests.factories import (
    browser_of,
    everything_stored,
    new_passkey,
    new_person,
    rows_stored,
    stranger,
)
from tests.pages import Page, body_of, parse
from tests.people.authenticator import PRESENT, VERIFIED, Authenticator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]


def asked(page: Page) -> tuple[dict[str, Any], str]:
    """What the page asks the browser for, and the state that goes with it."""
    (form,) = page.having("data-passkey")
    state = next(e for e in form.iter("input") if e.get("name") == "state")
    return json.loads(form.attrib["data-options"]), state.attrib["value"]


def make(browser: Client, lock: Authenticator) -> Any:
    options, state = asked(parse(browser.get("/me/keep/")))
    return browser.post("/me/keep/passkey/", {"answer": lock.create(options), "state": state})


def come_back(browser: Client, lock: Authenticator) -> Any:
    options, state = asked(parse(browser.get("/back/")))
    return browser.post("/back/passkey/", {"answer": lock.get(options), "state": state})


@pytest.fixture
def lock(phone: Client) -> Authenticator:
    """The lock of ``phone``, which keeps a passkey of ``person``."""
    lock = Authenticator()
    assert make(phone, lock).status_code == 303
    return lock


# --- keeping and coming back --------------------------------------------------------


def test_a_record_is_kept_without_a_name_and_opened_again(
    phone: Client, person: Person, lock: Authenticator
) -> None:
    (passkey,) = Passkey.objects.all()
    assert passkey.person == person
    assert bytes(passkey.credential) == lock.credential
    browser = stranger()
    response = come_back(browser, lock)
    assert (response.status_code, response["Location"]) == (303, "/")
    assert Device.objects.filter(person=person).count() == 2
    assert "you can come back to it from any phone" in parse(browser.get("/me/")).text


def test_the_browser_is_asked_for_a_key_that_it_finds_without_a_name(phone: Client) -> None:
    options, _state = asked(parse(phone.get("/me/keep/")))
    assert options["rp"] == {"id": "localhost", "name": "Kidneycare"}
    assert options["user"]["name"] == options["user"]["displayName"] == "My record"
    assert options["authenticatorSelection"] == {
        "residentKey": "required",
        "requireResidentKey": True,
        "userVerification": "required",
    }
    assert {each["alg"] for each in options["pubKeyCredParams"]} == {-7, -8, -257}
    options, _state = asked(parse(stranger().get("/back/")))
    assert "allowCredentials" not in options
    assert options["userVerification"] == "required"


def test_a_second_passkey_is_filed_under_the_same_handle_and_the_first_is_not_made_again(
    phone: Client, lock: Authenticator
) -> None:
    options, _state = asked(parse(phone.get("/me/keep/")))
    assert len(options["excludeCredentials"]) == 1
    other = Authenticator()
    assert make(phone, other).status_code == 303
    assert other.handle == lock.handle
    assert come_back(stranger(), other).status_code == 303


def test_it_answers_the_offer_on_today_and_is_listed_until_removed(
    phone: Client, person: Person, lock: Authenticator
) -> None:
    person.refresh_from_db()
    assert person.keeping_settled
    assert "Made on 23 November 2026." in parse(phone.get("/me/keep/")).text
    passkey = Passkey.objects.get()
    path = f"/me/keep/passkey/{passkey.pk}/remove/"
    assert browser_of(new_person()).post(path).status_code == 404
    assert stranger().post(path).status_code == 404
    assert phone.post(path).status_code == 303
    assert come_back(stranger(), lock).status_code == 404


def test_whoever_is_here_already_is_asked_how_that_is_meant(lock: Authenticator) -> None:
    response = come_back(browser_of(new_person()), lock)
    assert response["Location"].startswith("/join/")


def test_the_database_does_not_open_the_record(phone: Client, lock: Authenticator) -> None:
    secret = lock.key.private_numbers().private_value
    stored = repr(everything_stored())
    assert str(secret) not in stored
    assert secret.to_bytes(32, "big") not in bytes(Passkey.objects.get().public_key)


# --- what opens nothing -------------------------------------------------------------


def refused(response: Any) -> bool:
    assert response.status_code == 404
    assert "This passkey opens nothing here" in parse(response).text
    return True


def test_a_key_that_nobody_has_kept_opens_nothing(lock: Authenticator) -> None:
    assert refused(come_back(stranger(), Authenticator()))


def test_the_same_key_with_another_lock_opens_nothing(lock: Authenticator) -> None:
    copied = Authenticator(credential=lock.credential, handle=lock.handle)
    assert refused(come_back(stranger(), copied))


def test_a_lock_that_was_not_opened_opens_nothing(lock: Authenticator) -> None:
    for flags in (PRESENT, VERIFIED, 0):
        lock.flags = flags
        assert refused(come_back(stranger(), lock))


def test_an_answer_given_to_another_site_opens_nothing(lock: Authenticator) -> None:
    for origin in ("https://localhost", "http://localhost:8001", "http://evil.localhost"):
        lock.origin = origin
        assert refused(come_back(stranger(), lock))


def test_a_handle_of_somebody_else_opens_nothing(lock: Authenticator) -> None:
    lock.handle = b"somebody else"
    assert refused(come_back(stranger(), lock))


def test_an_answer_is_heard_once(lock: Authenticator) -> None:
    options, state = asked(parse(stranger().get("/back/")))
    values = {"answer": lock.get(options), "state": state}
    assert stranger().post("/back/passkey/", values).status_code == 303
    assert refused(stranger().post("/back/passkey/", values))


def test_an_answer_that_failed_is_used_up_too(lock: Authenticator) -> None:
    options, state = asked(parse(stranger().get("/back/")))
    origin, lock.origin = lock.origin, "https://evil.example"
    assert refused(stranger().post("/back/passkey/", {"answer": lock.get(options), "state": state}))
    lock.origin = origin
    assert refused(stranger().post("/back/passkey/", {"answer": lock.get(options), "state": state}))


def test_an_answer_to_an_old_page_is_not_heard(lock: Authenticator, at: MoveTo) -> None:
    options, state = asked(parse(stranger().get("/back/")))
    at("2026-11-23T22:00:02")
    values = {"answer": lock.get(options), "state": state}
    assert refused(stranger().post("/back/passkey/", values))


def test_what_was_not_asked_by_us_is_not_heard(lock: Authenticator) -> None:
    options, _state = asked(parse(stranger().get("/back/")))
    _options, other = asked(parse(stranger().get("/back/")))
    for state in (other, "x", "x:y:z", other[:-1]):
        assert refused(
            stranger().post("/back/passkey/", {"answer": lock.get(options), "state": state})
        )


def test_a_copy_of_a_key_that_counts_gives_itself_away(lock: Authenticator) -> None:
    lock.counter = 5
    assert come_back(stranger(), lock).status_code == 303
    assert refused(come_back(stranger(), lock))
    lock.counter = 4
    assert refused(come_back(stranger(), lock))
    lock.counter = 0
    assert refused(come_back(stranger(), lock))
    lock.counter = 6
    assert come_back(stranger(), lock).status_code == 303


def test_a_key_that_never_counts_may_be_used_again_and_again(lock: Authenticator) -> None:
    for _again in range(2):
        assert come_back(stranger(), lock).status_code == 303


def test_a_passkey_made_on_one_persons_page_is_not_kept_for_another(phone: Client) -> None:
    options, state = asked(parse(phone.get("/me/keep/")))
    other = browser_of(new_person())
    values = {"answer": Authenticator().create(options), "state": state}
    assert other.post("/me/keep/passkey/", values).status_code == 400
    assert not Passkey.objects.exists()


def test_nobody_takes_over_a_key_that_is_anothers(lock: Authenticator, person: Person) -> None:
    thief = browser_of(new_person())
    assert make(thief, Authenticator(credential=lock.credential)).status_code == 400
    assert Passkey.objects.get().person == person
    assert come_back(stranger(), lock).status_code == 303


def test_using_a_page_for_making_to_come_back_is_not_heard(
    phone: Client, lock: Authenticator
) -> None:
    options, state = asked(parse(phone.get("/me/keep/")))
    values = {"answer": lock.get({**options, "rpId": "localhost"}), "state": state}
    assert refused(stranger().post("/back/passkey/", values))


def test_a_stranger_keeps_no_passkey(client: Client) -> None:
    assert client.post("/me/keep/passkey/", {"answer": "{}", "state": "x"}).status_code == 400
    assert client.post("/back/passkey/").status_code == 400
    assert rows_stored() == 0


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "rawId", "type", "response", "clientDataJSON", "signature"])
            | st.text(max_size=5),
            inner,
            max_size=5,
        )
    ),
    max_leaves=10,
)


PARTS = [None, "response", "rawId", "clientDataJSON", "authenticatorData", "signature"]


@given(wrong=JSON, part=st.sampled_from(PARTS))
@example(wrong=2**60, part="clientDataJSON")
@example(wrong=2**60, part="userHandle")
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_sent_instead_of_an_answer_breaks_nothing(wrong: Any, part: str | None) -> None:
    client = Client(SERVER_NAME="localhost", REMOTE_ADDR="10.0.0.1")
    options, state = asked(parse(client.get("/back/")))
    answer = json.loads(Authenticator().get(options))
    if part in answer:
        answer |= {part: wrong, "id": wrong if part == "rawId" else answer["id"]}
    elif part:
        answer["response"][part] = wrong
    else:
        answer = wrong
    response = client.post("/back/passkey/", {"answer": json.dumps(answer), "state": state})
    assert response.status_code in {404, 429}


@pytest.mark.parametrize("cut", [0, 1, 20, 36, 37, 60, 100, 140])
def test_a_passkey_cut_short_is_not_kept(phone: Client, cut: int) -> None:
    options, state = asked(parse(phone.get("/me/keep/")))
    answer = json.loads(Authenticator().create(options))
    answer["response"]["attestationObject"] = answer["response"]["attestationObject"][:cut]
    values = {"answer": json.dumps(answer), "state": state}
    assert phone.post("/me/keep/passkey/", values).status_code == 400
    assert not Passkey.objects.exists()


@pytest.mark.parametrize("wrong", [2**60, -1, "text", True, [], {}])
def test_a_passkey_with_something_else_inside_is_not_kept(phone: Client, wrong: Any) -> None:
    options, state = asked(parse(phone.get("/me/keep/")))
    answer = json.loads(Authenticator().create(options))
    for inside in ({"fmt": "none", "attStmt": {}, "authData": wrong}, wrong):
        answer["response"]["attestationObject"] = websafe_encode(cbor.encode(inside))
        values = {"answer": json.dumps(answer), "state": state}
        assert phone.post("/me/keep/passkey/", values).status_code == 400
    assert not Passkey.objects.exists()


# --- where browsers allow none --------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "secure", "works"),
    [
        ("localhost", False, True),
        ("localhost:8000", False, True),
        ("kidney.localhost:8000", False, True),
        ("127.0.0.1:8000", False, False),
        ("192.168.178.20:8000", False, False),
        ("kidney.local:8000", False, False),
        ("kidney.local", True, True),
        ("192.168.178.20", True, False),
        ("[::1]:8000", False, False),
        ("[fe80::1]", True, False),
    ],
)
def test_where_a_passkey_can_t_work_the_sheet_is_offered_and_why_is_told(
    phone: Client, host: str, secure: bool, works: bool
) -> None:
    for path in ("/me/keep/", "/back/"):
        response = phone.get(path, headers={"Host": host}, secure=secure)
        assert response.status_code == 200
        page = parse(response)
        assert bool(page.having("data-passkey")) is works
        assert ("/static/js/passkey.js" in body_of(response)) is works
        assert ("browsers allow no passkey" in page.text) is (not works and not secure)
        assert ("passkeys of this site don't work" in page.text) is (not works and secure)
        assert page.by_id("sheet" if "keep" in path else "code") is not None


def test_a_site_with_several_names_has_one_for_its_passkeys(
    phone: Client, settings: Settings
) -> None:
    settings.SITE_DOMAIN = "example.local"
    for host, works in (("a.example.local", True), ("example.local", True), ("b.local", False)):
        response = phone.get("/me/keep/", headers={"Host": host}, secure=True)
        assert bool(parse(response).having("data-passkey")) is works
    response = phone.get("/me/keep/", headers={"Host": "a.example.local"}, secure=True)
    assert asked(parse(response))[0]["rp"]["id"] == "example.local"


def test_the_script_is_loaded_on_its_two_pages_alone(phone: Client) -> None:
    for path in ("/", "/me/", "/me/phones/", "/me/people/", "/me/keep/sheet/"):
        assert "passkey.js" not in body_of(phone.get(path))


def test_a_stored_key_that_can_t_be_read_breaks_no_page() -> None:
    somebody = new_person()
    new_passkey(person=somebody)
    assert browser_of(somebody).get("/me/keep/", headers={"Host": "localhost"}).status_code == 200
