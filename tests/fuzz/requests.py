"""Requests that nobody's form would send, and some that it would, mixed."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import encode_multipart
from hypothesis import strategies as st

from content.catalogue import edition, exercises_by_id
from content.types import Period
from tests.addresses import DAY, all_patterns
from tests.fuzz.visitors import IN_GAPS, known, targets_of_forms
from tests.pages import body_of

URLENCODED = "application/x-www-form-urlencoded"
BOUNDARY = "----fuzz"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
Pairs = list[tuple[str, str]]


@dataclass
class Asked:
    """One request. ``{names}`` in braces stand for what is known only when it is sent."""

    method: str
    path: str
    query: Pairs = field(default_factory=list)
    pairs: Pairs = field(default_factory=list)
    file: bytes | None = None
    body: bytes | None = None
    """Sent as it is, in place of ``pairs`` and ``file``."""
    content_type: str = URLENCODED
    headers: dict[str, str] = field(default_factory=dict)
    seconds: int = 0
    """How far the clock moves before it is sent; it may be put back."""

    def send(self, browser: Client, shown: Mapping[str, str]) -> Any:
        """The answer."""
        pairs = [(filled(name, shown), filled(value, shown)) for name, value in self.pairs]
        content_type, body = self.content_type, self.body
        if body is None and (self.file is not None or content_type == MULTIPART):
            parts: dict[str, Any] = dict(pairs)
            if self.file is not None:
                parts["file"] = SimpleUploadedFile("kidneycare.json", self.file)
            body, content_type = encode_multipart(BOUNDARY, parts), MULTIPART
        query = urlencode([(name, filled(value, shown)) for name, value in self.query])
        path = filled(self.path, shown)
        return browser.generic(
            self.method,
            f"{path}{'&' if '?' in path else '?'}{query}" if query else path,
            urlencode(pairs).encode() if body is None else body,
            content_type=content_type,
            headers=self.headers,
        )


def filled(text: str, shown: Mapping[str, str]) -> str:
    """With what the names in braces stand for, as far as it is known."""
    return re.sub(r"\{([^}]+)\}", lambda found: shown.get(found[1], found[0]), text)


MORE_FIELDS = ("person", "person_id", "instant", "performed", "sent", "source", "device", "token")
"""What only scripts send, and what none does."""

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
    fitting = fitting_gap(gap)
    odd = words().map(lambda text: quote(text, safe=""))
    return st.one_of(fitting, fitting, fitting, days() if gap.startswith("<day") else odd, odd)


def fitting_gap(gap: str) -> st.SearchStrategy[str]:
    """What the address understands, whether or not there is such a thing."""
    if gap in IN_GAPS:
        return st.sampled_from([f"{{{name}}}" for name in IN_GAPS[gap]]) | st.just("4711")
    kind = gap.strip("<>").partition(":")[0]
    return {
        "day": st.integers(10, 30).map(lambda number: f"2026-11-{number}"),
        "week": st.sampled_from(("2026-W47", "2026-W48", "2026-W53", "0001-W01", "9999-W52")),
        "year": st.sampled_from(("2026", "2025", "2027", "0001", "9999")),
        "period": st.sampled_from([period.slug for period in Period]),
        "exercise": st.sampled_from(sorted(exercises_by_id())),
        "int": st.integers(0, 7).map(str) | st.just("9" * 30),
        "slug": st.sampled_from([technique.slug for technique in edition().techniques]),
    }[kind]


PREFIXES = ["", "", "", *(f"/{code}" for code, _name in settings.LANGUAGES if code != "en")]


@st.composite
def paths(draw: st.DrawFn) -> str:
    """An address in some language, its gaps filled."""
    path = draw(st.sampled_from([path for _name, path in all_patterns()]))
    path = re.sub(r"<[^>]+>", lambda found: draw(in_gap(found[0])), path)
    return draw(st.sampled_from([*PREFIXES, "/xx", "/en"])) + path


def values_for(name: str) -> st.SearchStrategy[str]:
    """What may be sent in a field: mostly what its pages offer."""
    own = sorted(known().fields.get(name, frozenset()))
    anything = st.sampled_from([*own, *PLAUSIBLE, *exercises_by_id()]) | days() | words()
    return st.sampled_from(own) | anything if own else anything


@st.composite
def forms(draw: st.DrawFn) -> Pairs:
    """Fields with values; names that belong together come together by chance only."""
    names = st.sampled_from(sorted({*known().fields, *MORE_FIELDS})) | words()
    return [(name, draw(values_for(name))) for name in draw(st.lists(names, max_size=8))]


def scraps() -> st.SearchStrategy[Any]:
    """Any JSON."""
    leaves = st.none() | st.booleans() | st.integers() | st.floats()
    return st.recursive(
        leaves | words() | st.sampled_from(PLAUSIBLE),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words(), inner, max_size=3),
        max_leaves=6,
    )


def places_in(node: Any) -> Iterator[tuple[Any, Any]]:
    """Every entry of a JSON text, each with what holds it."""
    for key in list(node) if isinstance(node, dict) else range(len(node)):
        yield node, key
        if isinstance(node[key], dict | list):
            yield from places_in(node[key])


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """What is sent to /import/: somebody's whole record with up to three things changed in it."""
    export = json.loads(known().export)
    for _ in range(draw(st.integers(0, 3))):
        places = list(places_in(export)) or [({"": None}, "")]
        holder, key = draw(st.sampled_from(places))
        way = draw(st.sampled_from(("other", "other", "scrap", "plausible", "gone", "twice")))
        if way == "gone":
            del holder[key]
        elif way == "twice":
            if isinstance(holder, list):
                holder.append(copy.deepcopy(holder[key]))
            else:
                holder[draw(words())] = draw(scraps())
        elif way == "other":
            # The same key of another entry: well formed, and perhaps at odds with the rest.
            alike = [place for place in places if place[1] == key]
            other, where = draw(st.sampled_from(alike))
            holder[key] = copy.deepcopy(
                other.get(where) if isinstance(other, dict) else other[where]
            )
        else:
            holder[key] = draw(
                st.sampled_from(PLAUSIBLE) | days() if way == "plausible" else scraps()
            )
    text = json.dumps(export).encode()
    if draw(st.integers(0, 9)) == 9:
        text = draw(st.binary(max_size=60)) + text[draw(st.integers(0, len(text))) :]
    return text


