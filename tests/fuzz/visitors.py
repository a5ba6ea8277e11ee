"""The forms that stand on the pages of a stranger and of somebody with everything there is."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import resolve
from fido2 import cbor
from fido2.cose import ES256

from people.models import Device, Person
from sharing.models import SharedLink
from tests.addresses import OWNED, PAGES
from tests.conftest import MONDAY
from tests.factories import (
    browser_of,
    new_device,
    new_invitation,
    new_link,
    new_note,
    new_passkey,
    new_pause,
    new_person,
    new_plan,
    new_sheet,
    new_tick,
    stranger,
)
from tests.pages import body_of, parse
from tests.people.authenticator import Authenticator

NAMED = {"input", "button", "select", "textarea"}
ONCE = {"confirm", "state"}
"""Fields whose value is good once: a page shows it, and what is sent says ``{confirm}``."""

KEPT_LOCK = Authenticator()
"""The phone's lock that opens the record of ``somebody``."""
NEW_LOCK = Authenticator()


@dataclass(frozen=True)
class Form:
    """A form on a page: where it is sent, and its fields with what may be chosen in each."""

    page: str
    method: str
    action: str
    fields: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass
class Somebody:
    """A browser with a record behind it, and a person whose record is none of its business."""

    browser: Client
    other: Person
    shown: dict[str, str] = field(default_factory=dict)
    """What stands for ``{own device}`` and the like, and what pages have shown so far."""

    def look_at(self, response: Any) -> None:
        """Remember what a page shows once: a token, a question to the phone's lock."""
        if not response.get("Content-Type", "").startswith("text/html"):
            return
        text = body_of(response)
        for name in ONCE:
            if found := re.search(rf'name="{name}" value="([^"]+)"', text):
                self.shown[name] = html.unescape(found[1])
        if found := re.search(r'data-passkey="(\w+)" data-options="([^"]+)"', text):
            options = json.loads(html.unescape(found[2]))
            lock = NEW_LOCK.create if found[1] == "create" else KEPT_LOCK.get
            answer = lock(options)
            middle = len(answer) // 2
            self.shown["answer"] = answer
            self.shown["cut answer"] = answer[:middle]
            self.shown["broken answer"] = answer[:middle] + "A" + answer[middle + 1 :]


def somebody() -> Somebody:
    """With a plan, ticks, rest, a note, a passkey, a sheet, a second phone, and a second person.

    The other has as much, and shares nothing with them.
    """
    one, second, other = new_person(keeps_notes=True), new_person(), new_person(keeps_notes=True)
    for each in (one, other):
        new_plan(person=each, starts=MONDAY - dt.timedelta(days=14), kind="easy")
        new_tick(person=each, day=MONDAY - dt.timedelta(days=3))
        new_tick(person=each, day=MONDAY - dt.timedelta(days=12))
        new_pause(person=each, first_day=MONDAY - dt.timedelta(days=6))
        new_note(person=each, day=MONDAY)
        new_device(person=each)
    key = ES256.from_cryptography_key(KEPT_LOCK.key.public_key())  # type: ignore[no-untyped-call]
    KEPT_LOCK.handle = b"handle"
    passkey = new_passkey(person=one)
    passkey.credential, passkey.public_key = KEPT_LOCK.credential, cbor.encode(key)
    passkey.save()
    foreign = new_passkey(person=other)
    fresh = new_invitation(person=one)
    link_token = new_link(person=one, kind="ticks")
    new_link(person=other, kind="ticks")
    links = [SharedLink.objects.get(person=each) for each in (one, other)]
    browser = browser_of(one, second)
    devices = [device.pk for device in Device.objects.filter(person=one).order_by("pk")]
    shown = {
        "own device": str(devices[-1]),
        "own second device": str(devices[0]),
        "second's device": str(Device.objects.get(person=second).pk),
        "other's device": str(Device.objects.filter(person=other)[0].pk),
        "own passkey": str(passkey.pk),
        "other's passkey": str(foreign.pk),
        "own link": str(links[0].pk),
        "other's link": str(links[1].pk),
        "link token": link_token,
        "token": fresh.token,
        "code": fresh.short_code,
        "sheet code": new_sheet(person=one)[0],
    }
    return Somebody(browser, other, shown)


IN_GAPS = {
    "<int:device>": ("own device", "own second device", "second's device", "other's device"),
    "<int:passkey>": ("own passkey", "other's passkey"),
    "<int:link>": ("own link", "other's link"),
    "<slug:token>": ("token", "link token"),
}
"""What of a person may stand in an address."""
assert IN_GAPS.keys() == OWNED.keys(), "something new of a person stands in an address"


@dataclass(frozen=True)
class Known:
    """What was found on the pages."""

    forms: tuple[Form, ...]
    export: str
    """Somebody's whole record as a file."""

    @property
    def fields(self) -> dict[str, frozenset[str]]:
        """Names of the fields of all forms, each with the values that stand in the pages."""
        found: dict[str, set[str]] = {}
        for form in self.forms:
            for name, values in form.fields:
                found.setdefault(name, set()).update(values)
        return {name: frozenset(values) for name, values in found.items()}


