"""The recovery sheet: eight codes, shown once, each good once; wrong ones are told alike."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.access.phone_address import qr_code
from people.models import Device, Person, RecoveryCode
from tests.conftest import HOME, MoveTo
from tests.factories import (
    browser_of,
    everything_stored,
    new_invitation,
    new_person,
    new_plan,
    new_sheet,
    rows_stored,
    stranger,
)
from tests.pages import Page, body_of, parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]


def sheet(browser: Client) -> Page:
    response = browser.post("/me/keep/sheet/", {"show": "1"}, follow=True)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return parse(response)


def codes_on(page: Page) -> list[str]:
    return [page.text_of(each) for each in page.tagged("code")]


def test_a_sheet_has_eight_codes_in_groups_of_four(phone: Client) -> None:
    codes = codes_on(sheet(phone))
    assert len(set(codes)) == 8
    assert all(re.fullmatch(r"([2-9A-HJKMNP-TV-Z]{4} ){3}[2-9A-HJKMNP-TV-Z]{4}", c) for c in codes)


def test_reading_about_it_makes_none(phone: Client) -> None:
    assert "Show the codes now" in parse(phone.get("/me/keep/sheet/")).text
    assert not RecoveryCode.objects.exists()


def test_a_reload_shows_the_same_codes_for_ten_minutes_and_then_that_they_stay_good(
    phone: Client, person: Person, at: MoveTo
) -> None:
    ((address, status),) = phone.post("/me/keep/sheet/", {"show": "1"}, follow=True).redirect_chain
    assert status == 303
    codes = codes_on(parse(phone.get(address)))
    assert len(codes) == 8
    at("2026-11-23T21:09:59")
    assert codes_on(parse(phone.get(address))) == codes
    assert codes_on(parse(browser_of(person).get(address))) == [], "made in another browser"
    assert codes_on(parse(stranger().get(address))) == []
    assert codes_on(parse(phone.get(f"{address}x"))) == []
    at("2026-11-23T21:10:01")
    later = parse(phone.get(address))
    assert codes_on(later) == []
    assert "a sheet of 23 November 2026, and its codes stay good" in later.text
    assert stranger().post("/back/", {"code": codes[7]}).status_code == 303


def test_codes_that_a_newer_sheet_made_void_are_not_shown_again(phone: Client) -> None:
    addresses = [
        phone.post("/me/keep/sheet/", {"show": "1"}).headers["Location"] for _sheet in range(2)
    ]
    first, second = (codes_on(parse(phone.get(address))) for address in addresses)
    assert (len(first), len(second)) == (0, 8)


def test_the_codes_are_shown_once_and_not_kept(phone: Client) -> None:
    codes = codes_on(sheet(phone))
    stored = repr(everything_stored())
    for path in ("/me/keep/", "/me/keep/sheet/", "/me/", "/export.json"):
        stored += body_of(phone.get(path))
    for code in codes:
        assert code not in stored
        assert code.replace(" ", "") not in stored


def test_each_code_opens_the_record_once_on_any_phone(phone: Client, person: Person) -> None:
    for number, code in enumerate(codes_on(sheet(phone))[:3], 1):
        browser = stranger()
        response = browser.post("/back/", {"code": code.lower().replace(" ", "-")})
        assert (response.status_code, response["Location"]) == (303, "/")
        assert "Erase everything" in parse(browser.get("/me/")).text
        assert stranger().post("/back/", {"code": code}).status_code == 404
        assert f"{8 - number} codes of it are unused" in parse(phone.get("/me/keep/")).text
    assert Device.objects.filter(person=person).count() == 4
    assert Person.objects.count() == 1


def test_the_square_holds_the_first_code_where_no_server_on_the_way_is_told(phone: Client) -> None:
    """It opens for years, and proxies write addresses down; tests/browser fills it in."""
    response = phone.post("/me/keep/sheet/", {"show": "1"}, follow=True)
    plain = codes_on(parse(response))[0].replace(" ", "")
    assert qr_code(f"http://{HOME}/back/#code={plain}") in body_of(response)
    field = parse(stranger().get(f"/back/?code={plain}")).by_id("code-field")
    assert field is not None
    assert field.get("value") == ""


def test_a_new_sheet_makes_the_old_one_void_and_says_so_before(phone: Client) -> None:
    old = codes_on(sheet(phone))
    assert "If you make a new sheet, they stop working" in parse(phone.get("/me/keep/sheet/")).text
    new = codes_on(sheet(phone))
    assert RecoveryCode.objects.count() == 8
    assert stranger().post("/back/", {"code": old[0]}).status_code == 404
    assert stranger().post("/back/", {"code": new[0]}).status_code == 303


def test_a_sheet_of_one_person_is_not_anothers(phone: Client, person: Person) -> None:
    other = new_person()
    code = new_sheet(person=other)[0]
    sheet(phone)
    stranger().post("/back/", {"code": code})
    assert Device.objects.latest("pk").person == other


def test_a_sheet_answers_the_offer_on_today(phone: Client, person: Person) -> None:
    sheet(phone)
    person.refresh_from_db()
    assert person.keeping_settled


def test_a_stranger_gets_no_sheet(client: Client) -> None:
    assert client.post("/me/keep/sheet/", {"show": "1"}).status_code == 400
    assert rows_stored() == 0


# --- nothing is given away ----------------------------------------------------------


def wrong_codes(at: MoveTo) -> dict[str, str]:
    """A code of each kind that opens nothing, though some once did."""
    somebody, another = new_person(), new_person()
    new_plan(person=somebody, starts=somebody.consented_at.date())
    sheet_code = new_sheet(person=somebody)[0]
    stranger().post("/back/", {"code": sheet_code})
    used = new_invitation(person=somebody).short_code
    stranger().post("/back/", {"code": used})
    expired = new_invitation(person=another).short_code
    at("2026-11-23T21:10")
    return {
        "made up digits": "123456789",
        "used digits": used,
        "digits too old": expired,
        "made up sheet": "ABCDEFGHJKMNPQRS",
        "used sheet": sheet_code,
    }


def test_wrong_used_and_too_old_are_answered_alike_by_the_same_questions_to_the_database(
    at: MoveTo,
) -> None:
    """Same words; and the same work, so that the time tells nothing either."""
    answers: dict[str, tuple[int, str]] = {}
    questions: dict[str, list[str]] = {}
    for name, code in wrong_codes(at).items():
        with CaptureQueriesContext(connection) as asked:
            response = stranger().post("/back/", {"code": code})
        page = parse(response)
        main = page.by_id("main")
        assert main is not None
        answers[name] = (response.status_code, page.text_of(main))
        questions[name] = [
            re.sub(r"x'[0-9a-f]+'|X'[0-9A-F]+'|'[^']*'|\d+", "?", query["sql"])
            for query in asked.captured_queries
            if "people_tally" not in query["sql"]
        ]
    assert set(answers.values()) == {answers["made up digits"]}
    assert answers["made up digits"][0] == 404
    digits = [q for name, q in questions.items() if "digits" in name]
    sheets = [q for name, q in questions.items() if "sheet" in name]
    assert digits == [digits[0]] * 3
    assert sheets == [sheets[0]] * 2


def test_no_code_at_all_is_asked_for(client: Client) -> None:
    response = client.post("/back/", {"code": " - "})
    assert response.status_code == 400
    assert "Type the code first" in parse(response).text


@pytest.mark.parametrize("code", ["\0", "x" * 5000, "'; --", "😀" * 40, "0" * 9, "ß" * 16])
def test_odd_codes_open_nothing_and_break_nothing(client: Client, code: str) -> None:
    assert client.post("/back/", {"code": code}).status_code in {400, 404}
    assert client.get("/back/", {"code": code}).status_code == 200


def test_whoever_is_here_already_is_asked_how_that_is_meant(person: Person) -> None:
    code = new_sheet(person=person)[0]
    other = new_person()
    new_plan(person=other, starts=other.consented_at.date())
    browser = browser_of(other)
    response = browser.post("/back/", {"code": code})
    assert response.status_code == 303
    assert response["Location"].startswith("/join/")
    assert (
        "There is a record on this phone already" in parse(browser.get(response["Location"])).text
    )


def test_a_code_is_not_lost_where_there_is_no_room(person: Person) -> None:
    code = new_sheet(person=person)[0]
    browser = browser_of(*(new_person() for _ in range(6)))
    browser.post("/me/people/new/", {"somebody": "new"})
    Device.objects.latest("pk").delete()
    crowded = browser_of(*(new_person() for _ in range(6)))
    crowded.cookies["kidneycare"] = "." + crowded.cookies["kidneycare"].value
    assert crowded.post("/back/", {"code": code}).status_code == 400
    assert stranger().post("/back/", {"code": code}).status_code == 303
