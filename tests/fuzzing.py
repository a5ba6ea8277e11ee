"""Requests that nobody's form would send, and some that it would, mixed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import encode_multipart
from hypothesis import strategies as st

from content.catalogue import edition, exercises_by_id
from content.types import Period
from tests.addresses import DAY, PAGES, all_patterns
from tests.pages import body_of, parse

if TYPE_CHECKING:
    from django.test import Client

URLENCODED = "application/x-www-form-urlencoded"
BOUNDARY = "----fuzz"


@dataclass
class Asked:
    """One request."""

    method: str
    path: str
    body: bytes = b""
    content_type: str = URLENCODED
    headers: dict[str, str] = field(default_factory=dict)
    seconds: int = 0
    """How far the clock moves before it is sent; it may be put back."""

    def send(self, browser: Client) -> Any:
        """The answer."""
        return browser.generic(
            self.method, self.path, self.body, content_type=self.content_type, headers=self.headers
        )


@cache
def fields_on_pages() -> dict[str, frozenset[str]]:
    """Names of the fields of all forms, each with the values that stand in the pages."""
    from tests.factories import stranger

    found: dict[str, set[str]] = {}
    for path in PAGES:
        for element in parse(stranger().get(path)).elements:
            if element.tag in {"input", "button", "select", "textarea"} and element.get("name"):
                found.setdefault(element.attrib["name"], set()).add(element.get("value") or "")
    found.pop("csrfmiddlewaretoken", None)
    return {name: frozenset(values) for name, values in found.items()}


MORE_FIELDS = (
    *("done", "skip", "felt", "amount", "source", "performed", "sent", "instant", "way", "step"),
    *("exercise", "zone", "start", "answer", "first", "last", "feeling", "words", "whole", "back"),
    *("sure", "confirm", "size", "theme", "next", "starts", "person", "person_id", "state", "late"),
)
"""What forms send that stand only where somebody has a record, and what none has."""

PLAUSIBLE = (
    *(
        "",
        "0",
        "1",
        "2",
        "-1",
        "5",
        "99",
        "100",
        "9999",
        "10000",
        "0.1",
        "7.5",
        "240",
        "1e9",
        "NaN",
    ),
    *("Infinity", "٣", "easy", "full", "own", "rested", "forgot", "leave", "later", "today"),
    *("tick", "guided", "comfortable", "Europe/Berlin", "Mars/Olympus", "../../etc/passwd"),
    *("04:00", "08:00", "08:01", "24:00", "auto", "dark", "/", "//example.com", "\x00", "腰", "🙂"),
    *("2026-11-23T21:00:00Z", "2026-11-23T21:00:00+14:00", "0001-01-01T00:00:00+23:59"),
    *("9999-12-31T23:59:59-23:59", "2026-11-23", "2027-01-01", "0001-01-01", "9999-12-31"),
    *("9223372036854775807", "9223372036854775808", "-9223372036854775808", "'", '"><script>'),
)


def words() -> st.SearchStrategy[str]:
    """Anything at all that can be sent as UTF-8."""
    return st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def days() -> st.SearchStrategy[str]:
    """Days, among them the ends of the calendar, and what only looks like one."""
    near = st.integers(10, 30).map(lambda number: f"2026-11-{number}")
    odd = (
        "0001-01-01",
        "9999-12-31",
        "2026-02-30",
        "2026-11-9",
        "2026-1-01",
        "٢٠٢٦-11-20",
        "today",
    )
    return near | st.just(DAY) | st.sampled_from(odd)


def in_gap(gap: str) -> st.SearchStrategy[str]:
    """What may stand in a gap of an address: mostly what belongs there."""
    kind = gap.strip("<>").partition(":")[0]
    fitting = {
        "day": days(),
        "week": st.sampled_from(
            ("2026-W47", "2026-W48", "2026-W53", "2026-W54", "0001-W01", "9999-W52", "2026-W00")
        ),
        "period": st.sampled_from([period.slug for period in Period]),
        "exercise": st.sampled_from(sorted(exercises_by_id())),
        "int": st.integers(0, 7).map(str) | st.just("9" * 30),
        "slug": st.sampled_from([technique.slug for technique in edition().techniques]),
    }.get(kind, st.just("1"))
    return st.one_of(fitting, fitting, fitting, words().map(lambda text: quote(text, safe="")))


@st.composite
def paths(draw: st.DrawFn) -> str:
    """An address in some language, its gaps filled."""
    path = draw(st.sampled_from([path for _name, path in all_patterns()]))
    path = re.sub(r"<[^>]+>", lambda found: draw(in_gap(found[0])), path)
    prefixes = ["", "", "", *(f"/{code}" for code, _name in settings.LANGUAGES), "/xx"]
    return draw(st.sampled_from(prefixes)) + path


@st.composite
def forms(draw: st.DrawFn) -> list[tuple[str, str]]:
    """Fields with values; names that belong together come together by chance only."""
    known = fields_on_pages()
    names = st.sampled_from(sorted({*known, *MORE_FIELDS})) | words()
    pairs = []
    for name in draw(st.lists(names, max_size=8)):
        own = sorted(known.get(name, frozenset()))
        values = st.sampled_from([*own, *PLAUSIBLE, *exercises_by_id()]) | days() | words()
        if own:
            values = st.sampled_from(own) | values
        pairs.append((name, draw(values)))
    return pairs


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """What is sent to /import/: nonsense, JSON, or an export with something changed in it."""
    export: dict[str, Any] = {
        "format": "kidneycare-export",
        "version": 1,
        "exported": "2026-11-23T20:00:00Z",
        "person": None,
        "plans": [],
        "pauses": [{"first_day": "2026-11-01", "last_day": None, "reason": ""}],
        "notes": [],
        "ticks": [
            {
                "day": "2026-11-20",
                "period": "evening",
                "exercise": "sole-rub",
                "set": 1,
                "state": "done",
                "source": "tick",
                "amount": 100,
                "unit": "strokes",
                "felt": False,
                "late": False,
                "instant": "2026-11-20T20:00:00Z",
            }
        ],
    }
    scraps = (
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | words()
        | st.sampled_from(PLAUSIBLE)
    )
    anything = st.recursive(
        scraps,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words(), inner, max_size=3),
        max_leaves=6,
    )
    for _ in range(draw(st.integers(0, 3))):
        place: Any = export
        while isinstance(place, dict | list) and place:
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            key = draw(st.sampled_from(keys))
            if not isinstance(place[key], dict | list) or draw(st.booleans()):
                place[key] = draw(anything)
                break
            place = place[key]
    return draw(st.binary(max_size=60) | st.just(json.dumps(export).encode()))


@st.composite
def requests(draw: st.DrawFn) -> Asked:
    """One request: a method, an address, a body in one of the ways bodies come, odd headers."""
    path = draw(paths())
    if draw(st.booleans()):
        path += "?" + urlencode(draw(forms()))
    method = draw(
        st.sampled_from(
            ("POST", "POST", "POST", "GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "X")
        )
    )
    asked = Asked(method, path, seconds=draw(st.sampled_from((0, 1, 60, -60, 86_400, -86_400))))
    way = draw(st.sampled_from(("form", "form", "form", "multipart", "file", "bytes", "json")))
    if method == "POST":
        if way == "form":
            asked.body = urlencode(draw(forms())).encode()
        elif way == "multipart":
            asked.body = encode_multipart(BOUNDARY, dict(draw(forms())))
        elif way == "file":
            uploaded = SimpleUploadedFile("kidneycare.json", draw(files()), "application/json")
            asked.body = encode_multipart(BOUNDARY, {**dict(draw(forms())), "file": uploaded})
            if draw(st.booleans()):
                asked.path = "/import/"
        else:
            asked.body = draw(st.binary(max_size=200))
        asked.content_type = {
            "multipart": f"multipart/form-data; boundary={BOUNDARY}",
            "file": f"multipart/form-data; boundary={BOUNDARY}",
            "json": "application/json",
            "bytes": draw(
                st.sampled_from((URLENCODED, "multipart/form-data", "", "text/plain; charset=x"))
            ),
        }.get(way, URLENCODED)
    odd = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30)
    choices = {
        "HX-Request": st.just("true"),
        "HX-Boosted": st.just("true"),
        "HX-Current-URL": odd,
        "Accept-Language": st.sampled_from(("zh-Hans", "zh-TW,en;q=0.1", "x", "*")) | odd,
        "If-None-Match": st.sampled_from(("*", 'W/"x"', '"')) | odd,
        "Origin": st.sampled_from(("http://localhost", "null", "http://[")) | odd,
        "Referer": st.sampled_from(("http://localhost/", "http://[", "x")) | odd,
        "Sec-Fetch-Site": st.sampled_from(("same-origin", "cross-site")),
        "Host": st.sampled_from(("localhost", "localhost:99999", "[::1", "a.example", "x y", "")),
    }
    for name in draw(st.lists(st.sampled_from(sorted(choices)), max_size=3, unique=True)):
        asked.headers[name] = draw(choices[name])
    return asked


def cookies() -> st.SearchStrategy[dict[str, str]]:
    """What a browser may have kept, or somebody may have written into it."""
    odd = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=20)
    values = st.sampled_from(
        ("Europe/Berlin", "Asia/Kathmandu", "1-dark", "3-x", "zh-hans", "../x")
    )
    return st.dictionaries(
        st.sampled_from(("tz", "look", "lang", "kidneycare")), values | odd, max_size=3
    )


def readable(response: Any) -> str:
    """The beginning of an answer, for a failure's message."""
    return body_of(response)[:300]
