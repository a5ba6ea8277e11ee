"""The tables of docs/performance.md, made from what was measured."""

from typing import Any

NAMES = {
    "technique": "technique page",
    "unchanged": "technique page, unchanged (304)",
    "today": "Today",
    "tick": "tick (form, 303)",
    "fragment": "tick (htmx, changed part)",
    "week": "week",
    "weeks": "twelve weeks",
}
TARGETS = {"technique": 0.9, "unchanged": 1.5, "today": 0.6, "tick": 0.7, "week": 0.6}
LARGEST_WORKER = 70
SLOWEST_TICK = 100


def tables(found: dict[str, Any]) -> str:
    """Everything as Markdown; what misses its target says so."""
    return "\n".join([*_ratios(found), "", *_sites(found), "", *_rest(found)])


def _ratios(found: dict[str, Any]) -> list[str]:
    lines = [
        "| product ÷ floor | 8 clients | 1 client | by processor time | target |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for name, told in NAMES.items():
        value, alone = found["ratio"][name], found["ratio_of_one_client"][name]
        processor = found["ratio_of_processor_time"][name]
        target = TARGETS.get(name)
        missed = " **missed**" if target is not None and value < target else ""
        wanted = f"{target}{missed}" if target is not None else "–"
        lines.append(f"| {told} | {value:.2f} | {alone:.2f} | {processor:.2f} | {wanted} |")
    return lines


def _sites(found: dict[str, Any]) -> list[str]:
    heads = ["req/s, 8 clients", "1 client", "p50 ms", "p99 ms", "processor ms", "database ms"]
    heads += ["queries", "bytes"]
    lines = [f"| | {' | '.join(heads)} |", f"| --- |{' ---: |' * len(heads)}"]
    for site, names in (("floor", dict.fromkeys(found["floor"])), ("product", NAMES)):
        for name in names:
            row = found[site][name]
            told = NAMES[name] if site == "product" else f"floor: {name}"
            lines.append(
                f"| {told} | {row['per_second_8']} | {row['per_second_1']} | {row['p50_ms']:.2f} "
                f"| {row['p99_ms']:.2f} | {row['processor_ms']:.2f} "
                f"| {row['database_ms']:.2f} | {row['queries']} | {row['bytes']} |"
            )
    return lines


def _rest(found: dict[str, Any]) -> list[str]:
    memory, crowd = found["worker_mebibytes"], found["contention"]
    lines = []
    if memory["product"] is not None:
        missed = " **missed**" if memory["product"] > LARGEST_WORKER else ""
        lines.append(
            f"A worker takes {memory['product']:.0f} MiB (floor {memory['floor']:.0f}, "
            f"target at most {LARGEST_WORKER}){missed}."
        )
    missed = " **missed**" if crowd["errors"] or crowd["p99_ms"] > SLOWEST_TICK else ""
    lines.append(
        f"{crowd['clients']} clients ticking on {crowd['workers']} workers: "
        f"{crowd['ticks']} ticks, {crowd['errors']} errors, {crowd['per_second']} a second, "
        f"p50 {crowd['p50_ms']} ms, "
        f"p99 {crowd['p99_ms']} ms (target: no error, p99 at most {SLOWEST_TICK} ms){missed}."
    )
    lines.append(f"On {found['machine']}, {found['database']}.")
    return lines
