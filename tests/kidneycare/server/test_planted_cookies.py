"""A cookie that somebody else put into a browser: it gives nothing away and takes nothing over.

Over plain http, or under a sibling name of the same domain, others can set cookies of ours.
"""

import re
from collections.abc import Iterator

import pytest

from tests.kidneycare.server.served import Served, first_visit, serving

DONE = re.compile(r'data-slot="[0-9-]+/([^"]+)"[^>]*data-done="true"', re.DOTALL)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("data"), WEB_WORKERS="2") as found:
        yield found


@pytest.fixture(scope="module")
def behind_tls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("data"), TLS="proxy") as found:
        found.behind_tls()
        yield found


def tick(served: Served, cookies: dict[str, str], exercise: str) -> dict[str, str]:
    """Tick the first set of this evening's; the cookies afterwards."""
    day = re.search(r'data-day="([0-9-]+)"', served.ask("GET", "/", cookies)[1])
    assert day is not None
    path = f"/day/{day[1]}/evening/{exercise}/1/"
    status, _page, kept = served.ask("POST", path, cookies, done="1")
    assert status == 303
    return kept


def seen(served: Served, cookies: dict[str, str]) -> list[str]:
    return DONE.findall(served.ask("GET", "/", cookies)[1])


@pytest.mark.parametrize("victim_first", [True, False], ids=["victim first", "attacker first"])
def test_two_who_begin_with_the_same_csrf_cookie_begin_two_records(
    served: Served, victim_first: bool
) -> None:
    """The attacker plants theirs; whoever ticks first, neither is let into the other's record."""
    planted = first_visit(served)
    exercises = ("sole-rub", "waist-rub")
    people = served.rows("SELECT * FROM people_person")
    first, second = (tick(served, planted, exercise) for exercise in exercises)
    victim, attacker = (first, second) if victim_first else (second, first)
    assert victim["kidneycare"] != attacker["kidneycare"]
    assert victim["csrftoken"] == attacker["csrftoken"] == planted["csrftoken"]
    assert len(served.rows("SELECT * FROM people_person")) == len(people) + 2
    assert seen(served, first) == ["evening/sole-rub/1"]
    assert seen(served, second) == ["evening/waist-rub/1"]
    assert seen(served, planted) == [], "the CSRF cookie alone opens nothing"


def test_over_https_every_cookie_has_a_name_that_nobody_else_can_plant(behind_tls: Served) -> None:
    cookies = behind_tls.ask("GET", "/", {})[2]
    cookies = behind_tls.ask("POST", "/look/", cookies, size="2")[2]
    cookies = behind_tls.ask("POST", "/me/zone/", cookies, zone="Asia/Tokyo")[2]
    cookies = behind_tls.ask("POST", "/plan/begin/", cookies, way="full")[2]
    names = {"kidneycare", "csrftoken", "look", "tz", "messages"}
    assert cookies.keys() == {f"__Host-{name}" for name in names}
    assert 'data-size="2"' in behind_tls.ask("GET", "/", cookies)[1]
    assert "You have begun" in behind_tls.ask("GET", "/me/", cookies)[1]


def test_over_https_a_planted_record_is_not_opened_and_nothing_goes_into_it(
    behind_tls: Served,
) -> None:
    """The attacker's own record, in the victim's browser, under the name of http."""
    attacker = tick(behind_tls, behind_tls.ask("GET", "/", {})[2], "sole-rub")
    planted = {"kidneycare": attacker["__Host-kidneycare"]}
    page, victim = behind_tls.ask("GET", "/", planted)[1:]
    assert not DONE.findall(page)
    assert "data-stranger" in page
    victim = tick(behind_tls, victim, "waist-rub")
    assert victim["__Host-kidneycare"] != attacker["__Host-kidneycare"]
    assert seen(behind_tls, attacker) == ["evening/sole-rub/1"]
    assert seen(behind_tls, victim) == ["evening/waist-rub/1"]


def test_over_https_a_form_with_a_planted_csrf_cookie_is_refused(behind_tls: Served) -> None:
    token = "p" * 32
    before = behind_tls.rows("SELECT * FROM people_person")
    status, _page, _cookies = behind_tls.ask(
        "POST", "/plan/begin/", {"csrftoken": token}, csrfmiddlewaretoken=token, way="full"
    )
    assert status == 403
    assert behind_tls.rows("SELECT * FROM people_person") == before
