"""Which scores are expected to be missing, and who is expected to leave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from limen.protocol import Protocol
from limen.rehearse.tally import Tally
from limen.rehearse.tally.counting import REASONS
from limen.rehearse.tally.tally import Count
from limen.results import Cell, Column, Table

MANY = 12  # occasions of a diary; then the first and the last stand for all
ALL = "all"  # occasions together


def missing(protocol: Protocol, tally: Tally) -> Table:
    """The share of scores that are not there, by outcome, occasion and arm.

    Outcomes without a missing score are left out.
    """
    counts, arms = tally.counts, [arm.id for arm in protocol.arms]
    due = [key[1:3] for key in counts if key[0] == "due"]
    rows = [
        (protocol.outcome(outcome).title, occasion, *shares)
        for outcome in dict.fromkeys(name for name, _ in due if not _complete(counts, name))
        for occasion, shares in _shares(
            counts, outcome, list(dict.fromkeys(o for name, o in due if name == outcome)), arms
        )
    ]
    return Table(
        key="missing",
        caption="Scores that are expected to be missing",
        columns=(
            Column(key="outcome", title="Outcome", kind="text"),
            Column(key="occasion", title="Occasion", kind="text"),
            *(Column(key=arm.id, title=str(arm.title), kind="percent") for arm in protocol.arms),
        ),
        rows=tuple(rows),
        notes=(f"Of outcomes with more than {MANY} occasions, the first and the last are shown.",),
    )


def _complete(counts: Mapping[Count, int], outcome: str) -> bool:
    """Whether nobody misses a score of an outcome."""
    due, seen = (
        sum(n for key, n in counts.items() if key[:2] == (kind, outcome))
        for kind in ("due", "seen")
    )
    return due == seen


def _shares(
    counts: Mapping[Count, int], outcome: str, occasions: list[str], arms: list[str]
) -> Iterator[tuple[str, list[Cell]]]:
    shown = occasions if len(occasions) <= MANY else [occasions[0], occasions[-1]]
    parts = [(one, [one]) for one in shown]
    if len(occasions) > 1:
        parts.insert(0, (ALL, occasions))
    for name, some in parts:
        shares: list[Cell] = []
        for arm in arms:
            due = sum(counts.get(("due", outcome, one, arm), 0) for one in some)
            seen = sum(counts.get(("seen", outcome, one, arm), 0) for one in some)
            shares.append(1 - seen / due if due else None)
        yield name, shares


def leaving(protocol: Protocol, tally: Tally) -> Table:
    """The share of people who leave, by reason, and of those who stop dosing, by arm."""
    rows: list[tuple[Cell, ...]] = []
    for arm in protocol.arms:
        people = tally.counts.get(("people", arm.id), 0)
        if people:
            left = [tally.counts.get(("left", arm.id, reason), 0) for reason in REASONS]
            stopped = tally.counts.get(("stopped", arm.id), 0)
            rows.append((str(arm.title), *(n / people for n in left), stopped / people))
    return Table(
        key="leaving",
        caption="People who are expected to leave or to stop dosing",
        columns=(
            Column(key="arm", title="Arm", kind="text"),
            *(Column(key=one, title=one.capitalize(), kind="percent") for one in REASONS),
            Column(key="stopped", title="Dosing ends early", kind="percent"),
        ),
        rows=tuple(rows) if any(key[0] == "stopped" for key in tally.counts) else (),
    )
