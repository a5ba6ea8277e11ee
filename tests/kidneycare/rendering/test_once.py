"""Parts of pages that are rendered once for equal values, and what keeps people apart in them."""

from __future__ import annotations

import gzip
import itertools
import re
from typing import TYPE_CHECKING, Any

import brotli
import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation
from django.utils.safestring import mark_safe

from kidneycare.rendering.cache import Kept
from kidneycare.templatetags.once import PARTS, TOKEN
from tests.conftest import MONDAY
from tests.factories import browser_of, new_person, new_plan, new_tick, stranger

if TYPE_CHECKING:
    from django.test import Client

LOAD = "{% load i18n once %}"


def render(template: Template, **values: Any) -> str:
    """The template with these values."""
    return template.render(Context(values))


class Counted:
    """Tells how often it was read; all of them are equal."""

    reads = 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Counted)

    def __hash__(self) -> int:
        return 1

    def __str__(self) -> str:
        Counted.reads += 1
        return "counted"


def test_equal_values_are_rendered_once() -> None:
    template = Template(LOAD + "{% once value=value %}<b>{{ value }}</b>{% endonce %}")
    Counted.reads = 0
    assert [render(template, value=Counted()) for _ in range(3)] == ["<b>counted</b>"] * 3
    assert Counted.reads == 1
    assert render(template, value="other") == "<b>other</b>"


def test_nothing_but_the_values_is_seen() -> None:
    """So nothing else can come from one person's page into another's."""
    template = Template(
        LOAD + "{% once seen=seen %}{{ seen }}{{ secret }}{{ request }}{% endonce %}"
    )
    assert render(template, seen="a", secret="s", request="r") == "a"


def test_everybody_gets_their_own_token_from_memory_too() -> None:
    template = Template(LOAD + "{% once %}{% csrf_token %}{% endonce %}")
    for token in ("mine", "yours"):
        page = render(template, csrf_token=token)
        assert f'value="{token}"' in page
        assert TOKEN not in page


def test_a_part_within_a_part_gets_the_token_too() -> None:
    template = Template(LOAD + "{% once %}{% once %}{% csrf_token %}{% endonce %}{% endonce %}")
    for token in ("mine", "yours"):
        assert f'value="{token}"' in render(template, csrf_token=token)


def test_a_part_is_remembered_in_each_language_apart() -> None:
    template = Template(LOAD + '{% once %}{% translate "Today" %}{% endonce %}')
    with translation.override("en"):
        assert render(template) == "Today"
    with translation.override("zh-hant"):
        assert render(template) == "今天"


def test_values_of_other_kinds_are_not_taken_for_each_other() -> None:
    template = Template(LOAD + "{% once value=value %}{{ value }}{% endonce %}")
    assert [render(template, value=value) for value in (1, True)] == ["1", "True"]
    safe = mark_safe("<b>")
    assert [render(template, value=value) for value in (safe, "<b>")] == ["<b>", "&lt;b&gt;"]


@pytest.mark.parametrize(
    "inside",
    ["{% once value %}{% endonce %}", "{% once %}{% block a %}{% endblock %}{% endonce %}"],
)
def test_what_can_not_work_is_refused(inside: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        Template(LOAD + inside)


def test_the_oldest_gives_way() -> None:
    kept: Kept[str] = Kept(10)
    made: list[str] = []

    def make(sign: str) -> str:
        made.append(sign)
        return sign * 4

    def text(sign: str) -> str:
        return kept.get(sign, lambda: make(sign))

    assert [text(sign) for sign in "aabcb"] == [sign * 4 for sign in "aabcb"]
    assert made == ["a", "b", "c"]
    text("a")
    assert made == ["a", "b", "c", "a"]


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
def test_no_token_of_anybody_stays_in_memory() -> None:
    page = same_evening().get("/").content.decode()
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[0]
    assert PARTS._texts
    assert not [text for text in PARTS._texts.values() if token in text]


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
    size = PARTS._size
    for number in range(1, 4):
        assert stranger().get(f"/nothing-here-{number}/?and={number}").status_code == 404
    assert PARTS._size == size
