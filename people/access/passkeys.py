"""Passkeys: the phone's own lock opens the record, without a name or a password.

A ceremony has no state on the server. What the browser is asked to sign goes
out with the page, signed by us, and comes back with the answer; the challenge
in it can be used once.
"""

import ipaddress
import json
import secrets
import struct
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any, Literal, NamedTuple, cast

import msgspec
from cryptography.exceptions import UnsupportedAlgorithm
from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils import timezone
from django.utils.translation import gettext as _
from fido2 import cbor, webauthn
from fido2.cose import ES256, RS256, CoseKey, EdDSA
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode

from people.access.device_kinds import kind_of
from people.erase import lock_person
from people.models import Passkey, Person
from people.rate_limit import use_once

REGISTRATION, AUTHENTICATION = "people.access.passkeys.make", "people.access.passkeys.use"
"""Salts: a state signed for one is none for the other."""

STATE_LIFETIME = timedelta(hours=1)
"""How long a page may lie open before its button no longer works."""

ALGORITHMS = (ES256.ALGORITHM, EdDSA.ALGORITHM, RS256.ALGORITHM)
"""Of phones, computers and security keys; each is small to store and quick to check."""

UNREADABLE = (
    *(AssertionError, AttributeError, IndexError, KeyError, OverflowError, RecursionError),
    *(TypeError, ValueError, struct.error, UnsupportedAlgorithm),
)
"""What fido2 raises for what it can't read or believe."""

LARGEST_KEY = 1200
"""Bytes: twice what the longest usual RSA key takes. Larger ones would keep the server busy."""

Text = Annotated[str, msgspec.Meta(max_length=16_384)]


class Response(msgspec.Struct, omit_defaults=True):
    """The signed part of an answer; which fields are there depends on the ceremony."""

    client_data: Text = msgspec.field(name="clientDataJSON")
    attestation: Text | None = msgspec.field(default=None, name="attestationObject")
    data: Text | None = msgspec.field(default=None, name="authenticatorData")
    signature: Text | None = None
    handle: Text | None = msgspec.field(default=None, name="userHandle")


class Answer(msgspec.Struct):
    """What the browser sends, in text only: of a number fido2 would make as many bytes."""

    id: Text
    raw: Text = msgspec.field(name="rawId")
    response: Response
    type: Literal["public-key"]


# Built at import: msgspec crashes the process when two threads are the first to meet a type.
_ANSWER = msgspec.json.Decoder(Answer)


class PasskeyRejected(Exception):
    """A passkey, or what is sent as one, that opens nothing; the reason is shown to nobody."""


class Ceremony(NamedTuple):
    """What a page with a passkey button carries: ``options`` for the browser, our ``state``."""

    options: str
    state: str


def relying_party_id(request: HttpRequest) -> str | None:
    """The name that passkeys of this site belong to; none where browsers allow no passkey.

    They want https or this very computer, and a name: an IP address will not do.
    """
    host, _port = split_domain_port(request.get_host())
    is_this_computer = host == "localhost" or host.endswith(".localhost")
    if not request.is_secure() and not is_this_computer:
        return None
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        site: str = settings.SITE_DOMAIN or host
        return site if host == site or host.endswith(f".{site}") else None
    return None


def begin_registration(request: HttpRequest, person: Person) -> Ceremony | None:
    """Ask the browser to make a passkey for ``person``; nothing where it can't."""
    server = _server(request)
    if server is None:
        return None
    known = list(person.passkeys.all())
    handle = bytes(known[0].handle) if known else secrets.token_bytes(32)
    name = person.nickname or _("My record")
    options, state = server.register_begin(
        webauthn.PublicKeyCredentialUserEntity(id=handle, name=name, display_name=name),
        [
            webauthn.PublicKeyCredentialDescriptor(
                type=webauthn.PublicKeyCredentialType.PUBLIC_KEY, id=bytes(passkey.credential)
            )
            for passkey in known
        ],
        resident_key_requirement=webauthn.ResidentKeyRequirement.REQUIRED,
        user_verification=webauthn.UserVerificationRequirement.REQUIRED,
    )
    state |= {"person": person.pk, "handle": websafe_encode(handle)}
    return _ceremony(options, state, REGISTRATION)


