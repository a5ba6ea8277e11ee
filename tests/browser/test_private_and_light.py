"""Nothing leaves the house, and little comes in."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Page, Response

from tests.browser.phone import NewPhone, all_here, settled
from tests.browser.states import regular

WHEN = """async () => {
  const told = (type) => new Promise((done) =>
    new PerformanceObserver((list) => done(list.getEntries())).observe({ type, buffered: true }));
  const [{ startTime }] = await told("paint");
  const files = await told("resource");
  const scripts = files.filter(({ name }) => name.endsWith(".js"));
  const [{ loadEventEnd }] = await told("navigation");
  return [startTime, loadEventEnd, scripts.map((script) => [script.startTime, script.name])];
}"""
"""When the page was seen, when it was there, and when each script was asked for.

Observed, as the test's clock hides it.
"""
LATER = ("/outbox/", "/guided/", "/offline/", "/manifest.webmanifest")
"""What only a tick or a lost network needs comes a second after the page."""


def answers_to(page: Page) -> list[Response]:
    """Everything the server sends to this page from now on."""
    found: list[Response] = []
    page.on("response", lambda answer: found.append(answer))  # noqa: PLW0108 - it marks its handler
    return found


def test_a_first_visit_takes_six_requests_at_most(new_phone: NewPhone) -> None:
    page = new_phone()
    answers = answers_to(page)
    page.goto("/", wait_until="networkidle")
    all_here(page)
    paths = [
        path
        for path in (urlsplit(answer.url).path for answer in answers)
        if not any(each in path for each in LATER)
    ]
    assert len(paths) <= 6, " ".join(paths)
    assert sum(path.endswith(".js") for path in paths) == 2, paths
    assert sum(path.endswith(".css") for path in paths) == 1, paths


def test_no_script_is_in_the_way_of_the_page(new_phone: NewPhone) -> None:
    page = new_phone(regular())
    page.goto("/")
    all_here(page)
    seen, there, scripts = page.evaluate(WHEN)
    assert len(scripts) >= 4
    assert min(when for when, _ in scripts) >= seen
    assert min(when for when, name in scripts if "/outbox/" in name) > there


def test_pages_to_read_need_no_script(new_phone: NewPhone) -> None:
    page = new_phone(regular())
    answers = answers_to(page)
    for path in ("/techniques/", "/techniques/waist-massage/", "/history/", "/about/"):
        page.goto(path)
    assert len(answers) >= 5
    assert not [answer.url for answer in answers if answer.url.endswith(".js")]


def test_the_phone_would_tell_of_a_broken_rule_and_of_another_host(new_phone: NewPhone) -> None:
    phones = new_phone.__self__  # type: ignore[attr-defined]
    page = new_phone()
    page.goto("/about/")
    with page.expect_console_message(lambda said: "Content Security Policy" in said.text):
        page.evaluate("() => document.body.setAttribute('style', 'color: red')")
    page.evaluate("() => fetch('http://elsewhere.invalid/').catch(() => null)")
    settled(page)
    assert any("Content Security Policy" in fault for fault in phones.faults), phones.faults
    phones.faults.clear()
    phones.watch(type("Asked", (), {"url": "https://elsewhere.invalid/"}))
    assert phones.faults == ["request: https://elsewhere.invalid/"]
    phones.faults.clear()
