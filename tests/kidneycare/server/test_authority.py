"""The household's own certificate authority: whom it vouches for, how long, and who can read it."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID
from django.core.exceptions import ImproperlyConfigured

from kidneycare.server import authority

NOW = dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC)
NAMES = frozenset({"localhost", "box.local", "127.0.0.1", "192.168.1.20"})
REAL = dt.datetime.now(dt.UTC)


def renew(
    data: Path, names: frozenset[str] = NAMES, now: dt.datetime = NOW
) -> tuple[x509.Certificate, x509.Certificate]:
    """The authority and the server's certificate after a start."""
    authority.renew(data, names, now)
    return ours(data), leaf(data)


def ours(data: Path) -> x509.Certificate:
    found = authority.certificate(data)
    assert found is not None
    return found


def leaf(data: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(authority.server_file(data).read_bytes())


@contextmanager
def listening(file: Path) -> Iterator[int]:
    """A server with this certificate, on this computer."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            with listener.accept()[0] as line:
                try:
                    with context.wrap_socket(line, server_side=True) as safe:
                        safe.recv(1)
                except (OSError, ssl.SSLError):
                    return

        thread = threading.Thread(target=answer)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(10)


def connect(file: Path, data: Path, name: str) -> None:
    """Greet it as a browser does that trusts the authority; raises where it is not believed."""
    context = ssl.create_default_context(cadata=ours(data).public_bytes(Encoding.DER))
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    with (
        listening(file) as port,
        socket.create_connection(("127.0.0.1", port), timeout=10) as line,
        context.wrap_socket(line, server_hostname=name) as safe,
    ):
        safe.send(b"x")


def forged(data: Path, folder: Path, name: str) -> Path:
    """What a thief of the key could make for any name."""
    made = folder / "forged.pem"
    key, certificate = authority.issue(authority.load(data), frozenset({name}), REAL)
    made.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + certificate.public_bytes(Encoding.PEM)
    )
    return made


@pytest.mark.parametrize("name", sorted(NAMES))
def test_who_trusts_the_authority_believes_the_server_by_each_of_its_names(
    tmp_path: Path, name: str
) -> None:
    renew(tmp_path, now=REAL)
    connect(authority.server_file(tmp_path), tmp_path, name)


def test_an_address_beyond_its_limits_does_not_spoil_the_others(tmp_path: Path) -> None:
    renew(tmp_path, NAMES | {"192.0.2.2", "100.64.0.1", "box.example.com"}, REAL)
    assert authority.names_of(leaf(tmp_path)) == NAMES
    connect(authority.server_file(tmp_path), tmp_path, "localhost")
    assert not authority.renew(tmp_path, NAMES | {"192.0.2.2"}, REAL)


@pytest.mark.parametrize(
    "name", ["example.com", "local.example.com", "8.8.8.8", "11.0.0.1", "2001:db8::1"]
)
def test_nobody_believes_it_about_anything_beyond_the_home_network(
    tmp_path: Path, name: str
) -> None:
    renew(tmp_path, now=REAL)
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        connect(forged(tmp_path, tmp_path, name), tmp_path, name)


def test_its_limits_stand_in_the_certificate_and_must_be_heeded(tmp_path: Path) -> None:
    root, _leaf = renew(tmp_path)
    limits = root.extensions.get_extension_for_class(x509.NameConstraints)
    assert limits.critical
    assert {str(each.value) for each in limits.value.permitted_subtrees or ()} == {
        *("local", "localhost", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"),
        *("169.254.0.0/16", "127.0.0.0/8", "fc00::/7", "fe80::/10", "::1/128"),
    }
    basic = root.extensions.get_extension_for_class(x509.BasicConstraints)
    assert basic.critical
    assert (basic.value.ca, basic.value.path_length) == (True, 0), "it makes no other authority"
    years = (root.not_valid_after_utc - NOW).days / 365.25
    assert years == pytest.approx(10, abs=0.02)


def test_the_servers_certificate_is_one_that_phones_accept(tmp_path: Path) -> None:
    """Apple: at most 397 days, and names where they belong."""
    _root, made = renew(tmp_path)
    assert made.not_valid_after_utc - made.not_valid_before_utc <= dt.timedelta(days=397)
    assert made.not_valid_before_utc < NOW, "a phone's clock may be slow"
    usage = made.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [ExtendedKeyUsageOID.SERVER_AUTH]
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert set(names.get_values_for_type(x509.DNSName)) == {"localhost", "box.local"}
    assert set(names.get_values_for_type(x509.IPAddress)) == {
        ipaddress.ip_address("127.0.0.1"),
        ipaddress.ip_address("192.168.1.20"),
    }
    basic = made.extensions.get_extension_for_class(x509.BasicConstraints)
    assert not basic.value.ca


def test_keys_are_for_their_owner_alone_also_where_they_were_not(tmp_path: Path) -> None:
    renew(tmp_path)
    folder = tmp_path / "https"
    files = sorted(folder.iterdir())
    assert [stat.S_IMODE(each.stat().st_mode) for each in (folder, *files)] == [0o700, 0o600, 0o600]
    for each in files:
        each.chmod(0o644)
    folder.chmod(0o755)
    renew(tmp_path)
    assert [stat.S_IMODE(each.stat().st_mode) for each in (folder, *files)] == [0o700, 0o600, 0o600]


def test_a_second_start_changes_nothing(tmp_path: Path) -> None:
    assert authority.renew(tmp_path, NAMES, NOW)
    before = ours(tmp_path), leaf(tmp_path)
    assert not authority.renew(tmp_path, NAMES, NOW + dt.timedelta(days=300))
    # A network that is away just now: who comes back to it finds the same certificate.
    assert not authority.renew(tmp_path, frozenset({"localhost"}), NOW)
    assert (ours(tmp_path), leaf(tmp_path)) == before


@pytest.mark.parametrize("days", [370, 500])
def test_near_its_end_and_after_it_the_server_gets_a_new_certificate_of_the_same_authority(
    tmp_path: Path, days: int
) -> None:
    root, old = renew(tmp_path)
    later = NOW + dt.timedelta(days=days)
    assert authority.renew(tmp_path, NAMES, later)
    assert ours(tmp_path) == root
    assert leaf(tmp_path).not_valid_after_utc > old.not_valid_after_utc
    leaf(tmp_path).verify_directly_issued_by(root)


def test_another_address_makes_a_new_certificate_of_the_same_authority(tmp_path: Path) -> None:
    root, _old = renew(tmp_path)
    _root, made = renew(tmp_path, NAMES | {"192.168.1.77"})
    assert ours(tmp_path) == root
    assert "192.168.1.77" in authority.names_of(made)


def test_a_certificate_does_not_outlive_its_authority_nor_the_authority_its_years(
    tmp_path: Path,
) -> None:
    root, _old = renew(tmp_path)
    late = root.not_valid_after_utc - dt.timedelta(days=100)
    assert renew(tmp_path, now=late)[1].not_valid_after_utc <= root.not_valid_after_utc
    fresh, made = renew(tmp_path, now=root.not_valid_after_utc - dt.timedelta(days=10))
    assert fresh != root
    made.verify_directly_issued_by(fresh)


@pytest.mark.parametrize(
    "damage", [b"", b"no certificate", b"-----BEGIN PRIVATE KEY-----\nAAAA\n", None]
)
def test_a_damaged_authority_is_told_in_plain_words_and_not_replaced(
    tmp_path: Path, damage: bytes | None
) -> None:
    """A new one would have to be trusted by every phone again: that is not for us to decide."""
    renew(tmp_path)
    file = tmp_path / "https" / "authority.pem"
    if damage is None:
        # The key of another.
        renew(tmp_path / "other")
        other = (tmp_path / "other" / "https" / "authority.pem").read_bytes()
        mine = file.read_bytes()
        mark = b"-----BEGIN CERTIFICATE-----"
        damage = other.partition(mark)[0] + mark + mine.partition(mark)[2]
    file.write_bytes(damage)
    with pytest.raises(ImproperlyConfigured) as told:
        authority.renew(tmp_path, NAMES, NOW)
    assert str(file) in str(told.value)
    assert "remove" in str(told.value)
    assert file.read_bytes() == damage


def test_a_damaged_certificate_of_the_server_is_made_again(tmp_path: Path) -> None:
    root, _old = renew(tmp_path)
    authority.server_file(tmp_path).write_bytes(b"-----BEGIN CERTIFICATE-----\nAAAA\n")
    assert authority.renew(tmp_path, NAMES, NOW)
    leaf(tmp_path).verify_directly_issued_by(root)
    key = load_pem_private_key(authority.server_file(tmp_path).read_bytes(), None)
    assert key.public_key() == leaf(tmp_path).public_key()


def test_where_there_is_no_authority_there_is_no_certificate(tmp_path: Path) -> None:
    assert authority.certificate(tmp_path) is None
