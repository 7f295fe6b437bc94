"""`python -m benchmarks [NAME ...]`: measure, and print one table."""

from __future__ import annotations

import importlib
import sys

NAMES = (
    "mixed_models",
    "mmrm",
    "guess_rate",
    "whole_analysis",
    "pharmacology",
    "power_loop",
    "rehearsal",
    "conduct_export",
    "conduct_load",
    "conduct_evening",
    "conduct_team",
)


def main() -> None:
    """Run the named benchmarks, or all of them, and print their rows."""
    chosen = sys.argv[1:] or list(NAMES)
    unknown = [name for name in chosen if name not in NAMES]
    if unknown:
        sys.exit(f"unknown benchmark {unknown[0]!r}; choose from {', '.join(NAMES)}")
    print(f"{'what':<58} {'ours':>12} {'peer':>24} {'theirs':>12} {'ratio':>10}")
    for name in chosen:
        for row in importlib.import_module(f"benchmarks.{name}").rows():
            print(
                f"{row['name']:<58} {_seconds(row['ours_seconds']):>12} {row['peer'] or '':>24} "
                f"{_seconds(row['peer_seconds']):>12} {_ratio(row['ratio']):>10}  {row['note']}",
                flush=True,
            )


def _seconds(value: float | None) -> str:
    if value is None:
        return ""
    for limit, unit in ((1e-3, "µs"), (1.0, "ms")):
        if value < limit:
            return f"{value * (1e6 if unit == 'µs' else 1e3):.3g} {unit}"
    return f"{value:.3g} s"


def _ratio(value: float | None) -> str:
    return "" if value is None else f"{value:,.1f} ×"


if __name__ == "__main__":
    main()
