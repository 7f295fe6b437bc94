"""Whether there is anybody, and anything, to analyse."""

from __future__ import annotations

from collections.abc import Mapping

from limen.counted import counted
from limen.dataset.allocations import Allocations
from limen.dataset.check.promises import Promises
from limen.dataset.check.report import Findings
from limen.dataset.storage.rows import Rows
from limen.dataset.vocabulary import parts
from limen.errors import Problem
from limen.protocol.document.measurement import Outcome


def check_people(tables: Mapping[str, Rows], found: Findings) -> None:
    """Nobody, one person, and people without any score."""
    people = tables["participants"].column("participant")
    file = tables["participants"].file
    if len(people) < 2:
        who = "nobody" if not people else "one participant only"
        message = f"there is {who}: nothing can be compared."
        found.warn("people", Problem(file=file, path="participants", message=message))
    scored = set(tables["scores"].column("participant"))
    silent = [person for person in people if person not in scored]
    if silent:
        listed = ", ".join(silent[:8]) + (", …" if len(silent) > 8 else "")
        found.warn(
            "no score",
            Problem(
                file=file,
                path="participants",
                message=f"{len(silent)} of {len(people)} "
                f"{'has' if len(silent) == 1 else 'have'} no score at all: {listed}.",
                remedy="They count in the participant flow and in no analysis of scores.",
            ),
        )


def check_outcomes(tables: Mapping[str, Rows], promises: Promises, found: Findings) -> None:
    """Outcomes without a single score, and outcomes that never vary."""
    scores = tables["scores"]
    columns = [scores.column(name) for name in ("instrument", "subscale", "occasion", "score")]
    values: dict[tuple[str, str, str], set[str]] = {}
    for instrument, subscale, occasion, score in zip(*columns, strict=True):
        if score:
            definition = occasion.partition(".")[0]
            values.setdefault((instrument, subscale, definition), set()).add(score)
    for outcome in parts(promises.protocol.outcomes):
        if not isinstance(outcome.instrument, str):
            continue
        seen = _values(outcome, promises, values)
        if len(seen) > 1:
            continue
        message = (
            f"outcome {outcome.id!r} has no score at its occasions."
            if not seen
            else f"outcome {outcome.id!r} is {min(seen)} wherever it was scored."
        )
        remedy = "Its analyses will say that they cannot be done."
        found.warn("outcomes", Problem(file=scores.file, message=message, remedy=remedy))


def _values(
    outcome: Outcome, promises: Promises, values: Mapping[tuple[str, str, str], set[str]]
) -> set[str]:
    instrument = str(outcome.instrument)
    subscales = (
        [outcome.subscale]
        if isinstance(outcome.subscale, str)
        else list(promises.instruments.get(instrument, {}))
    )
    seen: set[str] = set()
    for subscale in subscales:
        for occasion in parts(outcome.occasions):
            seen |= values.get((instrument, subscale, occasion.partition(".")[0]), set())
    return seen


def check_arms(
    tables: Mapping[str, Rows], allocations: Allocations, promises: Promises, found: Findings
) -> None:
    """Arms that nobody is in, and people without an allocation."""
    rows = allocations.rows
    filled = set(rows.column("arm"))
    for arm in parts(promises.protocol.arms):
        if arm.id not in filled:
            found.warn(
                "empty arm",
                Problem(
                    file=rows.file,
                    path="allocations.arm",
                    message=f"nobody is in arm {arm.id!r}.",
                    remedy="Comparisons with it will say that they cannot be done.",
                ),
            )
    given = set(rows.column("participant"))
    without = [who for who in tables["participants"].column("participant") if who not in given]
    if without:
        listed = ", ".join(without[:8]) + (", …" if len(without) > 8 else "")
        message = (
            f"{counted(len(without), 'participant has', 'participants have')} no "
            f"allocation: {listed}."
        )
        found.warn("allocation", Problem(file=rows.file, path="allocations", message=message))
