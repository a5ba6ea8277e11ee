"""Fill a site and print what to ask of it: `python -m bench.fill MODULE`.

Runs in the environment of that site, as a process of its own: two Django projects don't share one.
``MODULE.fill()`` makes the people and returns their requests by name.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from importlib import import_module

import django

from bench.asking import Asks, queries


def main(module: str) -> int:
    """Fill, count queries, print both as JSON."""
    django.setup()
    asks: Asks = import_module(module).fill()
    # The second time: what is done once a day or once a process is no part of it.
    counted = {name: [queries(asked[0]) for _ in range(2)][-1] for name, asked in asks.items()}
    told = {name: [asdict(ask) for ask in asked] for name, asked in asks.items()}
    json.dump({"asks": told, "queries": counted}, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
