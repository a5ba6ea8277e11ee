"""What does Lighthouse find? `python -m scripts.lighthouse [times]` asks it, with Node.js.

The product is served as `make run` serves it, with an empty record of its own; somebody ticks, and
Lighthouse looks at Today, a technique and the week in each language as a phone on a slow network
would. The middle of several looks counts. The table goes to the terminal and into
docs/accessibility.md; each report lies in `var/lighthouse`.

Lighthouse is no part of the product nor of `make test`: it is installed by npm, pinned with the
hashes in `scripts/npm/package-lock.json`, into `var/lighthouse` alone.
"""

from __future__ import annotations

import datetime as dt
import http.cookiejar
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts.find_browser import NoBrowser, obtain
from scripts.screenshots import languages, site

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parent.parent
PINNED = ROOT / "scripts" / "npm"
TARGET = ROOT / "var" / "lighthouse"
DOCUMENT = ROOT / "docs" / "accessibility.md"
BEGINNING, END = "<!-- measured -->\n", "<!-- end of what was measured -->\n"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAGES = (
    ("Today", "/"),
    ("Foot massage", "/techniques/foot-massage/"),
    ("History", "/history/"),
)
TICKED = ("evening/waist-rub/1", "evening/sole-rub/1")
#: A shared computer can make one look take minutes.
SECONDS = 240


class CannotAsk(Exception):
    """Lighthouse can't be had, or didn't answer."""


@dataclass(frozen=True)
class Found:
    """One look at a page: points of 100 by category, milliseconds and shift."""

    scores: tuple[float, ...]
    lcp: float
    tbt: float
    cls: float
    #: What took points away, by Lighthouse's own names.
    faults: tuple[str, ...] = ()


def read(report: dict[str, Any]) -> Found:
    """What a report of Lighthouse says."""
    audits = report["audits"]
    of = {name: report["categories"][name] for name in CATEGORIES}
    faults = sorted(
        {
            each["id"]
            for category in of.values()
            for each in category["auditRefs"]
            if each["weight"]
            and (audits[each["id"]]["score"] or 0) < 1
            and audits[each["id"]]["scoreDisplayMode"] in ("binary", "numeric", "metricSavings")
        }
    )
    return Found(
        scores=tuple(round(100 * of[name]["score"], 1) for name in CATEGORIES),
        lcp=audits["largest-contentful-paint"]["numericValue"],
        tbt=audits["total-blocking-time"]["numericValue"],
        cls=audits["cumulative-layout-shift"]["numericValue"],
        faults=tuple(faults),
    )


def middle(looks: list[Found]) -> Found:
    """The median of each figure, with everything that any of the looks found fault with."""
    return Found(
        scores=tuple(
            statistics.median(points) for points in zip(*(e.scores for e in looks), strict=True)
        ),
        lcp=statistics.median(each.lcp for each in looks),
        tbt=statistics.median(each.tbt for each in looks),
        cls=statistics.median(each.cls for each in looks),
        faults=tuple(sorted({fault for each in looks for fault in each.faults})),
    )


def table(rows: Iterable[tuple[str, str, Found]]) -> str:
    """Page, language and what was found, as Markdown."""
    heads = ("page", "language", *CATEGORIES, "LCP ms", "TBT ms", "CLS")
    lines = [
        f"| {' | '.join(heads)} |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for page, language, found in rows:
        points = " | ".join(f"{score:g}" for score in found.scores)
        lines.append(
            f"| {page} | {language} | {points} | {found.lcp:.0f} | {found.tbt:.0f} "
            f"| {found.cls:.3g} |"
        )
    return "\n".join(lines) + "\n"


def install() -> Path:
    """Have npm install what is pinned, unless it is there; return Lighthouse's own start.

    Raises:
        CannotAsk: there is no Node.js or npm, or npm fails.
    """
    if missing := [each for each in ("node", "npm") if shutil.which(each) is None]:
        raise CannotAsk(
            f"This needs Node.js 18.16 or newer with npm; there is no {' and no '.join(missing)}. "
            "Everything else, make test included, does without."
        )
    start = TARGET / "node_modules" / "lighthouse" / "cli" / "index.js"
    TARGET.mkdir(parents=True, exist_ok=True)
    names = ("package.json", "package-lock.json")
    wanted = [(PINNED / name).read_bytes() for name in names]
    has = [(TARGET / name).read_bytes() for name in names if (TARGET / name).exists()]
    if wanted != has or not start.exists():
        for name in names:
            shutil.copy(PINNED / name, TARGET / name)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=TARGET, capture_output=True, text=True, check=False)
        if done.returncode:
            (TARGET / names[1]).unlink()
            raise CannotAsk(f"npm could not install Lighthouse:\n{done.stderr}")
    return start


