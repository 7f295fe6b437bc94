"""Planned mixed models in very many trials, by the exact route."""

from __future__ import annotations

from limen.counted import counted
from limen.rehearse.exact import Exact
from limen.rehearse.performance import Performance
from limen.rehearse.rehearsal import Rehearsed
from limen.rehearse.words.sections.estimators import own_table
from limen.results import Section


def exact_sentences(found: Exact) -> tuple[str, ...]:
    """What was done, and what the route could not do."""
    keys = {p.quantity.key for p in found.performance}
    first = (
        f"{counted(len(keys), 'comparison')} of planned mixed models in {found.trials:,} trials "
        "under one allocation: sufficient statistics are drawn exactly instead of every score, as "
        "if scores lay on a continuum without floor or ceiling."
        if keys
        else "No planned mixed model can be drawn exactly under this scenario."
    )
    said = (_said(p) for p in found.performance if p.own)
    why: dict[str, list[str]] = {}
    for key, reasons in found.refused:
        why.setdefault(reasons, []).append(key)
    only = (f"Only by raw draws, for {r}: {', '.join(keys)}." for r, keys in why.items())
    return (first, *said, *only)


def _said(p: Performance) -> str:
    name = "type I error" if p.truth_is_zero else "power"
    share, error = 100 * p.rejection.value, 100 * p.rejection.error
    return f"{p.quantity.key}: {name} {share:.2f} % (± {error:.2f}), truth {p.truth:.3g}."


def exact_section(one: Rehearsed, found: Exact, number: int) -> Section:
    """Operating characteristics with small Monte Carlo errors, and why others have none."""
    rows = [p for p in found.performance if p.own]
    said, *left_out = (one for one in exact_sentences(found) if ": power" not in one)
    return Section(
        id=f"exact-{number}",
        title=f"Very many trials if “{one.cell.scenario.title}” is true",
        short="Very many trials",
        paragraphs=(said,),
        points=tuple(left_out),
        tables=(own_table(one, rows),) if rows else (),
    )
