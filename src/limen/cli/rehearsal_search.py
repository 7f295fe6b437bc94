"""What `limen rehearse` does once it has rehearsed: exact trials, a sample size, what helps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from limen.rehearse import Cell, Rehearsal, Rehearsed
    from limen.rehearse.engines import Engine
    from limen.rehearse.running.run import Report
    from limen.rehearse.running.seeking import Known
    from limen.results import Section

TRUTH_PEOPLE = 20_000  # for a truth that only has to tell bias from power


@dataclass(frozen=True, kw_only=True)
class Search:
    """What is wanted: exact trials, a smallest sample, changes rehearsed beside the design."""

    smallest: bool
    improve: bool
    target_power: float
    quantity: str | None
    replicates: int
    exact: int = 0  # trials

    def refuse_unplanned(self, cells: Sequence[Cell]) -> None:
        """Raise `RehearsalError` for what the search would refuse after hours of rehearsing."""
        from limen.errors import RehearsalError
        from limen.protocol import listed
        from limen.protocol.document.lookup import suggestion
        from limen.simulate.draw import BLOCK

        if self.smallest and self.replicates < BLOCK:
            raise RehearsalError(
                f"A search for a sample needs {BLOCK} replicates or more; {self.replicates} leave "
                "too much to chance."
            )
        planned = [one.id for cell in cells for one in listed(cell.protocol.analysis.analyses)]
        named = self.quantity or ""
        if named and named.partition(".")[0] not in planned:
            raise RehearsalError(
                f"'{named}' is no number of these plans: it begins with the id of an analysis. "
                f"{suggestion(named.partition('.')[0], planned)}"
            )


@dataclass(frozen=True, kw_only=True)
class Found:
    """An answer under one scenario; `numbers` are for programs."""

    scenario: str
    title: str
    sentences: tuple[str, ...]
    section: Section
    numbers: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Again:
    """Rehearses other cells on the same random numbers, each once; see `search.Evaluate`."""

    engine: Engine
    seed: int
    analyses: tuple[str, ...]
    slow: bool
    progress: Report
    known: Known = field(default_factory=dict)

    def __call__(self, cells: Sequence[Cell], replicates: int, /) -> list[Rehearsed]:
        """One result for each cell, in order."""
        from limen.rehearse import rehearse

        once = {cell.key: cell for cell in cells}
        if not once:
            return []
        made = rehearse(
            list(once.values()),
            replicates=replicates,
            seed=self.seed,
            engine=self.engine,
            slow_replicates=replicates if self.slow else 0,
            truth_people=TRUTH_PEOPLE,
            analyses=self.analyses,
            known=self.known,
            progress=self.progress,
        )
        by_key = {one.cell.key: one for one in made.cells}
        return [by_key[cell.key] for cell in cells]


def searched(
    rehearsal: Rehearsal,
    wanted: Search,
    *,
    engine: Engine,
    analyses: tuple[str, ...],
    progress: Report,
) -> Iterator[Found]:
    """Search under each scenario of a rehearsal in which there is something to find.

    Exact trials are those of `analyses`, ids of the plan's items, or of all. Where no sample is
    large enough, changes of the design are rehearsed as well.
    """
    from limen.analyse.batch import SLOW
    from limen.rehearse.changes import CHANGES, improve
    from limen.rehearse.search import Refusal, chosen, smallest_sample

    for number, one in enumerate(rehearsal.cells, start=1):
        if wanted.exact:
            progress("exact trials", number - 1, len(rehearsal.cells))
            yield _exactly(one, wanted.exact, analyses, rehearsal.seed, number)
    searching = wanted.smallest or wanted.improve
    for number, one in enumerate(rehearsal.cells if searching else (), start=1):
        about = chosen(one, wanted.quantity)
        if isinstance(about, Refusal) or about.truth_is_zero:
            continue
        key, analysis = about.quantity.key, about.quantity.analysis
        plan = {item.id: item.estimator for item in one.cell.protocol.analysis.analyses}
        slow = plan[analysis] in SLOW
        helps = wanted.improve
        if wanted.smallest:
            sample = smallest_sample(
                one.cell,
                evaluate=Again(
                    engine=engine,
                    seed=rehearsal.seed,
                    analyses=(analysis,),
                    slow=slow,
                    progress=progress,
                ),
                quantity=key,
                target_power=wanted.target_power,
                replicates=wanted.replicates,
            )
            helps = helps or not sample.found
            numbers = {"people": sample.people, "lower": sample.lower, "upper": sample.upper}
            yield _found(one, "The smallest sample", f"sample-{number}", sample, numbers)
        if helps:
            better = improve(
                one.cell,
                evaluate=Again(
                    engine=engine, seed=rehearsal.seed, analyses=(), slow=slow, progress=progress
                ),
                changes=CHANGES,
                quantity=key,
                replicates=wanted.replicates,
            )
            powers = {change.title: change.power.value for change in better.changed}
            yield _found(one, "What would help", f"changes-{number}", better, {"power": powers})


def _exactly(
    one: Rehearsed, trials: int, analyses: tuple[str, ...], seed: int, number: int
) -> Found:
    from limen.rehearse.exact import rehearse_exactly
    from limen.rehearse.words.sections.exact import exact_section, exact_sentences

    found = rehearse_exactly(one.cell, trials=trials, seed=seed, analyses=analyses)
    rejects = {p.quantity.key: p.rejection.value for p in found.performance if p.own}
    return Found(
        scenario=one.cell.scenario.id,
        title=f"Very many trials: {one.cell.scenario.title}",
        sentences=exact_sentences(found),
        section=exact_section(one, found, number),
        numbers={"trials": found.trials, "rejection": rejects},
    )


def _found(one: Rehearsed, what: str, id: str, answer: Any, numbers: dict[str, Any]) -> Found:
    from limen.results import Section

    scenario = one.cell.scenario
    return Found(
        scenario=scenario.id,
        title=f"{what}: {scenario.title}",
        sentences=answer.sentences,
        section=Section(
            id=id,
            title=f"{what} if “{scenario.title}” is true",
            short=what,
            paragraphs=answer.sentences,
            tables=answer.tables,
        ),
        numbers=numbers,
    )