@cache
def known() -> Known:
    """Open every page as a stranger and as somebody. What is written for that is put back."""
    with transaction.atomic():
        here = somebody()
        found = [form for path in PAGES for form in _forms(path, stranger().get(path))]
        of_tokens = (f"/join/{here.shown['token']}/", f"/shared/{here.shown['link token']}/")
        for path in (*PAGES, *of_tokens):
            found += _forms(path, here.browser.get(path))
        export = body_of(here.browser.get("/export.json"))
        for page, path, values in (
            ("/me/phones/", "/me/phones/add/", {}),
            ("/me/people/", "/me/people/new/", {}),
            ("/import/", "/import/", {"file": SimpleUploadedFile("x.json", export.encode())}),
        ):
            answer = here.browser.post(path, values, follow=True)
            if answer.status_code == 200:
                found += _forms(page, answer)
        found += _forms("/", _with_blank_days().get("/"))
        for path in ("/", "/me/people/"):  # Somebody new is here now, beside others.
            found += _forms(path, here.browser.get(path))
        transaction.set_rollback(True)
    return Known(tuple(dict.fromkeys(found)), export)


def _with_blank_days() -> Client:
    """The browser of somebody whom Today asks about some days, and offers to keep the record."""
    one = new_person()
    new_plan(person=one, starts=MONDAY - dt.timedelta(days=14))
    for back in range(5, 14):
        new_tick(person=one, day=MONDAY - dt.timedelta(days=back))
    return browser_of(one)


def _forms(path: str, response: Any) -> Iterator[Form]:
    for form in parse(response).tagged("form"):
        fields: dict[str, list[str]] = {}
        for element in form.iter():
            name = element.get("name") or ""
            if element.tag in NAMED and name != "csrfmiddlewaretoken" and name:
                fields.setdefault(name, []).extend(_values(element))
        yield Form(
            page=_with_markers(path),
            method=form.get("method", "get").upper(),
            action=_with_markers(form.get("action") or path),
            fields=tuple((name, tuple(dict.fromkeys(values))) for name, values in fields.items()),
        )


def _values(element: Element) -> list[str]:
    name = element.attrib["name"]
    if name in ONCE:
        return [f"{{{name}}}"]
    if name == "answer" and element.get("type") == "hidden":
        return [element.get("value") or "{answer}"]
    if name == "code":
        return ["{code}", "{sheet code}"]
    if element.tag == "select":
        # Without a value an option stands for its words.
        return [option.get("value", option.text or "") for option in element.iter("option")]
    if element.tag == "textarea":
        return [element.text or ""]
    # What must be filled in is.
    filled_in = "Lin" if "required" in element.attrib else ""
    return [element.get("value") or ("on" if element.get("type") == "checkbox" else filled_in)]


def _with_markers(path: str) -> str:
    """With the ids and tokens of this moment taken out again."""
    path, _mark, query = path.partition("?")
    match = resolve(path)
    for gap, names in IN_GAPS.items():
        if gap in match.route:
            name = "link token" if match.route.startswith("shared/") else names[0]
            value = match.kwargs[gap.strip("<>").partition(":")[2]]
            path = path.replace(f"/{value}/", f"/{{{name}}}/")
    return path + (f"?{query}" if query else "")


@dataclass
class Report:
    """What was sent, and how it was answered."""

    sequences: int = 0
    requests: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    met: set[str] = field(default_factory=set)
    accepted: Counter[str] = field(default_factory=Counter)
    taken_over: int = 0
    """Files that were shown, confirmed and are now somebody's record."""

    def note(self, method: str, response: Any) -> None:
        """Count an answer."""
        self.requests += 1
        self.statuses[response.status_code] += 1
        # What the site itself resolved, not the test client.
        match = getattr(response.wsgi_request, "resolver_match", None)
        if match is not None:
            self.met.add(match.url_name)
            if method == "POST" and response.status_code < 400:
                self.accepted[match.url_name] += 1
                self.taken_over += match.url_name == "import" and response.status_code == 303

    def __str__(self) -> str:
        """In four lines."""
        statuses = ", ".join(
            f"{status}: {many:,}" for status, many in sorted(self.statuses.items())
        )
        accepted = ", ".join(f"{name}: {many:,}" for name, many in sorted(self.accepted.items()))
        return (
            f"{self.sequences:,} sequences, {self.requests:,} requests, {len(self.met)} addresses\n"
            f"answers: {statuses}\naccepted posts: {accepted}\n"
            f"files taken over: {self.taken_over:,}"
        )


@cache
def targets_of_forms() -> frozenset[str]:
    """The names of all addresses to which a form on a page is posted."""
    found = set()
    for form in known().forms:
        # What the service worker shows in place of another page is sent to that page's address.
        if form.method == "POST" and not form.action.startswith("/offline/"):
            path = re.sub(r"\{[^}]+\}", "1", form.action.partition("?")[0])
            found.add(resolve(path).url_name or "")
    return frozenset(found)
