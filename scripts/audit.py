"""Are there known holes in the locked packages? `python -m scripts.audit` asks osv.dev.

A check that finds nothing has proved nothing unless it can find something: before ours, an old
Django is asked about whose holes are known. Where the answer to that is silence, or none comes,
the exit code is 2 and says so; 1 is a hole in a package of ours, 0 a clean answer.
"""

from __future__ import annotations

import json
import re
import sys
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADVISORIES = "https://api.osv.dev/v1/querybatch"
KNOWN_BAD = ("django", "3.2.0")
LOCKS = ("requirements.txt", "requirements-dev.txt")
AT_ONCE = 500
SECONDS = 30

Package = tuple[str, str]


class CannotTell(Exception):
    """The advisories could not be asked, or gave an answer that can't be right."""


def locked(text: str) -> list[Package]:
    """Name and version of each package in a lock file."""
    return re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", text, re.MULTILINE)


def advisories(packages: list[Package], address: str = ADVISORIES) -> dict[Package, list[str]]:
    """The numbers of the advisories about each package that has any.

    Raises:
        CannotTell: nobody answers, or not about each package.
    """
    found: dict[Package, list[str]] = {}
    for first in range(0, len(packages), AT_ONCE):
        some = packages[first : first + AT_ONCE]
        queries = [
            {"package": {"ecosystem": "PyPI", "name": name}, "version": version}
            for name, version in some
        ]
        request = urllib.request.Request(  # noqa: S310 - the address is ours
            address,
            json.dumps({"queries": queries}).encode(),
            {"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
                results = json.load(answer)["results"]
            for package, result in zip(some, results, strict=True):
                if result.get("vulns"):
                    found[package] = sorted(each["id"] for each in result["vulns"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as trouble:
            raise CannotTell(f"The advisories could not be asked: {trouble}.") from trouble
    return found


def audit(packages: list[Package], address: str = ADVISORIES) -> dict[Package, list[str]]:
    """As ``advisories``, but trusted only if a hole that is known is found.

    Raises:
        CannotTell: it is not.
    """
    if KNOWN_BAD not in advisories([KNOWN_BAD], address):
        raise CannotTell("The advisories know nothing of a Django full of holes: nothing is known.")
    return advisories(packages, address)


def main(address: str = ADVISORIES) -> int:
    """Print what was found; the exit code is told at the top."""
    packages = sorted(
        {package for lock in LOCKS for package in locked((ROOT / lock).read_text(encoding="utf-8"))}
    )
    try:
        found = audit(packages, address)
    except CannotTell as trouble:
        print(f"{trouble}\nNothing was checked.", file=sys.stderr)
        return 2
    for (name, version), numbers in found.items():
        print(f"{name} {version}: {', '.join(numbers)}")
    print(f"{len(packages)} packages asked about, {len(found)} with known holes.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
