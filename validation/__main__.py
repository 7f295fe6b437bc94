"""`python -m validation [NAME ...]`: run the long simulations, write results beside them."""

from __future__ import annotations

import importlib
import json
import sys
import time
from pathlib import Path

from limen import __version__

HERE = Path(__file__).parent
SEED = 20261123
REPLICATES = {
    "mixed_models": 20_000,
    "mmrm": 2_000,
    "imputation": 1_000,
    "guess_rate": 20_000,
    "direct_effect": 2_000,
    "resilience": 1_000,
    "rehearsal": 20_000,
    "calibrate": 1_000,
    "self_blinding_prediction": 20,
    "conduct_soak": 1_500,
    "conduct_kills": 10,
}


def main() -> None:
    """Run the named simulations, or all; `NAME=REPLICATES` runs fewer or more."""
    asked = dict(part.partition("=")[::2] for part in sys.argv[1:])
    chosen = asked or dict.fromkeys(REPLICATES, "")
    unknown = [name for name in chosen if name not in REPLICATES]
    if unknown:
        sys.exit(f"unknown validation {unknown[0]!r}; choose from {', '.join(REPLICATES)}")
    for name, wanted in chosen.items():
        replicates = int(wanted or REPLICATES[name])
        start = time.perf_counter()
        found = importlib.import_module(f"validation.{name}").run(replicates, SEED)
        if found is None:
            print(f"{name}: skipped, and its result is left as it was")
            continue
        record = {
            "command": f"python -m validation {name}={replicates}",
            "seed": SEED,
            "replicates": replicates,
            "limen": __version__,
            "seconds": round(time.perf_counter() - start, 1),
            "results": found,
        }
        text = json.dumps(record, indent=2, ensure_ascii=False) + "\n"
        (HERE / "results" / f"{name}.json").write_text(text, encoding="utf-8")
        print(f"{name}: {replicates} replicates in {record['seconds']} s")


if __name__ == "__main__":
    main()
