"""Two of us on one phone: large buttons change over, and nobody sees the other's pages."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from people.identity import COOKIE, MOST_PEOPLE
from people.models import Device, Person
from practice.models import PlanVersion, Tick
from tests.addresses import DAY, all_addresses
from tests.conftest import MONDAY, MoveTo
from tests.factories import (
    browser_of,
    new_device,
    new_person,
    new_plan,
    new_tick,
    rows_stored,
    stranger,
)
from tests.pages import Page, body_of, parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

ONE = f"/day/{DAY}/evening/sole-rub/1/"
TWO = f"/day/{DAY}/evening/waist-rub/1/"


@pytest.fixture
def anna() -> Person:
    somebody = new_person(nickname="Anna", zone="Europe/Berlin")
    new_plan(person=somebody, starts=MONDAY)
    new_tick(person=somebody, day=MONDAY, tenths=43210)
    return somebody


@pytest.fixture
def ben() -> Person:
    somebody = new_person(nickname="Ben", zone="Europe/London")
    new_plan(person=somebody, starts=MONDAY, kind="easy")
    return somebody


@pytest.fixture
def shared(anna: Person, ben: Person) -> Client:
    """The browser of both; Anna is here."""
    return browser_of(anna, ben)


def device_of(person: Person) -> int:
    return Device.objects.get(person=person).pk


def change_to(browser: Client, person: Person) -> None:
    response = browser.post(f"/me/people/{device_of(person)}/")
    assert (response.status_code, response["Location"]) == (303, "/")


def buttons(page: Page) -> dict[str, bool]:
    """Who stands at the top of the page, and whether they are here."""
    (bar,) = [each for each in page.tagged("section") if each.get("class") == "household"]
    here = [page.text_of(each) for each in bar.iter("p")]
    others = [page.text_of(each) for each in bar.iter("button")]
    return {
        **{name.removeprefix("Here now: "): True for name in here},
        **{name.removeprefix("Change to: "): False for name in others},
    }


def cookie_of(browser: Client) -> list[str]:
    return browser.cookies[COOKIE].value.split(".")


# --- changing over ----------------------------------------------------------------


def test_both_names_stand_at_the_top_of_every_page_of_theirs(shared: Client) -> None:
    for path in ("/", "/history/", "/plan/", "/me/", "/me/phones/", "/back/", "/me/people/"):
        assert buttons(parse(shared.get(path))) == {"Anna": True, "Ben": False}
    assert 'class="household"' not in body_of(shared.get("/techniques/"))


def test_one_tap_changes_over_to_the_others_log_plan_and_zone(
    shared: Client, anna: Person, ben: Person
) -> None:
    page = parse(shared.get("/"))
    assert page.slot("evening/sole-rub/1").done == "true"
    change_to(shared, ben)
    page = parse(shared.get("/"))
    assert buttons(page) == {"Anna": False, "Ben": True}
    assert page.slot("evening/sole-rub/1").done == "false"
    assert len(page.required) == 3
    main = page.by_id("main")
    assert main is not None
    assert main.get("data-zone") == "Europe/London"
    shared.post(TWO, {"done": "1"})
    assert [tick.person_id for tick in Tick.objects.order_by("instant")] == [anna.pk, ben.pk]


def test_with_one_record_there_are_no_buttons(phone: Client) -> None:
    for path in ("/", "/me/", "/me/people/"):
        assert 'class="household"' not in body_of(phone.get(path))


def test_whoever_has_no_name_is_a_number_in_the_order_in_which_they_came(person: Person) -> None:
    browser = browser_of(person, new_person(nickname="Ben"), new_person())
    page = parse(browser.get("/"))
    assert buttons(page) == {"Record 1": True, "Ben": False, "Record 3": False}
    browser.post(f"/me/people/{Device.objects.order_by('-pk')[0].pk}/")
    assert list(buttons(parse(browser.get("/")))) == ["Record 3", "Record 1", "Ben"]


def test_a_page_asks_no_more_often_with_six_people(
    person: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = browser_of(person, *(new_person() for _ in range(MOST_PEOPLE - 1)))
    with django_assert_max_num_queries(4):
        assert browser.get("/").status_code == 200


def test_nobody_can_be_changed_to_who_has_no_record_in_this_browser(
    shared: Client, person: Person
) -> None:
    new_device(person=person)
    before = cookie_of(shared)
    for device in (device_of(person), 0, 10**18):
        assert shared.post(f"/me/people/{device}/").status_code == 404
    assert cookie_of(shared) == before
    assert stranger().post(f"/me/people/{device_of(person)}/").status_code == 404


# --- somebody new -----------------------------------------------------------------


def test_a_second_record_begins_with_a_tick_and_not_before(phone: Client, person: Person) -> None:
    before = rows_stored()
    response = phone.post("/me/people/new/", {"somebody": "new"})
    assert (response.status_code, response["Location"]) == (303, "/")
    assert rows_stored() == before
    page = parse(phone.get("/"))
    assert buttons(page) == {"Record 1": False, "Somebody new": True}
    assert "How would you like to begin?" in page.text
    assert [each for each in page.tagged("details") if each.get("class") == "consent"]
    phone.post("/plan/begin/", {"way": "easy"})
    assert Person.objects.count() == 2
    assert buttons(parse(phone.get("/"))) == {"Record 2": True, "Record 1": False}
    mine, theirs = PlanVersion.objects.order_by("person_id")
    assert (mine.person_id, mine.as_plan().kind) == (person.pk, "full")
    assert theirs.as_plan().kind == "easy"


def test_what_a_phone_keeps_of_somebody_new_is_never_taken_for_anothers(
    phone: Client, person: Person
) -> None:
    """The ids by which unsent ticks are kept: theirs, and from before they had a record."""
    alone = owners_on(phone)
    assert alone == (alone[0], "")
    phone.post("/me/people/new/", {"somebody": "new"})
    new = owners_on(phone)
    assert new == (f"after-{alone[0]}", f"after-{alone[0]}")
    change_to(phone, person)
    assert owners_on(phone) == alone
    phone.post("/me/people/new/", {"somebody": "new"})
    phone.post("/plan/begin/", {"way": "easy"})
    begun = owners_on(phone)
    assert begun[0] not in {alone[0], new[0]}
    assert begun[1] == new[0]
    page = parse(phone.get("/practise/evening/"))
    run = page.by_id("run")
    assert run is not None
    given = json.loads(run.text or "")
    assert (given["owner"], given["before"]) == begun


def owners_on(browser: Client) -> tuple[str, str]:
    main = parse(browser.get("/")).by_id("main")
    assert main is not None
    return main.attrib["data-owner"], main.attrib["data-before"]


def test_somebody_new_may_turn_back(phone: Client, person: Person) -> None:
    phone.post("/me/people/new/", {"somebody": "new"})
    change_to(phone, person)
    assert 'class="household"' not in body_of(phone.get("/"))
    assert Person.objects.count() == 1


def test_the_second_guest_does_not_come_to_the_first_by_the_csrf_cookie() -> None:
    """Both begin within seconds, in one browser: rules.md 18 must not make them one."""
    browser = stranger()
    browser.get("/")
    browser.post(ONE, {"done": "1"})
    browser.get("/")
    browser.post("/me/people/new/", {"somebody": "new"})
    browser.get("/")
    browser.post(TWO, {"done": "1"})
    assert Person.objects.count() == 2
    assert {tick.person_id for tick in Tick.objects.all()} == set(
        Person.objects.values_list("pk", flat=True)
    )


def test_at_most_six_share_a_browser(person: Person) -> None:
    browser = browser_of(person, *(new_person() for _ in range(MOST_PEOPLE - 1)))
    response = browser.post("/me/people/new/", {"somebody": "new"})
    assert response.status_code == 400
    assert "Six records are open in this browser already" in parse(response).text
    assert len(cookie_of(browser)) == MOST_PEOPLE


# --- names ------------------------------------------------------------------------


def test_a_nickname_is_mine_to_give_and_to_take_away(phone: Client, person: Person) -> None:
    assert phone.post("/me/people/name/", {"name": "  Oma   Li "}).status_code == 303
    person.refresh_from_db()
    assert person.nickname == "Oma Li"
    phone.post("/me/people/name/", {"name": ""})
    person.refresh_from_db()
    assert person.nickname == ""


def test_a_name_is_short(phone: Client, person: Person) -> None:
    response = phone.post("/me/people/name/", {"name": "x" * 41})
    assert response.status_code == 400
    assert "A name of 40 letters at most, please." in parse(response).text
    person.refresh_from_db()
    assert person.nickname == ""


FAMILY = "\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (f"Oma {FAMILY} \N{HEAVY BLACK HEART}\N{VARIATION SELECTOR-16}", None),
        ("\u0645\u06cc\N{ZERO WIDTH NON-JOINER}\u0646\u0627", None),
        ("a\0b", "ab"),
        ("a\u202eb\u2028c", "ab c"),
        ("\u200b", ""),
        ("\N{ZERO WIDTH JOINER}", ""),
        ("\N{HANGUL FILLER}", ""),
        ("\N{BRAILLE PATTERN BLANK}", ""),
        ("\N{HANGUL CHOSEONG FILLER}\N{HANGUL JUNGSEONG FILLER}", ""),
    ],
)
def test_a_name_is_one_line_of_what_can_be_seen(
    phone: Client, person: Person, typed: str, kept: str | None
) -> None:
    """A picture that is joined of several is a name like any other."""
    assert phone.post("/me/people/name/", {"name": typed}).status_code == 303
    person.refresh_from_db()
    assert person.nickname == (typed if kept is None else kept)
    assert browser_of(person).get("/me/people/").status_code == 200


def test_a_name_is_only_text_on_the_page(person: Person) -> None:
    person.nickname = "<script>alert(1)</script>"
    person.save()
    browser = browser_of(person, new_person())
    assert "<script>alert" not in body_of(browser.get("/"))
    assert "<script>alert(1)</script>" in buttons(parse(browser.get("/")))


def test_a_stranger_has_no_name_to_give(client: Client) -> None:
    assert client.post("/me/people/name/", {"name": "Anna"}).status_code == 400


# --- one person's page is never the other's -----------------------------------------


def test_a_page_opened_before_the_change_writes_nothing_into_the_others_record(
    anna: Person, ben: Person
) -> None:
    browser = stranger(enforce_csrf_checks=True)
    browser.cookies.load(browser_of(anna, ben).cookies.output(header="", sep=";"))

    def token() -> str:
        fields = parse(browser.get("/")).having("name")
        return next(e.attrib["value"] for e in fields if e.get("name") == "csrfmiddlewaretoken")

    old = token()
    values = {"csrfmiddlewaretoken": old}
    assert browser.post(f"/me/people/{device_of(ben)}/", values).status_code == 303
    response = browser.post(TWO, {"done": "1", "csrfmiddlewaretoken": old})
    assert response.status_code == 403
    assert Tick.objects.count() == 1
    assert browser.post(TWO, {"done": "1", "csrfmiddlewaretoken": token()}).status_code == 303


@pytest.mark.parametrize("path", ["/", "/history/", "/me/", "/plan/", "/day/2026-11-23/"])
def test_a_browser_keeps_no_page_of_a_person(shared: Client, path: str) -> None:
    """So nothing has to be emptied where people change, which took seconds for a full cache."""
    assert "no-store" in shared.get(path, secure=True)["Cache-Control"]


def test_changing_over_has_the_browser_empty_nothing(shared: Client, ben: Person) -> None:
    response = shared.post(f"/me/people/{device_of(ben)}/", secure=True)
    assert response.status_code == 303
    assert "Clear-Site-Data" not in response


def test_a_phone_signed_out_elsewhere_opens_nobody_elses_record(
    shared: Client, anna: Person
) -> None:
    Device.objects.get(person=anna).delete()
    page = parse(shared.get("/"))
    assert buttons(page) == {"Ben": False, "Somebody new": True}
    assert all(slot.done == "false" for slot in page.slots)
    assert "How would you like to begin?" in page.text


def test_erasing_mine_leaves_the_others_and_opens_nobodys(shared: Client, anna: Person) -> None:
    shared.post("/me/erase/", {"sure": "1"})
    assert list(Person.objects.values_list("nickname", flat=True)) == ["Ben"]
    assert buttons(parse(shared.get("/"))) == {"Ben": False, "Somebody new": True}
    assert not Device.objects.filter(person_id=anna.pk).exists()


def test_the_others_tokens_are_renewed_along_with_mine(
    anna: Person, ben: Person, at: MoveTo
) -> None:
    browser = browser_of(anna, ben)
    at("2026-12-01T09:00")
    response = browser.get("/")
    assert response.cookies[COOKIE]["max-age"] == 365 * 24 * 3600
    assert len(cookie_of(browser)) == 2
    now = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)
    assert {device.seen_at for device in Device.objects.all()} == {now}
    used = {device.person_id: device.used_on for device in Device.objects.all()}
    assert used == {anna.pk: now.date(), ben.pk: MONDAY}


@pytest.mark.parametrize("odd", ["..", "a.b.c", ".", "x" * 3000, "." * 3000, "é.ü"])
def test_an_odd_cookie_opens_nothing_and_breaks_nothing(client: Client, odd: str) -> None:
    client.cookies[COOKIE] = odd
    for address in all_addresses():
        assert client.get(address.path).status_code < 500


# --- language ---------------------------------------------------------------------


def test_each_comes_back_in_the_language_they_left_in(
    shared: Client, anna: Person, ben: Person
) -> None:
    Person.objects.filter(pk=ben.pk).update(language="zh-hans")
    response = shared.post(f"/me/people/{device_of(ben)}/")
    assert response["Location"] == "/zh-hans/"
    assert shared.get("/me/").headers["Location"] == "/zh-hans/me/"
    response = shared.post(f"/zh-hans/me/people/{device_of(anna)}/")
    assert response["Location"] == "/"
    assert shared.get("/me/").status_code == 200
    ben.refresh_from_db()
    anna.refresh_from_db()
    assert (anna.language, ben.language) == ("en", "zh-hans")


def test_erasing_says_that_the_others_stay(shared: Client, phone: Client) -> None:
    alone = "It is this record alone"
    assert alone in parse(shared.get("/me/erase/")).text
    assert alone in parse(shared.post("/me/erase/", {"sure": "1"}, follow=True)).text
    assert alone not in parse(phone.get("/me/erase/")).text
