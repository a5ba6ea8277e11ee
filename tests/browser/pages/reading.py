"""A page as a screen reader tells it: the browser's accessibility tree, in its order.

One line an element: what it is, what it is called, what else is said of it. A file a state stands
in ``reading/``; people look them through (docs/accessibility.md), the tests compare them, and
``pytest --renew-reading tests/browser/pages/test_pages.py`` writes them anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page

from tests.browser.phone import settled

READING = Path(__file__).with_name("reading")

Node = dict[str, Any]

WORDS = {
    "RootWebArea": "page",
    "StaticText": "text",
    "DisclosureTriangle": "fold",
    "DescriptionList": "list of terms",
    "Figcaption": "caption",
    "Legend": "legend",
    "LabelText": "label",
    "contentinfo": "foot of the page",
    "banner": "head of the page",
    "sectionheader": "head of a part",
    "listitem": "item",
    "combobox": "choice",
    "MenuListPopup": "options",
}
"""Roles in a reader's words, where the browser's own differ from them."""
HOLDERS = {"generic", "none", "LayoutTable", "Section"}
"""What only holds other things: those are said in its place."""
UNSAID = {"InlineTextBox", "LineBreak", "ListMarker"}
MANY = 12
CHANCE = re.compile(
    r"(?<!\d)\d{3} \d{3} \d{3}(?!\d)|\b[0-9A-Z]{4}(?: [0-9A-Z]{4}){3}\b"
    r"|(?<=localhost:)\d+|(?<=192\.168\.178\.20:)\d+|(?<=/join/)[\w-]{16,}"
    r"|(?<=/calendar/)[\w-]{16,}|(?<=release )[\w.-]+\w"
)
"""Codes, ports, tokens and the release: other ones each time."""


@dataclass(frozen=True)
class Said:
    """One element, with what is said within it."""

    what: str
    name: str
    more: tuple[str, ...]
    within: tuple[Said, ...]

    @property
    def is_text(self) -> bool:
        """Bare words, held by something else."""
        return self.what == "text"

    def lines(self, depth: int = 0) -> Iterator[str]:
        """The element and what it holds, indented."""
        head = "  " * depth + " ".join((self.what, *self.more))
        name = f' "{self.name}"' if self.name else ""
        if self.what == "options" and len(self.within) > MANY:
            yield f"{head}: more than {MANY}"
            return
        words = _trimmed("".join(each.name for each in self.within if each.is_text))
        if all(each.is_text for each in self.within):
            # Its words are its name, or all that is said of it.
            yield head + (name or f": {words}" if words else name)
            return
        yield head + name
        for each in self.within:
            if not each.is_text:
                yield from each.lines(depth + 1)
            elif (words := _trimmed(each.name)) not in self.name:
                yield "  " * (depth + 1) + f'text "{words}"'


DRAW_ALL = """
  () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { content-visibility: visible !important }");
    document.adoptedStyleSheets = [sheet];
  }
"""
"""Moving pictures out of sight aren't drawn, and come into the tree only when they are."""


def heard(page: Page) -> str:
    """All that is said of a page, a line each."""
    page.evaluate(DRAW_ALL)
    settled(page)
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    teller = _Teller({node["nodeId"]: node for node in nodes}, _current(session))
    session.detach()
    page.evaluate("() => { document.adoptedStyleSheets = [] }")
    (root,) = teller.within([nodes[0]["nodeId"]])
    return "".join(f"{CHANCE.sub('…', line)}\n" for line in root.lines())


def _current(session: CDPSession) -> set[int]:
    """What is marked as the current one, which the tree itself doesn't tell."""
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    query = {"nodeId": root, "selector": "[aria-current]"}
    found = session.send("DOM.querySelectorAll", query)["nodeIds"]
    return {
        session.send("DOM.describeNode", {"nodeId": each})["node"]["backendNodeId"]
        for each in found
    }


