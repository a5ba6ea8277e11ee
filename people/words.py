"""Sentences about phones and ways back."""

import datetime as dt

from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def last_used_text(day: dt.date, today: dt.date) -> str:
    if day >= today:
        return _("Used today.")
    return _("Last used on %(day)s.") % {"day": date_format(day, "DATE_AND_YEAR")}


def no_passkey_text(request: HttpRequest) -> str:
    host, _port = split_domain_port(request.get_host())
    if not request.is_secure():
        return _(
            "At this address (plain http in the home network) browsers allow no passkey: "
            "it needs https and a name."
        )
    return _("At this address, %(host)s, passkeys of this site don't work.") % {"host": host}
