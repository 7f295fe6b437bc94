"""How many taps and seconds an evening entry takes on a telephone, without the reading.

The browser test taps through it in chromium, 390 px wide; this runs it and reports what it says:

    python -m benchmarks conduct_evening
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from statistics import median

Row = dict[str, object]
TEST = (
    "tests/conduct/browser/test_evening.py"
    "::test_an_evening_takes_a_tap_per_question_and_less_than_ninety_seconds"
)
TIMES = 3


def rows() -> Iterator[Row]:
    """One row; none where no browser can be started."""
    said = [found for _ in range(TIMES) if (found := _lived()) is not None]
    if not said:
        return
    taps, seconds = said[0][0], median(seconds for _, seconds in said)
    yield {
        "name": "an evening entry, 21 questions, 390 px",
        "ours_seconds": seconds,
        "peer": "",
        "peer_seconds": None,
        "ratio": None,
        "note": f"{taps} taps from Today to the receipt; median of {len(said)}; axe and no reading "
        "included",
    }


def _lived() -> tuple[int, float] | None:
    command = [sys.executable, "-m", "pytest", "-q", "-s", TEST]
    printed = subprocess.run(command, stdout=subprocess.PIPE, text=True).stdout
    found = re.search(r"(\d+) taps, ([\d.]+) seconds", printed)
    return (int(found.group(1)), float(found.group(2))) if found else None