@dataclass(frozen=True)
class _Teller:
    nodes: dict[str, Node]
    current: set[int]

    def within(self, ids: list[str]) -> tuple[Said, ...]:
        """What is said of these nodes; words that follow each other are one text."""
        found: list[Said] = []
        for each in ids:
            for said in self.said(self.nodes[each]) if each in self.nodes else ():
                if said.is_text and found and found[-1].is_text:
                    said = Said("text", f"{found.pop().name} {said.name}", (), ())  # noqa: PLW2901
                found.append(said)
        return tuple(found)

    def said(self, node: Node) -> tuple[Said, ...]:
        """What is said of a node: nothing, itself, or what it only holds."""
        role, name = _words(node, "role"), _words(node, "name")
        if role == "StaticText":
            heard = name and not node.get("ignored")
            return (Said("text", node["name"]["value"], (), ()),) if heard else ()
        if role in UNSAID:
            return ()
        within = self.within(node.get("childIds", []))
        if node.get("ignored") or (role in HOLDERS and not name):
            return within
        return (Said(WORDS.get(role, role), name, tuple(self.more(node, role)), within),)

    def more(self, node: Node, role: str) -> Iterator[str]:
        """What is said beside its name."""
        has = {each["name"]: each["value"].get("value") for each in node.get("properties", [])}
        if role == "heading":
            yield str(has["level"])
        if role == "DisclosureTriangle":
            yield "open" if has.get("expanded") else "closed"
        if node.get("backendDOMNodeId") in self.current:
            yield "current"
        for key in ("pressed", "checked", "selected"):
            if key in has and (has[key] not in (False, "false") or key == "checked"):
                yield key if has[key] not in (False, "false") else f"not {key}"
        yield from (key for key in ("disabled", "required", "readonly") if has.get(key))
        if has.get("invalid") not in (None, "false"):
            yield "invalid"
        if has.get("focused") and role != "RootWebArea":
            yield "focused"
        for key in ("value", "description"):
            if (words := _words(node, key)) and words != _words(node, "name"):
                yield f"({key}: {words})"


def _words(node: Node, key: str) -> str:
    return _trimmed(str(node.get(key, {}).get("value", "")))


def _trimmed(words: str) -> str:
    return re.sub(r"\s+(?=[,;:.)”]|\s)", "", re.sub(r"\s+", " ", words)).strip()


CALLED_THE_SAME = """
  () => {
    const words = (e) => e.getAttribute("aria-label") ?? e.textContent;
    const called = (e) => words(e).trim().replace(/\\s+/g, " ");
    // What a button outside of a form does is its script's to say.
    const leads = (e) => e.href ?? (e.form && [e.form.action, e.name, e.value].join(" "));
    const found = new Map();
    for (const e of document.querySelectorAll("a[href], button")) {
      if (!e.checkVisibility()) continue;
      const key = `${e.localName} "${called(e)}"`;
      found.set(key, (found.get(key) ?? new Set()).add(leads(e)));
    }
    return [...found]
      .filter(([, to]) => to.size > 1)
      .map(([key, to]) => `${key}: ${[...to].join(", ")}`);
  }
"""


def called_the_same(page: Page) -> list[str]:
    """Links and buttons that sound the same and do different things."""
    found: list[str] = page.evaluate(CALLED_THE_SAME)
    return found


WRITTEN_OTHERWISE = """
  () => {
    const plain = (words) => words.trim().replace(/\\s+/g, " ").toLowerCase();
    return [...document.querySelectorAll("a[aria-label], button[aria-label]")]
      .filter((e) => e.checkVisibility())
      .filter((e) => !plain(e.getAttribute("aria-label")).includes(plain(e.innerText)))
      .map((e) => `"${e.getAttribute("aria-label")}" is written "${e.innerText}"`);
  }
"""


def written_otherwise(page: Page) -> list[str]:
    """Controls whose name doesn't hold what is written on them: speaking that finds nothing."""
    found: list[str] = page.evaluate(WRITTEN_OTHERWISE)
    return found
