"""A phone's key store in a few lines: makes passkeys and signs with them, rightly or wrongly."""

import hashlib
import json
import secrets
import struct
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """One passkey. ``flags`` say whether its owner was there and unlocked it."""

    origin: str = "http://localhost"
    flags: int = PRESENT | VERIFIED
    counter: int = 0
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    handle: bytes | None = None

    def create(self, options: dict[str, Any]) -> str:
        """The answer to "make a passkey"."""
        self.handle = websafe_decode(options["user"]["id"])
        key = ES256.from_cryptography_key(self.key.public_key())  # type: ignore[no-untyped-call]
        public = cbor.encode(key)
        attested = b"\0" * 16 + struct.pack(">H", len(self.credential)) + self.credential + public
        data = self._data(options["rp"]["id"], ATTESTED) + attested
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(
            clientDataJSON=self._client("webauthn.create", options["challenge"]),
            attestationObject=attestation,
        )

    def get(self, options: dict[str, Any]) -> str:
        """The answer to "use a passkey"."""
        data = self._data(options["rpId"])
        client = self._client("webauthn.get", options["challenge"])
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        given = {"clientDataJSON": client, "authenticatorData": data, "signature": signed}
        return self._answer(**given, **({"userHandle": self.handle} if self.handle else {}))

    def _data(self, site: str, more: int = 0) -> bytes:
        flags = struct.pack(">BI", self.flags | more, self.counter)
        return hashlib.sha256(site.encode()).digest() + flags

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, **response: bytes) -> str:
        name = websafe_encode(self.credential)
        written = {part: websafe_encode(value) for part, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": written})
