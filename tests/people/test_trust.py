"""`/trust/`: how a phone learns to trust the household's certificate, and forgets it again."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography import x509
from django.test import Client
from pytest_django.fixtures import Settings

from kidneycare.server import authority
from people.models import Person
from tests.addresses.test_pages import test_a_page_keeps_every_promise as keeps_every_promise
from tests.conftest import HOME, MoveTo
from tests.content.test_reading_level import GRADE, grade, sentences_of
from tests.factories import browser_of, stranger
from tests.pages import Page, body_of, parse

pytestmark = pytest.mark.django_db

FILE = "/trust/kidneycare.crt"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari"
ANDROID = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130.0 Mobile"


def trust(client: Client, language: str = "", **how: str) -> Page:
    return parse(client.get(f"{language}/trust/", headers=how))


def links(page: Page) -> list[str]:
    return [each.get("href") or "" for each in page.tagged("a")]


@pytest.mark.parametrize("path", ["/trust/", "/zh-hans/trust/", FILE])
def test_without_https_there_is_nothing_to_trust(
    client: Client, household: Path, path: str
) -> None:
    assert client.get(path).status_code == 200
    authority.authority_file(household).unlink()
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "times"),
    # At the foot of each, and where a page tells what can't be over http.
    {"/": 1, "/about/": 1, "/me/": 2, "/practise/evening/": 2, "/me/keep/": 2}.items(),
)
def test_pages_lead_there_over_http_and_only_where_https_is_served(
    person: Person, household: Path, settings: Settings, path: str, times: int
) -> None:
    phone = browser_of(person)
    home = {"Host": HOME}
    assert links(parse(phone.get(path, headers=home))).count("/trust/") == times
    settings.HTTPS_PORT = None
    assert "/trust/" not in links(parse(phone.get(path, headers=home)))


def test_over_https_only_me_tells_of_it(person: Person, household: Path) -> None:
    """There is no more to do, but it may be taken back."""
    phone = browser_of(person)
    assert "/trust/" not in links(parse(phone.get("/", secure=True)))
    assert "/trust/" in links(parse(phone.get("/me/", secure=True)))
    page = parse(phone.get("/trust/", secure=True))
    assert "You are at the safe address" in page.text
    assert FILE not in links(page)
    assert "take it back" in page.text


@pytest.mark.usefixtures("evening")
def test_it_keeps_the_promises_of_every_page(person: Person, at: MoveTo, household: Path) -> None:
    keeps_every_promise(person, at, "/trust/")


@pytest.mark.usefixtures("evening", "household")
def test_it_is_read_at_grade_seven() -> None:
    sentences = sentences_of("/trust/")
    hardest = sorted(sentences, key=lambda one: grade([one]), reverse=True)[:8]
    assert grade(sentences) <= GRADE, "\n".join(" ".join(one) for one in hardest)


def test_the_file_is_the_public_half_alone_as_phones_take_it(
    client: Client, household: Path
) -> None:
    answer = client.get(FILE)
    assert answer["Content-Type"] == "application/x-x509-ca-cert"
    assert "Content-Disposition" not in answer, "Safari would put it among the files"
    assert x509.load_der_x509_certificate(answer.content) == authority.certificate(household)
    assert b"PRIVATE" not in answer.content
    key = authority.load(household).key.private_numbers().private_value
    assert key.to_bytes(32, "big") not in answer.content


def test_the_fingerprint_can_be_compared(client: Client, household: Path) -> None:
    found = authority.certificate(household)
    assert found is not None
    assert authority.fingerprint(found) in trust(client).text
    assert authority.fingerprint(found).count(":") == 31


@pytest.mark.parametrize(
    ("host", "leads_to"),
    [
        (HOME, HOME),
        ("box.local:8000", "box.local"),
        ("localhost:8000", "localhost"),
        # A name that the certificate is not for: the computer's address in this network.
        ("other.local:8000", HOME),
    ],
)
def test_it_leads_to_the_address_that_the_certificate_is_for(
    client: Client, household: Path, host: str, leads_to: str
) -> None:
    assert f"https://{leads_to}:8443/" in links(trust(client, Host=host))
    chinese = links(trust(client, "/zh-hant", Host=host))
    assert f"https://{leads_to}:8443/zh-hant/" in chinese


@pytest.mark.parametrize(("agent", "opens"), [(IPHONE, "iPhone"), (ANDROID, "Android"), ("", "")])
def test_the_steps_of_the_device_that_asks_are_open(
    client: Client, household: Path, agent: str, opens: str
) -> None:
    page = trust(client, **{"User-Agent": agent})
    opened = [each for each in page.tagged("details") if each.get("open") is not None]
    assert [page.text_of(each).split()[0].rstrip(",") for each in opened] == (
        [opens] if opens else []
    )


@pytest.mark.usefixtures("evening")
def test_a_record_is_brought_along_on_the_same_phone(person: Person, household: Path) -> None:
    """Cookies of http are not read over https, so the record is joined as on a second phone."""
    phone = browser_of(person)
    assert "/me/phones/add/" in links(trust(phone))
    shown = phone.post("/me/phones/add/", {"show": "1"}, follow=True)
    (address,) = [each for each in links(parse(shown)) if each.startswith("https://")]
    assert address.startswith("https://localhost:8443/join/")
    there = stranger()
    path = address.removeprefix("https://localhost:8443")
    assert there.post(path, secure=True, headers={"Origin": "https://localhost"}).status_code == 303
    assert person.devices.count() == 2


@pytest.mark.usefixtures("evening")
def test_a_square_made_over_https_on_the_computer_leads_phones_to_https(
    person: Person, household: Path
) -> None:
    """ "localhost" is another machine on each."""
    there = {"Host": "localhost:8443", "Origin": "https://localhost:8443"}
    phone = browser_of(person)
    phone.post("/me/phones/add/", {"show": "1"}, secure=True, headers=there)
    shown = phone.get("/me/phones/add/", secure=True, headers=there)
    assert f"https://{HOME}:8443/back/" in body_of(shown)
