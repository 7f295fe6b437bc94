"""What is true is sought once for all designs that share it, and progress says so."""

from __future__ import annotations

import pytest
from tiny import tiny

import limen.rehearse.running.run as running
from limen.rehearse import Cell, Rehearsed, rehearse
from limen.rehearse.engines import Serial
from limen.rehearse.running.seeking import Known
from limen.rehearse.vary import with_fields

HOW = {"replicates": 4, "seed": 1, "slow_replicates": 0, "engine": Serial()}


def numbers_of(one: Rehearsed) -> str:
    """Everything but times, to the last bit."""
    return repr((one.truths, one.performance, one.tables, one.refused))


def sizes(*people: int) -> list[Cell]:
    """The tiny study with other numbers of participants."""
    return [with_fields(tiny(), {"population.planned": n}) for n in people]


def test_designs_that_differ_in_their_size_share_one_truth(monkeypatch: pytest.MonkeyPatch):
    """It is sought once, and each alone would have found the same, to the last bit."""
    sought: list[int] = []
    real = running.lives

    def counted(part):
        sought.append(part.number)
        return real(part)

    monkeypatch.setattr(running, "lives", counted)
    together = rehearse(sizes(12, 24), **HOW)
    assert sought == list(range(running.PARTS))
    alone = [rehearse([one], **HOW).cells[0] for one in sizes(12, 24)]
    assert [numbers_of(one) for one in together.cells] == [numbers_of(one) for one in alone]
    first, second = together.cells
    assert first.truths == second.truths
    assert first.performance != second.performance


def test_rehearsals_that_share_what_is_known_seek_nothing_twice(monkeypatch: pytest.MonkeyPatch):
    known: Known = {}
    before = rehearse(sizes(12), known=known, **HOW)
    monkeypatch.setattr(running, "lives", None)  # whoever seeks fails
    again = rehearse(sizes(24), known=known, **HOW)
    assert again.cells[0].truths == before.cells[0].truths
    with pytest.raises(TypeError):
        rehearse(sizes(24), known=known, **{**HOW, "seed": 2})


def test_progress_says_what_is_being_found():
    told: list[tuple[str, int, int]] = []
    rehearse(
        [tiny()],
        **HOW,
        progress=lambda what, done, total: told.append((what, done, total)),
    )
    said = [what for what, _, _ in told]
    assert said[:3] == [
        "the truth",
        "some, what the plan aims at",
        f"some, what is true, part 1 of {running.PARTS}",
    ]
    assert said[-1] == "some, replicates 1 to 4"
    assert [done for _, done, _ in told] == list(range(len(told)))
    assert {total for _, _, total in told} == {len(told) - 1}
