"""Which names this server answers to (rules.md 21)."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from kidneycare.web.hosts import is_local
from tests.pages import parse

OWN = [
    "localhost",
    "localhost:8000",
    "LOCALHOST",
    "kidney.localhost",
    "kidney.local",
    "Kidney.local:8000",
    "127.0.0.1",
    "127.0.0.1:8000",
    "192.168.1.5:8000",
    "192.168.1.5",
    "10.0.0.1",
    "10.255.255.254:80",
    "172.16.0.1",
    "172.31.255.254",
    "169.254.10.10",
    "[::1]",
    "[::1]:8000",
    "[fe80::1]",
    "[fe80::1]:8000",
    "[fd12:3456:789a::1]:8000",
]

FOREIGN = [
    "example.com",
    "example.com:8000",
    "8.8.8.8",
    "8.8.8.8:8000",
    "172.32.0.1",
    "192.169.1.5",
    "11.0.0.1",
    "[2001:4860:4860::8888]",
    "evil.local.example.com",
    "localhost.evil.com",
    "local",
    "evillocalhost",
    "kidneylocal",
    "192.168.1.5.example.com",
    "192-168-1-5.example.com",
    "127.0.0.1.nip.io",
    "2130706433",
    "0x7f000001",
    "192.168.1",
]

MALFORMED = ["", "a b", "localhost/..", "local host", "[::1", "localhost:80:80", "<x>", "é.local"]


@pytest.mark.parametrize("host", OWN)
def test_names_and_addresses_of_the_own_network_are_answered(client: Client, host: str) -> None:
    assert is_local(host)
    assert client.get("/about/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", FOREIGN)
def test_any_other_name_is_refused_with_400(client: Client, host: str) -> None:
    assert not is_local(host)
    response = client.get("/about/", headers={"Host": host})
    assert response.status_code == 400
    assert "This request can't be answered" in parse(response).text


@pytest.mark.parametrize("host", MALFORMED)
def test_what_is_no_name_is_refused_with_400(client: Client, host: str) -> None:
    assert client.get("/about/", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("path", ["/livez", "/", "/export.json", "/look/", "/no-such-page/"])
def test_a_foreign_name_reaches_no_address_at_all(client: Client, path: str) -> None:
    assert client.get(path, headers={"Host": "example.com"}).status_code == 400


def test_a_name_handed_on_by_somebody_else_is_not_believed(client: Client) -> None:
    foreign = {"Host": "example.com", "X-Forwarded-Host": "localhost"}
    assert client.get("/about/", headers=foreign).status_code == 400


def test_with_allowed_hosts_set_they_alone_decide(client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["kidney.example.org"]
    settings.LOCAL_HOSTS_ONLY = False
    assert client.get("/about/", headers={"Host": "kidney.example.org"}).status_code == 200
    assert client.get("/about/", headers={"Host": "192.168.1.5"}).status_code == 400
    assert client.get("/about/", headers={"Host": "localhost"}).status_code == 400
