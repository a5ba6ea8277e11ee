"""A browser's side of Web Push: it reads what was encrypted for it (RFC 8188 and 8291)."""

from __future__ import annotations

import json
from typing import Any

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


class BrowserKeys:
    """Written from the RFCs' steps (HMAC by HMAC), not from what it tests."""

    def __init__(
        self, key: ec.EllipticCurvePrivateKey | None = None, auth: bytes = b"a" * 16
    ) -> None:
        self._key = key or ec.generate_private_key(ec.SECP256R1())
        self.auth = auth
        self.p256dh = self._key.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )

    def decrypt(self, body: bytes) -> bytes:
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        sender, record = body[21 : 21 + length], body[21 + length :]
        assert len(record) <= size
        curve = ec.SECP256R1()
        secret = self._key.exchange(
            ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(curve, sender)
        )
        prk_key = _hmac(self.auth, secret)
        ikm = _hmac(prk_key, b"WebPush: info\0" + self.p256dh + sender + b"\1")
        prk = _hmac(salt, ikm)
        key = _hmac(prk, b"Content-Encoding: aes128gcm\0\1")[:16]
        nonce = _hmac(prk, b"Content-Encoding: nonce\0\1")[:12]
        padded = AESGCM(key).decrypt(nonce, record, None).rstrip(b"\0")
        assert padded.endswith(b"\2"), "the last record"
        return padded[:-1]

    def read(self, body: bytes) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(self.decrypt(body))
        return message


def _hmac(key: bytes, content: bytes) -> bytes:
    maker = hmac.HMAC(key, hashes.SHA256())
    maker.update(content)
    return maker.finalize()