@st.composite
def headers(draw: st.DrawFn) -> dict[str, str]:
    """Up to three odd ones."""
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
    names = draw(st.lists(st.sampled_from(sorted(choices)), max_size=3, unique=True))
    return {name: draw(choices[name]) for name in names}


METHODS = ("POST", "POST", "POST", "GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "X")
MOVES = (0, 0, 0, 1, 60, -60, 86_400, -86_400)
ODD_TYPES = (URLENCODED, "multipart/form-data", "", "text/plain; charset=x", "application/json")


@st.composite
def requests(draw: st.DrawFn) -> Asked:
    """A method, an address, a body in one of the ways bodies come, odd headers."""
    asked = Asked(draw(st.sampled_from(METHODS)), draw(paths()), headers=draw(headers()))
    asked.seconds = draw(st.sampled_from(MOVES))
    if draw(st.booleans()):
        asked.query = draw(forms())
    if asked.method == "POST":
        way = draw(st.sampled_from(("form", "form", "form", "multipart", "file", "bytes")))
        if way == "bytes":
            asked.body = draw(st.binary(max_size=200))
            asked.content_type = draw(st.sampled_from(ODD_TYPES))
        else:
            asked.pairs = draw(forms())
            asked.content_type = URLENCODED if way == "form" else MULTIPART
            asked.file = draw(files()) if way == "file" else None
    return asked


@st.composite
def at_address(draw: st.DrawFn, name: str, pattern: str) -> Asked:
    """A request that arrives at one address, with whatever in its fields."""
    path = re.sub(r"<[^>]+>", lambda found: draw(fitting_gap(found[0])), pattern)
    is_sent_to = name in targets_of_forms()
    if draw(st.sampled_from((is_sent_to, is_sent_to, is_sent_to, not is_sent_to))):
        return Asked("POST", path, pairs=draw(forms()))
    return Asked("GET", path, query=draw(forms()))


@st.composite
def visits(draw: st.DrawFn) -> list[Asked]:
    """A page is opened and a form on it sent, with up to two things changed; or a file comes."""
    move = draw(st.sampled_from(MOVES))
    if draw(st.integers(0, 5)) == 5:
        confirm = Asked("POST", "/import/", pairs=[("confirm", "{confirm}")], seconds=move)
        return [Asked("POST", "/import/", file=draw(files())), confirm]
    form = draw(st.sampled_from(known().forms))
    pairs = [(name, draw(st.sampled_from(values))) for name, values in form.fields]
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(pairs)))
        way = draw(st.sampled_from(("value", "value", "gone", "more")))
        if at == len(pairs) or way == "more":
            pairs += draw(forms())[:1]
        elif way == "gone":
            del pairs[at]
        else:
            pairs[at] = (pairs[at][0], draw(values_for(pairs[at][0])))
    sent = Asked(form.method, form.action, seconds=move)
    if form.method == "GET":
        sent.query = pairs
    else:
        sent.pairs = pairs
        sent.headers = {"Origin": "http://localhost"} | draw(
            st.sampled_from(({}, {}, {"HX-Request": "true"}))
        )
    return [Asked("GET", form.page), sent]


def sequences() -> st.SearchStrategy[list[Asked]]:
    """What comes from one browser, one after the other."""
    one = st.one_of(requests().map(lambda asked: [asked]), visits(), visits())
    return st.lists(one, min_size=1, max_size=3).map(
        lambda parts: [a for part in parts for a in part]
    )


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