def register(request: HttpRequest, person: Person, answer: str, state: str) -> None:
    """Store the passkey that the browser has made.

    Raises:
        PasskeyRejected: the answer doesn't belong to the state, or was given before.
        RequestError: the person is no longer there.
    """
    server, asked = _asked(request, state, REGISTRATION)
    if asked.get("person") != person.pk:
        raise PasskeyRejected
    try:
        answered = server.register_complete(asked, _read(answer))
    except UNREADABLE as error:
        raise PasskeyRejected from error
    made = answered.credential_data
    key = cbor.encode(made.public_key) if made else b""
    if made is None or len(key) > LARGEST_KEY:
        raise PasskeyRejected
    try:
        with transaction.atomic():
            lock_person(person)
            Passkey.objects.create(
                person=person,
                credential=made.credential_id,
                public_key=key,
                counter=answered.counter,
                handle=websafe_decode(asked["handle"]),
                kind=kind_of(request.headers.get("User-Agent", "")),
                made_on=timezone.now().date(),
            )
            Person.objects.filter(pk=person.pk).update(keeping_settled=True)
    except IntegrityError as error:
        # This key again, or somebody else's: nobody learns which.
        raise PasskeyRejected from error


def begin_authentication(request: HttpRequest) -> Ceremony | None:
    """Ask the browser for any passkey of this site; nothing where it can't have one."""
    server = _server(request)
    if server is None:
        return None
    options, state = server.authenticate_begin(
        user_verification=webauthn.UserVerificationRequirement.REQUIRED
    )
    return _ceremony(options, state, AUTHENTICATION)


def authenticate(request: HttpRequest, answer: str, state: str) -> Person:
    """Whose record the passkey opens.

    Raises:
        PasskeyRejected: it is nobody's, or the answer doesn't belong to the state.
    """
    server, asked = _asked(request, state, AUTHENTICATION)
    try:
        given = webauthn.AuthenticationResponse.from_dict(_read(answer))
        passkey = Passkey.objects.select_related("person").filter(credential=given.raw_id).first()
        known = [_credential(passkey)] if passkey else []
        server.authenticate_complete(asked, known, given)
    except UNREADABLE as error:
        raise PasskeyRejected from error
    data = given.response
    if passkey is None or data.user_handle not in {None, bytes(passkey.handle)}:
        raise PasskeyRejected
    _count_use(passkey, data.authenticator_data.counter)
    return passkey.person


def _count_use(passkey: Passkey, counter: int) -> None:
    """Store the use; of a key that counts, each use must count further than the last."""
    with transaction.atomic():
        held = Passkey.objects.select_for_update().filter(pk=passkey.pk).first()
        if held is None or (counter <= held.counter and (counter or held.counter)):
            raise PasskeyRejected
        held.counter, held.used_on = counter, timezone.now().date()
        held.save(update_fields=["counter", "used_on"])


def _server(request: HttpRequest) -> Fido2Server | None:
    site = relying_party_id(request)
    if site is None:
        return None
    own_origin = f"{request.scheme}://{request.get_host()}"
    server = Fido2Server(
        webauthn.PublicKeyCredentialRpEntity(id=site, name="Kidneycare"),
        verify_origin=lambda origin: origin == own_origin,
    )
    server.allowed_algorithms = [
        each for each in server.allowed_algorithms if each.alg in ALGORITHMS
    ]
    return server


def _ceremony(options: Any, state: dict[str, Any], purpose: str) -> Ceremony:
    return Ceremony(json.dumps(dict(options)["publicKey"]), signing.dumps(state, salt=purpose))


def _asked(request: HttpRequest, state: str, purpose: str) -> tuple[Fido2Server, dict[str, Any]]:
    """The signed state, if it is ours, recent, and not answered before."""
    server = _server(request)
    try:
        asked: dict[str, Any] = signing.loads(state, salt=purpose, max_age=STATE_LIFETIME)
    except signing.BadSignature as error:
        raise PasskeyRejected from error
    if server is None or not use_once(asked["challenge"], lasts=STATE_LIFETIME):
        raise PasskeyRejected
    return server, asked


def _read(answer: str) -> dict[str, Any]:
    """An answer of the right form, as fido2 takes it; an error of ``UNREADABLE`` for any other."""
    read: dict[str, Any] = msgspec.to_builtins(_ANSWER.decode(answer))
    if "attestationObject" in read["response"]:
        attestation: Any = cbor.decode(websafe_decode(read["response"]["attestationObject"]))
        if not isinstance(attestation["authData"], bytes):
            # Here too fido2 would make bytes of a number.
            raise TypeError
    return read


def _credential(passkey: Passkey) -> webauthn.AttestedCredentialData:
    key = cast("Mapping[int, Any]", cbor.decode(bytes(passkey.public_key)))
    return webauthn.AttestedCredentialData.create(
        webauthn.Aaguid.NONE, bytes(passkey.credential), CoseKey.parse(key)
    )
