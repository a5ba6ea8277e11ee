"""Technique pages: the same for everybody, and kept until they change (rules.md 19)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.utils import translation
from pytest_django.fixtures import Settings

from content import views
from content.catalogue import edition, library
from kidneycare.i18n.look import COOKIE as LOOK
from kidneycare.server.release import release
from people.identity import COOKIE as DEVICE
from tests.factories import stranger
from tests.pages import body_of, parse

pytestmark = pytest.mark.django_db

PATHS = [
    "/techniques/",
    "/techniques/foot-massage/",
    "/techniques/kidney-strengthening-exercises/",
    "/techniques/waist-massage/",
    "/about/",
]
OURS = {"Origin": "http://localhost"}


@pytest.mark.parametrize("path", PATHS)
def test_it_holds_no_person_and_no_token(client: Client, phone: Client, path: str) -> None:
    """Whoever asks gets the same bytes, and no cookie."""
    pages = []
    for browser in (client, phone):
        response = browser.get(path)
        assert not response.cookies
        assert "Cookie" in response["Vary"]
        assert "public" in response["Cache-Control"]
        assert "private" not in response["Cache-Control"]
        page = parse(response)
        assert not [e for e in page.having("name") if e.get("name") == "csrfmiddlewaretoken"]
        pages.append(body_of(response))
    assert pages[0] == pages[1]
    assert "csrf" not in pages[0]


@pytest.mark.parametrize("path", PATHS)
def test_what_kidney_means_is_said_once(client: Client, path: str) -> None:
    text = parse(client.get(path)).text
    assert text.count(edition().words.kidney) == 1


def test_asking_with_a_device_and_a_csrf_cookie_sends_none_back(phone: Client) -> None:
    phone.get("/")
    assert {DEVICE, "csrftoken"} <= phone.cookies.keys()
    for path in PATHS:
        assert not phone.get(path).cookies


@pytest.mark.parametrize("path", PATHS)
def test_what_the_browser_already_has_is_304_and_is_not_rendered(
    client: Client, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    etag = client.get(path)["ETag"]

    def render(*_args: Any, **_more: Any) -> None:
        pytest.fail("the page was rendered")

    monkeypatch.setattr(views, "render", render)
    for known in (etag, etag.removeprefix("W/"), f'"other", {etag}', "*"):
        response = client.get(path, headers={"If-None-Match": known})
        assert response.status_code == 304
        assert response["ETag"] == etag
        assert "Cookie" in response["Vary"]
        assert response.content == b""


@pytest.mark.parametrize("path", PATHS)
def test_packed_or_not_the_tag_is_known_again(client: Client, path: str) -> None:
    packed = {"Accept-Encoding": "gzip"}
    etag = client.get(path, headers=packed)["ETag"]
    response = client.get(path, headers={**packed, "If-None-Match": etag})
    assert response.status_code == 304


@pytest.mark.parametrize("path", PATHS)
def test_the_tag_changes_with_the_look(client: Client, path: str) -> None:
    tags = {client.get(path)["ETag"]}
    for values in ({"size": "2"}, {"theme": "dark"}, {"size": "3"}):
        client.post("/look/", values, headers=OURS)
        response = client.get(path, headers={"If-None-Match": ", ".join(tags)})
        assert response.status_code == 200
        tags.add(response["ETag"])
    assert len(tags) == 4


def test_an_odd_look_has_the_usual_looks_tag(client: Client) -> None:
    """Or anybody could fill a cache with copies of one page."""
    usual = client.get("/about/")["ETag"]
    client.cookies[LOOK] = "9-neon"
    assert client.get("/about/")["ETag"] == usual


def test_no_other_cookie_changes_the_tag(client: Client, phone: Client) -> None:
    assert client.get("/about/")["ETag"] == phone.get("/about/")["ETag"]


def test_the_tag_changes_with_the_release(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    before = client.get("/about/")["ETag"]
    monkeypatch.setattr(views, "release", lambda: "another")
    assert client.get("/about/")["ETag"] != before


def test_the_tag_changes_with_the_language_and_with_the_content(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    request = RequestFactory().get("/about/")
    with translation.override("en"):
        english = views.page_etag(request)
    with translation.override("zh-hans"):
        assert views.page_etag(request) != english
    other = type("Other", (), {"fingerprint": "other"})
    monkeypatch.setattr(views, "library", other)
    with translation.override("en"):
        assert views.page_etag(request) != english


def test_the_tag_changes_with_whoever_is_named_as_running_the_server(
    client: Client, settings: Settings
) -> None:
    before = client.get("/about/")
    settings.OPERATOR = "The Weber household, asked at the kitchen table"
    after = client.get("/about/", headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert "kitchen table" in parse(after).text


def test_each_technique_has_its_own_tag(client: Client) -> None:
    assert len({client.get(path)["ETag"] for path in PATHS}) == len(PATHS)


@pytest.mark.parametrize("slug", ["x", "sole-rub", "foot-massage-2", "FOOT-MASSAGE"])
@pytest.mark.parametrize("known", [None, "*"])
def test_a_technique_that_the_document_does_not_have_is_404(
    client: Client, slug: str, known: str | None
) -> None:
    """Also for a browser that claims to know the page."""
    headers = {"If-None-Match": known} if known else None
    assert client.get(f"/techniques/{slug}/", headers=headers).status_code == 404


@pytest.mark.parametrize("technique", library().editions["en"].techniques, ids=lambda t: t.slug)
def test_a_technique_page_tells_everything_the_files_hold(client: Client, technique: Any) -> None:
    page = parse(client.get(f"/techniques/{technique.slug}/"))
    words = technique.words
    told = [words.title, *words.need, *words.claims]
    told += [words.cautions.not_if.text, words.cautions.ask_first_if.text]
    told += [words.cautions.stop_if.text]
    notes = (*words.cautions.also, *words.cautions.more, *words.claim_notes)
    notes += (*words.additions, *words.evidence)
    told += [note.text for note in notes]
    for exercise in technique.exercises:
        article = page.by_id(exercise.id)
        assert article is not None, "each exercise has its id as anchor"
        assert article.tag == "article"
        inside = page.text_of(article)
        for line in (
            *(exercise.words.name, *exercise.words.steps, exercise.facts.dose.figure),
            *(exercise.words.dose.unit, exercise.words.dose.until),
        ):
            assert line in inside, line
        told += [note.text for note in exercise.words.readings]
        assert exercise.words.easier is not None
        told.append(exercise.words.easier.text)
    told += [edition().words.kidney, edition().words.kidney_care]
    told += [library().document.sources[slug].name for slug in technique.sources]
    for line in told:
        assert line in page.text, line


def test_the_cautions_stand_before_the_first_step(client: Client) -> None:
    for path in PATHS[1:4]:
        text = parse(client.get(path)).text
        technique = next(t for t in edition().techniques if t.slug in path)
        assert text.index("Before you begin") < text.index(technique.exercises[0].words.steps[0])


def test_the_list_leads_to_each_technique(client: Client) -> None:
    links = {link.get("href") for link in parse(client.get("/techniques/")).tagged("a")}
    assert {f"/techniques/{technique.slug}/" for technique in edition().techniques} <= links


def test_about_names_every_source_and_the_release(client: Client) -> None:
    text = parse(client.get("/about/")).text
    for source in library().document.sources.values():
        assert source.name in text
    assert release() in text
    assert library().document.title in text


@pytest.mark.parametrize("path", ["/techniques/", "/techniques/foot-massage/", "/about/"])
def test_an_unchanged_page_says_how_it_may_be_kept_as_a_whole_one_does(path: str) -> None:
    """A cache in between refreshes what it holds by a 304: packings must stay told apart."""
    whole = stranger().get(path, headers={"Accept-Encoding": "br"})
    same = stranger().get(path, headers={"If-None-Match": whole["ETag"], "Accept-Encoding": "br"})
    assert same.status_code == 304
    for header in ("ETag", "Cache-Control"):
        assert same[header] == whole[header]
    assert {"Cookie", "Accept-Encoding"} <= set(same["Vary"].split(", "))


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip;q=1.0, br;q=0", "gzip"),
        ("br;q=0.0", None),
        ("x-br-like", None),
        ("", None),
        ("BR", "br"),
    ],
)
def test_a_page_is_packed_only_as_the_browser_takes_it(accepted: str, coding: str | None) -> None:
    response = stranger().get("/about/", headers={"Accept-Encoding": accepted})
    assert response.get("Content-Encoding") == coding


def test_a_question_in_the_address_keeps_nothing() -> None:
    packed = {"Accept-Encoding": "gzip"}
    before = stranger().get("/about/", headers=packed)
    size = views.compressed_pages.cache_info().currsize
    for question in ("?a=1", "?&", "?&&"):
        assert stranger().get(f"/about/{question}", headers=packed).status_code == 200
    assert before.status_code == 200
    assert views.compressed_pages.cache_info().currsize == size


@pytest.mark.parametrize("accepted", ["gzip", "br"])
def test_a_page_is_rendered_and_compressed_once(
    accepted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"Accept-Encoding": accepted}
    first = stranger().get("/about/", headers=asked)
    monkeypatch.setattr(views, "render", lambda *_args: pytest.fail("the page was rendered"))
    assert stranger().get("/about/", headers=asked).content == first.content
