"""The tables of `docs/develop/occasions.md` say what the code does, and leave no cell out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import product
from pathlib import Path

import pytest
from cells import CELLS, CLOCKS, JOURNEYS, LATE, PAUSES, WINDOWS
from tables import EVENTS, answers, interruptions, moments

from limen.conduct.core.occasions import State
from limen.conduct.core.occasions.state import STEPS, Reason

PAGE = Path(__file__).parents[3] / "docs" / "develop" / "occasions.md"
Lines = Callable[[], Iterable[str]]


def table(heading: str) -> list[str]:
    """The rows of the first table below a heading."""
    text = PAGE.read_text(encoding="utf-8")
    section = re.split(r"^#+ ", text.split(f"# {heading}\n", 1)[1], flags=re.MULTILINE)[0]
    found = re.search(r"(?:^\|.*\n)+", section, flags=re.MULTILINE)
    assert found is not None, heading
    return found.group().splitlines()[2:]


@pytest.mark.parametrize(
    ("heading", "lines"),
    [
        ("What becomes of an answer", answers),
        ("Pause, withdrawal, travel", interruptions),
        ("Every window, journey and change of the clocks", moments),
    ],
)
def test_a_table_says_what_the_code_does(heading: str, lines: Lines) -> None:
    wanted = list(lines())
    assert table(heading) == wanted, "the table should read:\n" + "\n".join(wanted)


def test_the_table_of_moments_has_every_cell() -> None:
    cells = [tuple(part.strip() for part in line.split("|")[1:4]) for line in table(
        "Every window, journey and change of the clocks")]  # fmt: skip
    assert cells == list(product(WINDOWS, JOURNEYS, CLOCKS))


def test_the_factors_are_named_with_their_levels() -> None:
    levels = {line.split("|")[1].strip(): line.split("|")[2].strip() for line in table(
        "The table of cells")}  # fmt: skip
    assert levels == {
        "window": ", ".join(WINDOWS),
        "zone change": ", ".join(JOURNEYS),
        "clock change": ", ".join(CLOCKS),
        "late": ", ".join(f"`{rule}`" for rule in LATE),
        "pause": ", ".join(PAUSES),
    }
    assert f"{len(CELLS)} cells" in PAGE.read_text(encoding="utf-8")


def test_every_step_and_reason_is_explained() -> None:
    steps = {
        line.split("|")[1].strip(): {
            word.strip() for word in line.split("|")[2].split(",") if word.strip() != "–"
        }
        for line in table("The states")
    }
    assert steps == {str(state): {str(after) for after in STEPS[state]} for state in State}
    words = {line.split("|")[1].strip().strip("`") for line in table("Reasons")}
    assert words == {str(reason) for reason in Reason if reason}


def test_the_events_of_the_table_are_its_columns() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert f"| State before | {' | '.join(EVENTS)} |" in text
