"""The zone of a visitor nobody knows, and changing one's own (rules.md 15, 16)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation
from pytest_django.fixtures import Settings

from people.models import Person
from people.zones import COOKIE, is_zone, regions, zone_label, zones_like
from tests.conftest import MONDAY, MoveTo
from tests.factories import browser_of, everything_stored, new_person, new_plan
from tests.pages import parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

ODD = [
    "",
    "Mars/Olympus",
    "..",
    "../../etc/passwd",
    "/etc/passwd",
    "Europe",
    "Europe/",
    "\0",
    "x" * 5000,
    "Ünï/cödé",
    "Europe/Berlin; drop",
]


@pytest.mark.parametrize("name", ODD)
def test_is_zone_is_safe_for_any_text(name: str) -> None:
    assert not is_zone(name)


def test_the_list_is_short_by_region_and_every_zone_in_it_can_be_kept() -> None:
    names = [name for _region, cities in regions() for name, _city in cities]
    assert {"Europe/Berlin", "Asia/Shanghai", "Asia/Taipei", "Asia/Hong_Kong"} <= set(names)
    assert len(names) == len(set(names)) <= 60
    assert all(is_zone(name) and len(name) <= 64 for name in names)


@pytest.mark.parametrize(
    ("language", "region", "city"),
    [("en", "Asia", "Kolkata"), ("zh-hans", "亚洲", "加尔各答"), ("zh-hant", "亞洲", "加爾各答")],
)
def test_regions_and_cities_are_named_in_each_language(
    language: str, region: str, city: str
) -> None:
    with translation.override(language):
        assert regions()[0][0] == region
        assert zone_label("Asia/Kolkata") == city
        assert ("Asia/Kolkata", city) in zones_like(city)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("kathm", ["Asia/Kathmandu"]),
        ("são paulo", ["America/Sao_Paulo"]),
        ("new york", ["America/New_York"]),
        ("Calcutta", []),
        ("Chongqing", []),
        ("Saigon", []),
        ("no such place", []),
        ("?", []),
        ("Beijing", ["Asia/Shanghai"]),
        ("台中", ["Asia/Taipei"]),
    ],
)
def test_a_search_finds_today_s_names_and_none_that_is_historical(
    text: str, found: list[str]
) -> None:
    assert [name for name, _city in zones_like(text)] == found


def test_a_city_that_was_typed_is_found_or_asked_about_again(phone: Client, person: Person) -> None:
    assert phone.post("/me/zone/", {"zone": "UTC", "city": "Kathmandu"}).status_code == 303
    assert "Saved." in parse(phone.get("/me/")).text
    person.refresh_from_db()
    assert person.zone == "Asia/Kathmandu"
    phone.post("/me/zone/", {"zone": "UTC", "city": "Lond"})
    person.refresh_from_db()
    assert person.zone == "Europe/London"
    response = phone.post("/me/zone/", {"zone": "UTC", "city": "san"})
    assert response.status_code == 400
    page = parse(response)
    assert "There are several: choose one." in page.text
    offered = {each.get("value") for each in page.tagged("button") if each.get("name") == "zone"}
    assert "America/Santiago" in offered
    response = phone.post("/me/zone/", {"zone": "UTC", "city": "Nowhere"})
    page = parse(response)
    assert "No such city is in the list of time zones" in page.text
    city = page.by_id("city")
    assert city is not None
    assert (city.get("value"), city.get("aria-describedby")) == ("Nowhere", "city-wrong")


def test_the_cookie_of_the_browser_decides_what_day_it_is(client: Client, at: MoveTo) -> None:
    """22:00 in London on Monday is 07:00 on Tuesday in Tokyo."""
    at("2026-11-23T22:00")
    for zone, day, period in (
        ("Asia%2FTokyo", "2026-11-24", "morning"),
        ("Asia/Tokyo", "2026-11-24", "morning"),
        ("America/Los_Angeles", "2026-11-23", "afternoon"),
        ("Europe/London", "2026-11-23", "evening"),
    ):
        client.cookies["tz"] = zone
        main = parse(client.get("/")).by_id("main")
        assert main is not None
        assert (main.get("data-day"), main.get("data-period")) == (day, period)


def test_without_it_the_servers_zone_is_named_on_the_page_with_a_link_to_change_it(
    client: Client, settings: Settings
) -> None:
    settings.VISITOR_TIME_ZONE = "Asia/Ho_Chi_Minh"
    page = parse(client.get("/"))
    assert "Times here are in Ho Chi Minh City." in page.text
    assert "/me/#zone" in [link.get("href") for link in page.tagged("a")]
    assert parse(client.get("/me/")).by_id("zone") is not None
    main = page.by_id("main")
    assert main is not None
    assert main.get("data-day") == "2026-11-24"


@pytest.mark.parametrize("cookie", [name for name in ODD if "\0" not in name and ";" not in name])
def test_an_invalid_cookie_is_ignored(client: Client, cookie: str) -> None:
    client.cookies["tz"] = cookie
    main = parse(client.get("/")).by_id("main")
    assert main is not None
    assert main.get("data-zone") == "UTC"


def test_a_stranger_may_set_the_zone_and_it_stays_in_the_browser(client: Client) -> None:
    response = client.post("/me/zone/", {"zone": "Asia/Tokyo"})
    assert (response.status_code, response["Location"]) == (303, "/me/")
    assert set(response.cookies) == {"tz", "messages"}
    assert not any(everything_stored().values())
    page = parse(client.get("/me/"))
    assert [e.text for e in page.tagged("option") if e.get("selected") is not None] == ["Tokyo"]


@pytest.mark.parametrize("name", ODD)
def test_a_zone_that_is_none_is_refused_and_nothing_is_written(
    client: Client, phone: Client, name: str
) -> None:
    before = everything_stored()
    for browser in (client, phone):
        response = browser.post("/me/zone/", {"zone": name})
        assert response.status_code == 400
        assert "Nothing was saved" in parse(response).text
        assert COOKIE not in response.cookies
    assert everything_stored() == before


def test_a_persons_zone_decides_and_the_cookie_no_longer_does(
    phone: Client, person: Person
) -> None:
    """Rules.md 15: another zone in the browser: ask, never switch."""
    phone.cookies["tz"] = "Asia/Tokyo"
    main = parse(phone.get("/")).by_id("main")
    assert main is not None
    assert (main.get("data-zone"), main.get("data-day")) == ("UTC", "2026-11-23")
    assert main.get("data-stranger") is None
    person.refresh_from_db()
    assert person.zone == "UTC"


def test_following_the_phone_changes_the_clock_and_no_tick(phone: Client, person: Person) -> None:
    phone.post("/day/2026-11-23/evening/sole-rub/1/", {"done": "1"})
    before = everything_stored()["practice.Tick"]
    response = phone.post("/me/zone/", {"zone": "Asia/Tokyo", "back": "today"})
    assert (response.status_code, response["Location"]) == (303, "/")
    person.refresh_from_db()
    assert person.zone == "Asia/Tokyo"
    assert everything_stored()["practice.Tick"] == before
    main = parse(phone.get("/")).by_id("main")
    assert main is not None
    assert main.get("data-day") == "2026-11-24"


@pytest.mark.parametrize(
    ("start", "minutes"), [("00:00", 0), ("05:00", 300), ("05:30", 330), ("08:00", 480)]
)
def test_the_day_may_begin_from_midnight_to_eight_from_the_next_rollover(
    phone: Client, person: Person, start: str, minutes: int
) -> None:
    """Rules.md 14."""
    response = phone.post("/me/day-start/", {"start": start})
    assert (response.status_code, response["Location"]) == (303, "/me/")
    person.refresh_from_db()
    assert person.day_starts[-1][1] == minutes
    assert person.day_starts[-1][0] > MONDAY
    assert person.day_start == 240
    assert start in parse(phone.get("/me/")).text


@pytest.mark.parametrize("start", ["", "08:01", "12:00", "24:00", "-1:00", "5", "noon", "\0"])
def test_any_other_start_of_day_is_refused(phone: Client, person: Person, start: str) -> None:
    before = everything_stored()
    response = phone.post("/me/day-start/", {"start": start})
    assert response.status_code == 400
    assert "Choose a time from 00:00 to 08:00" in parse(response).text
    assert everything_stored() == before


def test_a_stranger_has_no_day_to_begin_elsewhere(client: Client) -> None:
    response = client.post("/me/day-start/", {"start": "05:00"})
    assert response.status_code == 400
    assert "no record in this browser yet" in parse(response).text


def test_the_hour_after_midnight_belongs_to_the_evening_before(at: MoveTo) -> None:
    """After midnight: "still Monday evening, until 4"."""
    somebody = new_person()
    new_plan(person=somebody, starts=MONDAY)
    at("2026-11-24T01:30")
    page = parse(browser_of(somebody).get("/"))
    assert "still Monday evening, until 4" in page.text
    assert {slot.key.partition("/")[0] for slot in page.slots} == {"2026-11-23"}
    at("2026-11-24T04:00")
    assert "still Monday" not in parse(browser_of(somebody).get("/")).text


def test_a_zone_this_machine_has_lost_falls_back_to_the_server_s_own(
    phone: Client, person: Person
) -> None:
    person.zone = "Mars/Olympus"
    person.save()
    for path in ("/", "/history/", "/me/", "/day/2026-11-23/"):
        assert phone.get(path).status_code == 200


@pytest.mark.parametrize("name", ["localtime", "posixrules", "../UTC", "utc", "Europe/berlin"])
def test_what_is_no_name_of_a_zone_is_refused(phone: Client, name: str) -> None:
    assert phone.post("/me/zone/", {"zone": name}).status_code == 400


@pytest.mark.parametrize(
    ("name", "label"),
    [("Asia/Calcutta", "Kolkata"), ("Asia/Ho_Chi_Minh", "Ho Chi Minh City"), ("UTC", "UTC")],
)
def test_a_zone_is_called_by_its_city_under_an_older_name_too(name: str, label: str) -> None:
    assert zone_label(name) == label