def tick(address: str) -> str:
    """Tick as a stranger does; return the cookies of the record that this begins."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    with browser.open(f"{address}/") as page:
        text = page.read().decode()
    found = re.search(r'data-slot="([\d-]+)/', text)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text)
    if not found or not token:
        raise CannotAsk("Today does not look as it should.")
    for slot in TICKED:
        values = urllib.parse.urlencode({"done": "1", "csrfmiddlewaretoken": token[1]})
        request = urllib.request.Request(  # noqa: S310 - the site was started here
            f"{address}/day/{found[1]}/{slot}/", values.encode(), {"Referer": f"{address}/"}
        )
        browser.open(request).close()
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def look(start: Path, browser: str, address: str, cookies: str, report: Path) -> Found:
    """Have Lighthouse look at a page once.

    Raises:
        CannotAsk: it failed; what it said is in the message.
    """
    headers = report.with_name("headers.json")
    headers.write_text(json.dumps({"Cookie": cookies}), encoding="utf-8")
    command = [
        *("node", str(start), address, "--quiet", "--output=json", f"--output-path={report}"),
        *(f"--extra-headers={headers}", f"--only-categories={','.join(CATEGORIES)}"),
        *("--no-enable-error-reporting", "--chrome-flags=--headless=new --no-sandbox"),
    ]
    done = subprocess.run(
        command,
        env={**os.environ, "CHROME_PATH": browser},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode:
        raise CannotAsk(f"Lighthouse could not look at {address}:\n{done.stderr}")
    said = json.loads(report.read_text(encoding="utf-8"))
    if error := said.get("runtimeError"):
        raise CannotAsk(f"Lighthouse could not look at {address}: {error['message']}")
    return read(said)


def look_at_all(
    start: Path, browser: str, address: str, times: int
) -> list[tuple[str, str, Found]]:
    """Look at each page in each language so many times."""
    cookies = tick(address)
    rows = []
    for code, prefix in languages():
        for name, path in PAGES:
            looks = []
            for place in range(times):
                report = TARGET / f"{code}-{name.lower().replace(' ', '-')}-{place + 1}.json"
                looks.append(look(start, browser, f"{address}{prefix}{path}", cookies, report))
            found = middle(looks)
            rows.append((name, code, found))
            print(table(rows[-1:]).splitlines()[-1], *found.faults, flush=True)
    return rows


def write_down(text: str, times: int) -> None:
    """Put the table where the document has room for it."""
    document = DOCUMENT.read_text(encoding="utf-8")
    before, _beginning, rest = document.partition(BEGINNING)
    _old, _end, after = rest.partition(END)
    version = json.loads((PINNED / "package.json").read_text())["dependencies"]["lighthouse"]
    told = (
        f"Lighthouse {version}, {dt.datetime.now(dt.UTC):%-d %B %Y}, the middle of {times} looks "
        f"each:\n\n"
    )
    DOCUMENT.write_text(f"{before}{BEGINNING}\n{told}{text}\n{END}{after}", encoding="utf-8")


def main(times: int = 3) -> int:
    """Look, print, write down; the exit code is 2 when Lighthouse could not be asked."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "kidneycare.settings"
    with tempfile.TemporaryDirectory(prefix="kidneycare-audit-") as folder:
        # Also for this process: reading the settings must not touch a real record.
        os.environ["KIDNEYCARE_DATA"] = folder
        try:
            start, browser = install(), obtain()
            with site(Path(folder)) as address:
                rows = look_at_all(start, browser, address, times)
        except (CannotAsk, NoBrowser) as trouble:
            sys.stderr.write(f"{trouble}\nNothing was measured.\n")
            return 2
    print("\n" + table(rows))
    write_down(table(rows), times)
    return 0


if __name__ == "__main__":
    sys.exit(main(*(int(each) for each in sys.argv[1:])))
