"""Aims, data-generating mechanisms, estimands, methods, performance measures: for a protocol."""

from __future__ import annotations

from limen.counted import counted
from limen.figures.numbers import number
from limen.rehearse.words.answer.questions import own
from limen.rehearse.words.naming import targets
from limen.rehearse.words.naming.cells import Cells, scenario_name
from limen.rehearse.words.naming.numbers import FEWEST
from limen.results import Section

_NAMED = 12


def ademp(cells: Cells) -> Section:
    """A point for each letter, as a protocol or a paper can print it."""
    return Section(
        id="ademp",
        title="How it was done, ready for a protocol (ADEMP)",
        short="ADEMP",
        points=(
            _aims(cells),
            _mechanisms(cells),
            _estimands(cells),
            _methods(cells),
            _measures(cells),
        ),
    )


def _aims(cells: Cells) -> str:
    studies = _listed(dict.fromkeys(f"“{one.cell.protocol.title}”" for one in cells.all))
    return (
        f"Aims: to learn, before the first participant, whether {studies} can answer the planned "
        "questions, and what each planned analysis would do where people notice what they were "
        "given, guess their arm, and feel better because they believe."
    )


def _mechanisms(cells: Cells) -> str:
    scenarios = dict.fromkeys(
        f"{scenario_name(one.cell).lower()} (“{one.cell.scenario.title}”)" for one in cells.all
    )
    people = sorted({one.cell.study.people for one in cells.all})
    span = f"{people[0]:,}" if len(people) == 1 else f"{people[0]:,} to {people[-1]:,}"
    varied = f" {', '.join(cells.fields)} varied over a grid." if cells.fields else ""
    rehearsal = cells.rehearsal
    return (
        f"Data-generating mechanisms: {counted(len(cells.all), 'cell')} of protocol and scenario, "
        f"under {_listed(scenarios)}, with {span} participants, the protocol's own calendar, "
        f"allocation and instruments.{varied} {rehearsal.replicates:,} replicates of each were "
        f"drawn from named random streams with seed {rehearsal.seed}, the same ones for every "
        "cell, so that differences between cells have smaller Monte Carlo errors than the cells."
    )


def _estimands(cells: Cells) -> str:
    used = {p.target.belief for one in cells.all for p in own(one)}
    kinds = [targets.ESTIMANDS[belief] for belief in targets.BELIEFS if belief in used]
    outcomes = dict.fromkeys(
        targets.outcome_title(one.cell.protocol, p.target) for one in cells.all for p in own(one)
    )
    return (
        f"Estimands: {_listed(dict.fromkeys(kinds))}; of {_listed(outcomes)}. True values were "
        "computed from potential outcomes of the same simulated people on common random numbers."
    )


def _methods(cells: Cells) -> str:
    names = dict.fromkeys(
        f"“{targets.analysis_title(one.cell.protocol, p.quantity)}”"
        for one in cells.all
        for p in own(one)
    )
    return (
        f"Methods: the protocol's own plan of analysis, item by item: {_listed(names)}. An "
        "analysis that could not answer is reported with its reason."
    )


def _measures(cells: Cells) -> str:
    alphas = {targets.alpha_of(one.cell.protocol) for one in cells.all}
    levels = _listed(dict.fromkeys(number(alpha, 3).rstrip("0") for alpha in sorted(alphas)))
    errors = [p.coverage.error for one in cells.all for p in own(one)]
    errors += [p.rejection.error for one in cells.all for p in own(one)]
    largest = max((error for error in errors if error == error), default=float("nan"))
    few = any(p.replicates - p.failed < FEWEST for one in cells.all for p in own(one))
    among = f" (from {FEWEST} or more replicates)" if few else ""
    return (
        "Performance measures: bias, empirical and model standard error, mean squared error, "
        f"coverage, and the share of p-values below {levels}, called type I error only where the "
        "truth is zero and power where it is not; failed fits are counted and left out. Each has "
        f"its Monte Carlo standard error; the largest of a share{among} is "
        f"{number(100 * largest, 1)} percentage points."
    )


def _listed(names: dict[str, None]) -> str:
    shown = list(names)[:_NAMED]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
