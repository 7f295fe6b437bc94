"""`python -m limen.demo [OUT]`: run the demonstration and say where its reports are."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy: work is shared by processes

import typer

from limen.demo.demo import SCENARIOS, STUDY, TRUTH, demonstrate
from limen.errors import LimenError


def main(out: Path) -> None:
    """Say what is done, do it, and say where everything is."""
    typer.echo(
        f"A planned study ({STUDY}: do micro-doses of LSD make daily stressors weigh less?) is\n"
        f"rehearsed under {len(SCENARIOS)} scenarios; then one dataset of it is simulated "
        f"(scenario {TRUTH})\nand analysed. At last virtual people live through half of a study on "
        "its real pages.\nNo real person stands behind any number.\n"
    )
    made = demonstrate(out)
    typer.echo(
        f"{made.said}\n\nCan the study answer its question?  {made.rehearsed}"
        f"\nWhat its data might look like:       {made.study} (allocations apart: "
        f"{made.allocations})\nWhat its analysis would print:       {made.report}"
        f"\n\n{made.accounts}\nNext: make serve-demo   (starts the server: {made.conduct})"
        "\n      source .venv/bin/activate; limen --help"
    )


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1] if len(sys.argv) > 1 else "out"))
    except LimenError as failure:
        sys.exit(f"error: {failure}")
