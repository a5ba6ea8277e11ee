"""Reading a page the way a strict browser would, and its hooks (contract.md)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

UNSEEN = {"script", "style", "template"}
BLOCKS = {
    *("p", "li", "dt", "dd", "h1", "h2", "h3", "button", "a", "td", "th", "summary", "title"),
    *("div", "label", "option", "figcaption", "span"),
}


@dataclass(frozen=True)
class SlotHook:
    """One slot as a check outside the suite would find it."""

    key: str
    done: str
    required: str
    credit: str | None
    action: str | None

    @property
    def period(self) -> str:
        """``morning``, ``afternoon`` or ``evening``."""
        return self.key.split("/")[1]

    @property
    def place(self) -> str:
        """Without the day: ``evening/sole-rub/1``."""
        return self.key.partition("/")[2]


@dataclass(frozen=True)
class Page:
    """A parsed answer. Parsing is strict: any fault of the HTML raises."""

    root: Element

    @cached_property
    def elements(self) -> list[Element]:
        """All elements, comments left out."""
        return [each for each in self.root.iter() if is_element(each)]

    def tagged(self, tag: str) -> list[Element]:
        """Elements of one name."""
        return [each for each in self.elements if each.tag == tag]

    def having(self, attribute: str) -> list[Element]:
        """Elements with an attribute."""
        return [each for each in self.elements if each.get(attribute) is not None]

    def by_id(self, name: str) -> Element | None:
        """The one element with this id."""
        found = [each for each in self.elements if each.get("id") == name]
        assert len(found) < 2, f"id {name} stands {len(found)} times"
        return found[0] if found else None

    @cached_property
    def slots(self) -> list[SlotHook]:
        """Every slot, in the page's order; a slot that stands twice is a fault."""
        hooks = [
            SlotHook(
                key=each.attrib["data-slot"],
                done=each.attrib["data-done"],
                required=each.attrib["data-required"],
                credit=each.get("data-credit"),
                action=next((form.get("action") for form in each.iter("form")), None),
            )
            for each in self.having("data-slot")
        ]
        assert len({hook.key for hook in hooks}) == len(hooks), "a slot stands twice"
        return hooks

    def slot(self, place: str) -> SlotHook:
        """The slot at ``evening/sole-rub/1``."""
        return next(hook for hook in self.slots if hook.place == place)

    @property
    def required(self) -> list[SlotHook]:
        """The slots that the plan asks for."""
        return [hook for hook in self.slots if hook.required == "true"]

    def day(self, day: str) -> Element:
        """The row of a day on the week page."""
        return next(each for each in self.having("data-day") if each.get("data-day") == day)

    @property
    def week_summary(self) -> Element:
        """The element that carries the whole week's share."""
        (found,) = [e for e in self.having("data-adherence") if e.get("data-day") is None]
        return found

    @cached_property
    def text(self) -> str:
        """What can be read, in one line; attributes are left out."""
        return re.sub(r"\s+", " ", "".join(_read(self.root))).strip()

    def text_of(self, element: Element) -> str:
        """What can be read in an element."""
        return re.sub(r"\s+", " ", "".join(_read(element))).strip()


def is_element(node: Any) -> bool:
    """Not a comment: those have a function for a tag."""
    return isinstance(node.tag, str)


def _read(element: Element) -> Iterator[str]:
    if not is_element(element) or element.tag in UNSEEN:
        return
    if element.tag in BLOCKS:
        yield " "
    yield element.text or ""
    for child in element:
        yield from _read(child)
        yield child.tail or ""
    if element.tag in BLOCKS:
        yield " "


def body_of(response: Any) -> str:
    """The answer's text, streamed or not."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    text: str = content.decode("utf-8")
    return text


def parse(response: Any) -> Page:
    """A whole page."""
    assert response["Content-Type"] == "text/html; charset=utf-8"
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return Page(parser.parse(body_of(response)))


def parse_fragment(response: Any) -> Page:
    """What htmx gets: a piece of a page."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root = Element("div")
    root.extend(parser.parseFragment(body_of(response)))
    return Page(root)
