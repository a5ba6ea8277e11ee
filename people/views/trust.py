"""The safe address: how a device learns to trust this household's certificate."""

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kidneycare.server import authority
from kidneycare.web.private import private_page
from people.access.device_kinds import kind_of
from people.access.phone_address import safe_address
from people.identity import HttpRequest


@private_page
def trust(request: HttpRequest) -> HttpResponse:
    """Lead through it, the kind of device that asks first, and say how it is taken back."""
    certificate = household_certificate()
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    local = authority.server_name(settings.DATA)
    context = {
        "kind": kind_of(request.headers.get("User-Agent", "")),
        "name": names[0].value,
        "fingerprint": authority.fingerprint(certificate),
        "safe_address": safe_address(request, reverse("today")),
        # Browsers allow passkeys to names, not to numbers.
        "passkey_address": f"https://{local}:{settings.HTTPS_PORT}/" if "." in local else None,
    }
    return render(request, "people/trust.html", context)


@private_page
def trust_certificate(_request: HttpRequest) -> HttpResponse:
    """The authority's certificate, as phones take one; its key stays where it is."""
    return HttpResponse(
        household_certificate().public_bytes(Encoding.DER),
        content_type="application/x-x509-ca-cert",
    )


def household_certificate() -> x509.Certificate:
    """Raises Http404 where none is in use."""
    found = authority.certificate(settings.DATA) if settings.HTTPS_PORT else None
    if found is None:
        raise Http404
    return found
