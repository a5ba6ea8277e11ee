"""What is made once and is the same whoever asks: nothing of one person comes to another."""

from __future__ import annotations

import gzip
import itertools
import re
from typing import Any

import brotli
import pytest
from django.test import Client
from django.utils import translation
from jinja2 import DictLoader, UndefinedError
from markupsafe import Markup

from kidneycare.rendering import jinja
from tests.conftest import MONDAY
from tests.factories import browser_of, new_person, new_plan, new_tick, stranger


@pytest.fixture
def macros(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two macros: of what is passed to them, and of what a page knows."""
    source = (
        "{% macro bold(value) %}<b>{{ value }}</b>{% endmacro %}"
        "{% macro day() %}{{ _('Today') }}{% endmacro %}"
        "{% macro secret() %}{{ request }}{% endmacro %}"
    )
    env = jinja.environment(loader=DictLoader({"macros.html": source}), autoescape=True)
    monkeypatch.setattr(jinja, "_environment", lambda: env)


class Counted:
    """Equal to any other, and counts how often it is shown."""

    shown = 0

    def __str__(self) -> str:
        self.shown += 1
        return "counted"


@pytest.mark.usefixtures("macros")
def test_equal_values_are_rendered_once() -> None:
    value = Counted()
    texts = [jinja.cached_macro("macros.html", "bold", value) for _ in range(3)]
    assert texts == ["<b>counted</b>"] * 3
    assert value.shown == 1
    assert jinja.cached_macro("macros.html", "bold", "other") == "<b>other</b>"


@pytest.mark.usefixtures("macros")
def test_a_kept_macro_sees_what_is_passed_to_it_and_nothing_else() -> None:
    with pytest.raises(UndefinedError):
        jinja.cached_macro("macros.html", "secret")


@pytest.mark.usefixtures("macros")
def test_each_language_has_its_own() -> None:
    assert jinja.cached_macro("macros.html", "day") == "Today"
    with translation.override("zh-hans"):
        assert jinja.cached_macro("macros.html", "day") == "今天"


@pytest.mark.usefixtures("macros")
def test_values_that_are_equal_and_look_otherwise_are_told_apart() -> None:
    assert [jinja.cached_macro("macros.html", "bold", value) for value in (1, True)] == [
        "<b>1</b>",
        "<b>True</b>",
    ]
    values = (Markup("<i>"), "<i>")
    assert [jinja.cached_macro("macros.html", "bold", value) for value in values] == [
        "<b><i></b>",
        "<b>&lt;i&gt;</b>",
    ]


# --- pages ------------------------------------------------------------------------------


def same_evening() -> Client:
    """The browser of somebody who did what everybody here did, at a moment of their own."""
    person = new_person()
    new_plan(person=person, starts=MONDAY)
    new_tick(person=person, day=MONDAY, exercise="waist-rub", tenths=1200)
    browser = browser_of(person)
    browser.handler.enforce_csrf_checks = True
    return browser


@pytest.mark.django_db
@pytest.mark.usefixtures("evening")
def test_two_people_who_did_alike_share_parts_and_nothing_of_each_other() -> None:
    one, other = same_evening(), same_evening()
    pages = [browser.get("/").content.decode() for browser in (one, other)]
    tokens = [re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page) for page in pages]
    owners = [re.findall(r'data-owner="(\w+)"', page) for page in pages]
    assert owners[0] != owners[1]
    assert len(tokens[0]) == len(tokens[1]) > 10
    assert not set(tokens[0]) & set(tokens[1])
    # What differs is the token and the mark, and nothing else.
    for own, mark, page in zip(tokens, owners, pages, strict=True):
        assert len(set(own)) == 1
        pages[pages.index(page)] = page.replace(own[0], "").replace(mark[0], "")
    assert pages[0] == pages[1]
    # And each token opens its own owner's record alone.
    slot = "/day/2026-11-23/evening/arm-raise/1/"
    sent = {"done": "1", "csrfmiddlewaretoken": tokens[1][0]}
    assert one.post(slot, sent).status_code == 403
    assert other.post(slot, sent).status_code == 303


@pytest.mark.django_db
@pytest.mark.usefixtures("evening")
def test_no_token_of_anybody_stays_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    keep = jinja._macro_html

    def noted(*values: Any, **more: Any) -> Markup:
        made.append(keep(*values, **more))
        return Markup(made[-1])

    monkeypatch.setattr(jinja, "_macro_html", noted)
    page = same_evening().get("/").content.decode()
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[0]
    assert made
    assert not [text for text in made if token in text]


@pytest.mark.parametrize("path", ["/techniques/", "/techniques/foot-massage/", "/about/"])
def test_a_public_page_is_the_same_packed_or_not_and_from_memory_or_not(path: str) -> None:
    plain = [stranger().get(path) for _ in range(2)]
    packed = {
        accepted: [stranger().get(path, headers={"Accept-Encoding": accepted}) for _ in range(2)]
        for accepted in ("gzip, deflate", "gzip, deflate, br, zstd")
    }
    assert plain[0].content == plain[1].content
    for responses, coding, unpack in zip(
        packed.values(), ("gzip", "br"), (gzip.decompress, brotli.decompress), strict=True
    ):
        for response in responses:
            assert response["Content-Encoding"] == coding
            assert response["ETag"] == plain[0]["ETag"]
            assert unpack(response.content) == plain[0].content
    for response in (*plain, *itertools.chain.from_iterable(packed.values())):
        assert {"Accept-Encoding", "Cookie"} <= set(re.split(r",\s*", response["Vary"]))


def test_a_public_page_names_the_site_as_it_was_asked_for() -> None:
    """It is kept by what it was asked for: scheme, name, look, language, and not the question."""
    for name in ("localhost", "192.168.1.20"):
        page = stranger().get("/about/", headers={"Host": name}).content.decode()
        assert f'href="http://{name}/about/"' in page
    assert "?from=here" in stranger().get("/about/?from=here").content.decode()
    assert "?from=here" not in stranger().get("/about/").content.decode()


def test_whoever_asks_for_what_is_not_there_pushes_nothing_out() -> None:
    stranger().get("/nothing-here-0/")
    size = jinja._macro_html.cache_info().currsize
    for number in range(1, 4):
        assert stranger().get(f"/nothing-here-{number}/?and={number}").status_code == 404
    assert jinja._macro_html.cache_info().currsize == size
