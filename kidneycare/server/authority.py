"""The household's own certificate authority, for https at home (docs/operation.md).

Each phone trusts it once. Its name constraints see that nobody, not even a thief of its key, can
use it for a site beyond the home network.
"""

import datetime as dt
import ipaddress
import os
import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.core.exceptions import ImproperlyConfigured

PERMITTED_NAMES = ("local", "localhost")
"""With every name under them."""
PERMITTED_NETWORKS: tuple[IPv4Network | IPv6Network, ...] = tuple(
    map(
        ipaddress.ip_network,
        (
            *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8"),
            *("fc00::/7", "fe80::/10", "::1/128"),
        ),
    )
)
AUTHORITY_LIFE = dt.timedelta(days=3652)
SERVER_LIFE = dt.timedelta(days=397)
"""Apple's devices accept no longer one."""
RENEW_BEFORE = dt.timedelta(days=30)
SLOW_CLOCK = dt.timedelta(days=1)
"""A phone's clock may be so far behind."""


class Authority(NamedTuple):
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


def authority_file(data: Path) -> Path:
    return data / "https" / "authority.pem"


def server_file(data: Path) -> Path:
    """The server's key and certificate, in one file so that they always belong together."""
    return data / "https" / "server.pem"


def renew(data: Path, names: Collection[str], now: dt.datetime) -> bool:
    """Make what is missing, near its end, or without one of ``names``.

    Names beyond the authority's limits are left out: with one of them no browser would believe
    the others either.

    Returns:
        Whether the server has a new certificate.

    Raises:
        ImproperlyConfigured: the authority can't be read or stored.
    """
    names = frozenset(filter(is_permitted, names))
    try:
        folder = authority_file(data).parent
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        if not authority_file(data).exists():
            _write(authority_file(data), *_new_authority(now))
        authority = load(data)
        if authority.certificate.not_valid_after_utc - now < RENEW_BEFORE:
            authority = _new_authority(now)
            _write(authority_file(data), *authority)
        authority_file(data).chmod(0o600)
        if _is_good(server_file(data), authority, names, now):
            server_file(data).chmod(0o600)
            return False
        _write(server_file(data), *issue(authority, names, now))
    except OSError as error:
        message = f"The certificates for https can't be kept in {data}: {error.strerror}."
        raise ImproperlyConfigured(message) from error
    return True


def is_permitted(name: str) -> bool:
    """Whether the authority can vouch for a name or an address."""
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return name.rpartition(".")[2] in PERMITTED_NAMES
    return any(address in network for network in PERMITTED_NETWORKS)


def load(data: Path) -> Authority:
    file = authority_file(data)
    try:
        key, certificate = _read(file)
    except ValueError as error:
        message = (
            f"The household's certificate authority {file} is damaged. Bring it back from a copy. "
            "Or remove it: a new one is made at the next start, and each phone has to trust it "
            "once more (/trust/ leads through it)."
        )
        raise ImproperlyConfigured(message) from error
    return Authority(key, certificate)


def certificate(data: Path) -> x509.Certificate | None:
    """The authority's own certificate, which is public; none where there is no authority."""
    try:
        return x509.load_pem_x509_certificate(authority_file(data).read_bytes())
    except (OSError, ValueError):
        return None


def server_names(data: Path) -> frozenset[str]:
    """The names and addresses that the server's certificate is for."""
    try:
        return names_of(x509.load_pem_x509_certificate(server_file(data).read_bytes()))
    except (OSError, ValueError):
        return frozenset()


def server_name(data: Path, *wanted: str | None) -> str:
    """The first wanted name that the server's certificate is for; else its name of this network."""
    known = server_names(data)
    local = sorted(name for name in known if name.endswith(".local"))
    return next((name for name in (*wanted, *local) if name in known), "localhost")


def fingerprint(certificate: x509.Certificate) -> str:
    """As devices show it: pairs of digits with colons between."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def names_of(certificate: x509.Certificate) -> frozenset[str]:
    """The names and addresses that a certificate is for."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return frozenset()
    return frozenset(
        {
            *found.get_values_for_type(x509.DNSName),
            *map(str, found.get_values_for_type(x509.IPAddress)),
        }
    )


def issue(authority: Authority, names: Collection[str], now: dt.datetime) -> Authority:
    """A key and a certificate for a server of these names and addresses."""
    key = ec.generate_private_key(ec.SECP256R1())
    end = min(now - SLOW_CLOCK + SERVER_LIFE, authority.certificate.not_valid_after_utc)
    builder = (
        _builder(_subject("Kidneycare"), key, now)
        .issuer_name(authority.certificate.subject)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(signs_certificates=False), critical=True)
        .add_extension(
            x509.SubjectAlternativeName(sorted(map(_name, names), key=str)), critical=False
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()),
            critical=False,
        )
    )
    return Authority(key, builder.sign(authority.key, hashes.SHA256()))


def _new_authority(now: dt.datetime) -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    # By the computer's name one knows it again in a phone's list.
    subject = _subject(f"Kidneycare {socket.gethostname().partition('.')[0]}"[:64])
    permitted = [
        *map(x509.DNSName, PERMITTED_NAMES),
        *map(x509.IPAddress, PERMITTED_NETWORKS),
    ]
    builder = (
        _builder(subject, key, now)
        .issuer_name(subject)
        .not_valid_after(now + AUTHORITY_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
    )
    return Authority(key, builder.sign(key, hashes.SHA256()))


def _builder(
    subject: x509.Name, key: ec.EllipticCurvePrivateKey, now: dt.datetime
) -> x509.CertificateBuilder:
    """What both kinds have: neither vouches for programs, mail or people."""
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - SLOW_CLOCK)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _subject(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _name(text: str) -> x509.GeneralName:
    try:
        address: IPv4Address | IPv6Address = ipaddress.ip_address(text)
    except ValueError:
        return x509.DNSName(text)
    return x509.IPAddress(address)


def _is_good(file: Path, authority: Authority, wanted: Collection[str], now: dt.datetime) -> bool:
    try:
        _key, found = _read(file)
        found.verify_directly_issued_by(authority.certificate)
    except (FileNotFoundError, ValueError, InvalidSignature):
        return False
    lasts = found.not_valid_before_utc <= now <= found.not_valid_after_utc - RENEW_BEFORE
    return lasts and names_of(found) >= frozenset(wanted)


def _read(file: Path) -> Authority:
    """Raises ValueError where the file doesn't hold a key and its certificate."""
    content = file.read_bytes()
    key = serialization.load_pem_private_key(content, None)
    certificate = x509.load_pem_x509_certificate(content)
    if (
        not isinstance(key, ec.EllipticCurvePrivateKey)
        or key.public_key() != certificate.public_key()
    ):
        raise ValueError("the key is of another certificate")
    return Authority(key, certificate)


def _write(file: Path, key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate) -> None:
    """Whole or not at all, and never readable by others."""
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    unfinished.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    unfinished.replace(file)
