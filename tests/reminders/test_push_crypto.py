"""What is sent to a push service: sealed for one browser, signed by one server."""

from __future__ import annotations

import datetime as dt
from base64 import urlsafe_b64decode

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02

from reminders.push.encryption import LONGEST, encrypt, public_bytes, seal
from reminders.push.vapid import NO_CONTACT, Signer, subject_of
from tests.reminders.browser_keys import BrowserKeys

NOW = dt.datetime(2026, 11, 23, 20, tzinfo=dt.UTC)
GOOGLE = "https://fcm.googleapis.com/fcm/send/abc"


def bytes_of(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def private_key(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(bytes_of(text), "big"), ec.SECP256R1())


def test_the_example_of_the_rfc_comes_out_byte_by_byte() -> None:
    """RFC 8291, section 5 and appendix A."""
    browser = BrowserKeys(
        private_key("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"),
        bytes_of("BTBZMqHH6r4Tts7J_aSIgg"),
    )
    body = seal(
        b"When I grow up, I want to be a watermelon\x02",
        browser.p256dh,
        browser.auth,
        key=private_key("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
        salt=bytes_of("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert body == bytes_of(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
        "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
        "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


@pytest.mark.parametrize("length", [0, 1, 1022, 1023, 1024, LONGEST])
def test_a_browser_reads_what_was_sealed_for_it(length: int) -> None:
    browser, plain = BrowserKeys(), b"x" * length
    body = encrypt(plain, browser.p256dh, browser.auth)
    assert browser.decrypt(body) == plain
    assert len(body) <= 4096


def test_the_length_tells_nothing_and_what_is_too_long_is_refused() -> None:
    browser = BrowserKeys()
    lengths = {len(encrypt(b"x" * n, browser.p256dh, browser.auth)) for n in (1, 300, 1000)}
    assert len(lengths) == 1
    with pytest.raises(ValueError, match="too long"):
        encrypt(b"x" * (LONGEST + 1), browser.p256dh, browser.auth)


def test_a_push_service_believes_the_signature() -> None:
    signer = Signer("secret", NO_CONTACT)
    header = signer.authorization(GOOGLE, NOW)
    assert Vapid02.verify(header)
    token, key = header.removeprefix("vapid t=").split(",k=")
    assert key == signer.public_key
    assert len(bytes_of(key)) == 65
    claims = bytes_of(token.split(".")[1]).decode()
    assert '"aud": "https://fcm.googleapis.com"' in claims
    assert '"sub": "mailto:noreply@example.com"' in claims


def test_one_signature_serves_an_hour_of_one_push_service_and_never_lasts_a_day() -> None:
    signer = Signer("secret", NO_CONTACT)
    first = signer.authorization(GOOGLE, NOW)
    assert signer.authorization(f"{GOOGLE}/other", NOW + dt.timedelta(minutes=59)) == first
    assert signer.authorization(GOOGLE, NOW + dt.timedelta(hours=1)) != first
    assert signer.authorization("https://web.push.apple.com/x", NOW) != first


def test_the_key_stays_the_same_as_long_as_the_secret_does() -> None:
    assert Signer("secret", "").public_key == Signer("secret", "x").public_key
    assert Signer("secret", "").public_key != Signer("another", "").public_key


@pytest.mark.parametrize(
    ("hosts", "subject"),
    [
        (["practise.example.org"], "https://practise.example.org"),
        (["localhost", "10.0.0.4", "box.local", "box", ".club.org"], "https://club.org"),
        # What Apple answers 403 to.
        (["box.local"], NO_CONTACT),
        (["localhost"], NO_CONTACT),
        (["192.168.1.20"], NO_CONTACT),
        (["*"], NO_CONTACT),
        ([], NO_CONTACT),
    ],
)
def test_apple_accepts_whom_to_write_to(hosts: list[str], subject: str) -> None:
    assert subject_of(hosts) == subject


def test_a_key_of_another_curve_or_none_is_no_browsers() -> None:
    other = public_bytes(ec.generate_private_key(ec.SECP384R1()).public_key())
    for key in (b"", b"\x04" + bytes(64), other):
        with pytest.raises(ValueError):  # noqa: PT011 - the library's own words
            encrypt(b"x", key, b"a" * 16)
