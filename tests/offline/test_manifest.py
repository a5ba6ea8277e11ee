"""How Kidneycare stands on a home screen: the manifest, its icons and what it opens."""

from __future__ import annotations

import re
import struct
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from kidneycare.i18n.languages import address_in
from tests.conftest import MoveTo
from tests.pages import parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

LANGUAGES = {"en": "en", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}
STYLE = Path(finders.find("css/kidneycare.css") or "").read_text(encoding="utf-8")


def manifest_in(language: str, client: Client) -> dict[str, Any]:
    response = client.get(address_in("/manifest.webmanifest", language))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/manifest+json"
    assert "no-cache" in response["Cache-Control"]
    content: dict[str, Any] = response.json()
    return content


def file_of(address: str) -> Path:
    path = Path(finders.find(address.removeprefix("/static/")) or "")
    assert path.is_file(), address
    return path


def png_size(path: Path) -> str:
    width, height = struct.unpack(">II", path.read_bytes()[16:24])
    return f"{width}x{height}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_a_manifest_of_the_same_app(client: Client, language: str) -> None:
    content = manifest_in(language, client)
    assert (content["id"], content["scope"]) == ("/", "/")
    assert content["display"] == "standalone"
    assert content["lang"] == LANGUAGES[language]
    assert content["start_url"] == address_in("/", language)
    assert [each["url"] for each in content["shortcuts"]] == [
        address_in("/", language),
        address_in("/practise/now/", language),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_manifest_says_is_said_in_its_language(client: Client, language: str) -> None:
    content = manifest_in(language, client)
    said = [content["name"], content["description"]]
    said += [each["name"] for each in content["shortcuts"]]
    said += [each["label"] for each in content["screenshots"]]
    is_chinese = {bool(re.search("[\u4e00-\u9fff]", text)) for text in said}
    assert is_chinese == {language != "en"}, said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_names_the_manifest_of_its_language(client: Client, language: str) -> None:
    for path in ("/", "/about/", "/me/"):
        page = parse(client.get(address_in(path, language)))
        links = {e.get("rel"): e.get("href") for e in page.tagged("link")}
        assert links["manifest"] == address_in("/manifest.webmanifest", language)
        assert png_size(file_of(links["apple-touch-icon"] or "")) == "180x180"


def test_its_colours_are_those_of_the_page(client: Client) -> None:
    content = manifest_in("en", client)
    (page,) = re.findall(r":root \{\s*--page: (#\w+);", STYLE)
    assert (content["theme_color"], content["background_color"]) == (page, page)


def test_every_icon_and_screenshot_is_there_in_the_size_that_is_said(client: Client) -> None:
    icons = manifest_in("en", client)["icons"]
    painted = {(i["purpose"], i["sizes"]) for i in icons if i["type"] == "image/png"}
    assert painted == {("any", "192x192"), ("any", "512x512"), ("maskable", "512x512")}
    for icon in icons:
        path = file_of(icon["src"])
        if icon["type"] == "image/png":
            assert png_size(path) == icon["sizes"]
    for language in LANGUAGES:
        for picture in manifest_in(language, client)["screenshots"]:
            assert picture["form_factor"] == "narrow"
            assert file_of(picture["src"]).stat().st_size < 40_000


@pytest.mark.parametrize(
    ("time", "period"), [("09:00", "morning"), ("15:00", "afternoon"), ("21:00", "evening")]
)
def test_practise_now_leads_to_the_present_part_of_the_day(
    client: Client, at: MoveTo, time: str, period: str
) -> None:
    at(f"2026-11-23T{time}")
    response = client.get("/practise/now/")
    assert response.status_code == 302
    assert urlsplit(response["Location"]).path == f"/practise/{period}/"
    assert "no-store" in response["Cache-Control"]
