"""What people are expected to guess, by what they were given."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

from limen.protocol import Protocol, listed
from limen.protocol.document.measurement import Guess
from limen.rehearse.tally import Tally
from limen.rehearse.tally.counting import NOTHING, UNSURE
from limen.results import Cell, Column, Table

ALL = "all"  # occasions together


def guess_tables(protocol: Protocol, tally: Tally, replicates: int) -> Iterator[Table]:
    """A table for each guess: a row for what was given, by occasion and over all of them."""
    for guess in listed(protocol.guesses):
        answers = {key[2:]: n for key, n in tally.counts.items() if key[:2] == ("guess", guess.id)}
        yield _table(protocol, guess, answers, replicates)


def _table(
    protocol: Protocol, guess: Guess, answers: dict[tuple[str, ...], int], replicates: int
) -> Table:
    said = [*guess.options, *([UNSURE] if guess.dont_know is True else [])]
    names = {id: _title(protocol, guess, id) for id in (*guess.options, UNSURE, NOTHING)}
    given = list(dict.fromkeys(got for _, got, _ in answers))
    occasions = [ALL, *dict.fromkeys(occasion for occasion, _, _ in answers)]
    if len(occasions) == 2:
        occasions = occasions[1:]
    rows, fewest = [], 0
    for occasion in occasions:
        for got in sorted(given, key=[*guess.options, NOTHING, *given].index):
            counted = [
                sum(
                    n
                    for (at, what, answer), n in answers.items()
                    if (at == occasion or occasion == ALL) and (what, answer) == (got, one)
                )
                for one in said
            ]
            total = sum(counted)
            if total:
                fewest = min(fewest or total, total)
                shares: list[Cell] = [n / total for n in counted]
                name = names.get(got) or _title(protocol, guess, got)
                rows.append((occasion, name, *shares, total / replicates))
    return Table(
        key=f"guesses.{guess.id}",
        caption=f"Expected guesses: {guess.title}",
        columns=(
            Column(key="occasion", title="Occasion", kind="text"),
            Column(key="given", title="Given", kind="text"),
            *(Column(key=f"said.{one}", title=names[one], kind="percent") for one in said),
            Column(key="answers", title="Answers in a study"),
        ),
        rows=tuple(rows),
        notes=(_precision(fewest),) if rows else (),
    )


def _precision(fewest: int) -> str:
    return (
        "The Monte Carlo standard error of a share is at most "
        f"{100 * sqrt(0.25 / fewest):.2g} percentage points."
    )


def _title(protocol: Protocol, guess: Guess, id: str) -> str:
    special = {UNSURE: "Don't know", NOTHING: "Nothing yet"}
    if id in special:
        return special[id]
    return str((protocol.arm(id) if guess.about == "arm" else protocol.intervention(id)).title)
