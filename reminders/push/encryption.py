"""Encrypting a message for one browser (RFC 8291): its push service can't read it."""

import secrets

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
RECORD_SIZE = 4096
PADDED_TO = 1024
"""Messages are of one length, so that it tells nothing of what stands in them."""
LONGEST = 3 * PADDED_TO - 1
"""Services take 4096 bytes, of which the header and the seal take 103."""


def public_bytes(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def read_public_key(point: bytes) -> ec.EllipticCurvePublicKey:
    """Raises ValueError where it is no point of the curve."""
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)


def encrypt(plain: bytes, browser: bytes, auth: bytes) -> bytes:
    """A message for a browser with this public key (``p256dh``) and secret (``auth``).

    Raises:
        ValueError: it is too long, or the key is none.
    """
    if len(plain) > LONGEST:
        raise ValueError("the message is too long")
    padding = -(len(plain) + 1) % PADDED_TO
    return seal(
        plain + b"\x02" + bytes(padding),
        browser,
        auth,
        key=ec.generate_private_key(CURVE),
        salt=secrets.token_bytes(16),
    )


def seal(
    padded: bytes, browser: bytes, auth: bytes, *, key: ec.EllipticCurvePrivateKey, salt: bytes
) -> bytes:
    """One record of ``aes128gcm`` (RFC 8188), with the header that holds our public key."""
    own = public_bytes(key.public_key())
    shared = key.exchange(ec.ECDH(), read_public_key(browser))
    secret = _derive(shared, 32, auth, b"WebPush: info\0" + browser + own)
    content_key = _derive(secret, 16, salt, b"Content-Encoding: aes128gcm\0")
    nonce = _derive(secret, 12, salt, b"Content-Encoding: nonce\0")
    header = salt + RECORD_SIZE.to_bytes(4, "big") + bytes([len(own)]) + own
    return header + AESGCM(content_key).encrypt(nonce, padded, None)


def _derive(secret: bytes, length: int, salt: bytes, info: bytes) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)
