"""My phones: which open my record, one more by square or digits, one less at once."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from people.access import codes
from people.access.phone_address import qr_code
from people.identity import COOKIE
from people.models import Device, JoinInvitation, Person
from tests.conftest import HOME, MONDAY, MoveTo
from tests.factories import (
    browser_of,
    everything_stored,
    new_device,
    new_passkey,
    new_person,
    new_plan,
    new_sheet,
    new_tick,
    stranger,
)
from tests.pages import Page, body_of, parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15"
TOKEN = "A" * 22


def invite(browser: Client) -> Page:
    return parse(show_square(browser))


def show_square(browser: Client, **how: Any) -> Any:
    """Tap the button and go where it leads."""
    response = browser.post("/me/phones/add/", {"show": "1"}, **how)
    assert (response.status_code, response["Location"]) == (303, "/me/phones/add/")
    return browser.get("/me/phones/add/", **how)


def square_in(response: Any) -> str:
    found = re.search("<figure.*?</figure>", body_of(response), re.DOTALL)
    assert found is not None
    return found[0]


def digits(page: Page) -> str:
    (code,) = page.tagged("code")
    return page.text_of(code)


@pytest.fixture
def token(monkeypatch: pytest.MonkeyPatch) -> str:
    """What the next square holds."""
    monkeypatch.setattr("people.access.invitations.token_from", lambda _seed: TOKEN)
    return TOKEN


# --- the list ---------------------------------------------------------------------


def test_each_phone_is_listed_with_its_kind_and_the_day_it_was_last_used(
    phone: Client, person: Person
) -> None:
    new_device(person=person, kind="iphone", seen_at=dt.datetime(2026, 11, 3, 9, tzinfo=dt.UTC))
    new_device(person=new_person(), kind="windows")
    page = parse(phone.get("/me/phones/"))
    lines = [page.text_of(each) for each in page.tagged("li")]
    assert len(lines) == 2
    assert "Phone or computer · this one Used today. Since 23 November 2026." in lines[0]
    assert "iPhone Last used on 3 November 2026. Since 3 November 2026." in lines[1]


def test_the_day_of_the_last_use_is_noted_once_a_day(
    phone: Client, person: Person, at: MoveTo
) -> None:
    at("2026-11-25T09:00")
    phone.get("/")
    assert Device.objects.get().used_on == dt.date(2026, 11, 25)
    assert Device.objects.get().seen_at.date() == MONDAY, "the cookie is renewed weekly"


@pytest.mark.parametrize(
    ("agent", "kind"),
    [
        (IPHONE, "iphone"),
        ("Mozilla/5.0 (Linux; Android 16; Pixel 9)", "android"),
        ("Mozilla/5.0 (X11; Linux x86_64)", "linux"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", "mac"),
        ("", ""),
        ("x" * 5000, ""),
    ],
)
def test_of_what_a_browser_says_of_itself_only_the_kind_is_kept(agent: str, kind: str) -> None:
    stranger().post("/plan/begin/", {"way": "easy"}, headers={"User-Agent": agent})
    assert Device.objects.get().kind == kind


# --- signing out ------------------------------------------------------------------


def test_a_phone_signed_out_is_out_at_once(phone: Client, person: Person) -> None:
    lost = browser_of(person)
    device = Device.objects.latest("pk")
    assert "Erase everything" in parse(lost.get("/me/")).text
    response = phone.post(f"/me/phones/{device.pk}/sign-out/")
    assert (response.status_code, response["Location"]) == (303, "/me/phones/")
    assert "There is no record in this browser yet" in parse(lost.get("/me/")).text
    lost.post("/day/2026-11-23/evening/sole-rub/1/", {"done": "1"})
    assert Person.objects.count() == 2, "it is a stranger's now"


def test_before_a_phone_is_signed_out_it_is_named_and_asked_about(
    phone: Client, person: Person
) -> None:
    here = Device.objects.get()
    address = f"/me/phones/{here.pk}/sign-out/"
    page = parse(phone.get(address))
    assert "the only way to this record" in page.text
    assert "Yes, sign it out" not in page.text
    new_device(person=person, kind="android")
    other = Device.objects.latest("pk")
    asking = f"/me/phones/{other.pk}/sign-out/"
    forms = parse(phone.get("/me/phones/")).tagged("form")
    assert asking in [form.get("action") for form in forms if form.get("method") is None]
    page = parse(phone.get(asking))
    assert "Sign out: Android phone or tablet?" in page.text
    assert "This can't be undone" in page.text
    assert Device.objects.count() == 2
    assert "It is the one in your hand." in parse(phone.get(address)).text


def test_this_phone_can_be_signed_out_when_there_is_another_way_back(person: Person) -> None:
    for way in (new_device, new_passkey, new_sheet):
        somebody = new_person()
        browser = browser_of(somebody)
        here = Device.objects.get(person=somebody).pk
        way(person=somebody)
        response = browser.post(f"/me/phones/{here}/sign-out/")
        assert (response.status_code, response["Location"]) == (303, "/me/phones/signed-out/")
        assert browser.cookies[COOKIE].value == ""
        assert "This phone is signed out" in parse(browser.get(response["Location"])).text
        assert Person.objects.filter(pk=somebody.pk).exists()


def test_the_only_way_to_a_record_is_not_thrown_away(phone: Client, person: Person) -> None:
    here = Device.objects.get().pk
    for code in new_sheet(person=person):
        phone.post("/back/", {"code": code})
    Device.objects.exclude(pk=here).delete()
    response = phone.post(f"/me/phones/{here}/sign-out/")
    assert response.status_code == 400
    assert "the only way to this record" in parse(response).text
    assert Device.objects.count() == 1


def test_nobody_signs_out_anybody_elses_phone(phone: Client) -> None:
    other = new_person()
    new_device(person=other)
    new_device(person=other)
    device = Device.objects.filter(person=other).latest("pk")
    assert phone.post(f"/me/phones/{device.pk}/sign-out/").status_code == 404
    assert stranger().post(f"/me/phones/{device.pk}/sign-out/").status_code == 404
    assert phone.get(f"/me/phones/{device.pk}/sign-out/").status_code == 404
    assert stranger().get(f"/me/phones/{device.pk}/sign-out/").status_code == 404
    assert Device.objects.filter(person=other).count() == 2


# --- one more ---------------------------------------------------------------------


def test_the_square_leads_to_the_invitation_by_an_address_that_another_phone_reaches(
    phone: Client, token: str, settings: Settings
) -> None:
    """ "localhost" means another machine on each."""
    shown = body_of(show_square(phone))
    assert qr_code(f"http://{HOME}/join/{token}/") in shown
    assert f"http://{HOME}/back/" in shown
    settings.ALLOWED_HOSTS, settings.LOCAL_HOSTS_ONLY = ["localhost"], False
    shown = body_of(show_square(phone))
    assert qr_code(f"http://localhost/join/{token}/") in shown
    settings.ALLOWED_HOSTS = ["kidney.example"]
    shown = body_of(show_square(phone, headers={"Host": "kidney.example"}, secure=True))
    assert qr_code(f"https://kidney.example/join/{token}/") in shown


def test_the_database_opens_nothing(phone: Client, token: str) -> None:
    page = invite(phone)
    stored = repr(everything_stored())
    assert token not in stored
    assert codes.normalize_code(digits(page)) not in stored
    (invitation,) = JoinInvitation.objects.all()
    assert bytes(invitation.token_hash) == codes.hash_of(token)


def test_nothing_of_it_is_in_the_page_but_the_square(phone: Client, token: str) -> None:
    assert token not in body_of(show_square(phone))


def test_opening_the_address_uses_nothing_up_and_the_button_opens_the_record(
    phone: Client, person: Person, token: str
) -> None:
    new_tick(person=person, day=MONDAY)
    invite(phone)
    second = stranger()
    for _preview in range(3):
        page = parse(second.get(f"/join/{token}/"))
        assert "Open my record" in page.text
    response = second.post(f"/join/{token}/")
    assert (response.status_code, response["Location"]) == (303, "/")
    assert parse(second.get("/")).slot("evening/sole-rub/1").done == "true"
    assert Device.objects.filter(person=person).count() == 2
    assert Person.objects.count() == 1


def test_nine_digits_do_the_same(phone: Client, person: Person) -> None:
    code = digits(invite(phone))
    assert re.fullmatch(r"\d{3} \d{3} \d{3}", code)
    second = stranger()
    response = second.post("/back/", {"code": code}, headers={"User-Agent": IPHONE})
    assert (response.status_code, response["Location"]) == (303, "/")
    assert Device.objects.latest("pk").kind == "iphone"
    assert Device.objects.latest("pk").person == person


def test_square_and_digits_are_one_invitation_good_for_one_phone(phone: Client, token: str) -> None:
    code = digits(invite(phone))
    assert stranger().post("/back/", {"code": code}).status_code == 303
    assert stranger().post("/back/", {"code": code}).status_code == 404
    assert stranger().get(f"/join/{token}/").status_code == 404
    assert stranger().post(f"/join/{token}/").status_code == 404
    assert Device.objects.count() == 2


def test_a_second_tap_on_the_same_button_is_heard_as_the_first(phone: Client, token: str) -> None:
    invite(phone)
    second = stranger()
    second.post(f"/join/{token}/")
    assert second.post(f"/join/{token}/").status_code == 303
    assert Device.objects.count() == 2


def test_a_reload_shows_the_same_square_and_digits_until_they_end(
    phone: Client, person: Person, at: MoveTo
) -> None:
    shown = show_square(phone)
    at("2026-11-23T21:09:59")
    again = phone.get("/me/phones/add/")
    assert square_in(again) == square_in(shown)
    assert digits(parse(again)) == digits(parse(shown))
    # Another phone of theirs can't know what is shown here.
    assert "Show the square" in parse(browser_of(person).get("/me/phones/add/")).text
    assert stranger().post("/back/", {"code": digits(parse(shown))}).status_code == 303
    assert "Show the square" in parse(phone.get("/me/phones/add/")).text
    code = digits(invite(phone))
    at("2026-11-23T21:20")
    assert "Show the square" in parse(phone.get("/me/phones/add/")).text
    assert code not in parse(phone.get("/me/phones/add/")).text


def test_a_new_square_makes_the_one_before_void(phone: Client, at: MoveTo) -> None:
    old = digits(invite(phone))
    at("2026-11-23T21:01")
    new = digits(invite(phone))
    assert stranger().post("/back/", {"code": old}).status_code == 404
    assert stranger().post("/back/", {"code": new}).status_code == 303


@pytest.mark.parametrize(
    ("when", "opens"), [("2026-11-23T21:09:59", True), ("2026-11-23T21:10:00", False)]
)
def test_an_invitation_lasts_ten_minutes(
    phone: Client, token: str, at: MoveTo, when: str, opens: bool
) -> None:
    code = digits(invite(phone))
    at(when)
    assert stranger().get(f"/join/{token}/").status_code == (200 if opens else 404)
    assert stranger().post("/back/", {"code": code}).status_code == (303 if opens else 404)


def test_old_invitations_are_swept_away(phone: Client, at: MoveTo) -> None:
    invite(phone)
    at("2026-11-23T21:25")
    other = new_person()
    new_plan(person=other, starts=MONDAY)
    invite(browser_of(other))
    assert [each.person for each in JoinInvitation.objects.all()] == [other]


def test_my_own_square_on_my_own_phone_says_so(phone: Client, token: str) -> None:
    invite(phone)
    assert "Your record is here already" in parse(phone.get(f"/join/{token}/")).text
    assert phone.post(f"/join/{token}/").status_code == 303
    assert Device.objects.count() == 1


def test_the_second_phone_opens_in_the_language_of_the_first(phone: Client, token: str) -> None:
    phone.post("/zh-hans/me/phones/add/", {"show": "1"})
    assert stranger().post(f"/join/{token}/")["Location"] == "/zh-hans/"


def test_a_stranger_has_nothing_to_invite_to(client: Client) -> None:
    assert client.post("/me/phones/add/", {"show": "1"}).status_code == 400
    assert not JoinInvitation.objects.exists()
