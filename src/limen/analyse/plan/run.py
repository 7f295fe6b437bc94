"""Running a plan: every analysis, in order, none skipped silently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter

from limen.analyse.belief import counterexample_table
from limen.analyse.describe import (
    characteristics,
    missingness,
    participant_flow,
    pooled_guesses,
)
from limen.analyse.plan.asking import ask
from limen.analyse.plan.families import families
from limen.analyse.plan.items import QUESTIONS
from limen.analyse.plan.limits import cannot_answer
from limen.analyse.plan.looks import looks
from limen.analyse.plan.provenance import estimand_texts, provenance
from limen.analyse.plan.question import Question, Report, Setting
from limen.analyse.plan.sides import controls_tables, with_sides
from limen.analyse.reading import Reader
from limen.dataset import Dataset, UnsealedDataset
from limen.dataset.check import check_dataset
from limen.errors import AnalysisError, DatasetError, Problem
from limen.protocol.document.analysis.planned import PlannedAnalysis
from limen.results import Results


def run(
    dataset: Dataset,
    *,
    seed: int = 20261123,
    progress: Report = lambda what, done, total: None,
    command: str = "",
) -> Results:
    """Execute the protocol's analysis plan on a dataset.

    An `UnsealedDataset` gives every comparison; a sealed `Dataset` gives descriptions without
    arms, and each comparison as a refusal. What cannot be answered stands among the results with
    its reason. `progress` hears what is being done. Raises `AnalysisError` when there is nobody to
    analyse, and `DatasetError` when the dataset breaks its protocol's promises.
    """
    start = perf_counter()
    if not dataset.participants:
        raise AnalysisError("The dataset has no participants, so there is nothing to analyse.")
    sealed = dataset.sealed_allocations if isinstance(dataset, UnsealedDataset) else None
    checked = check_dataset(dataset, allocations=sealed)
    if checked.errors:
        raise DatasetError(
            "The dataset does not keep its protocol's promises, so nothing was analysed. "
            "`limen dataset check` lists the same.",
            checked.errors,
        )
    reader = Reader(dataset)
    protocol = dataset.protocol
    setting = Setting(reader=reader, seed=seed, level=1 - float(protocol.analysis.alpha))
    asked = _questions(setting)
    answers = []
    for number, (item, question) in enumerate(asked):
        progress(question.title, number, len(asked))
        answers.append(ask(question, item, setting))
    progress("done", len(asked), len(asked))
    boundaries = () if reader.sealed else looks(protocol, answers)
    results = (*with_sides(answers), *families(protocol, answers), *boundaries)
    tables = (
        pooled_guesses(reader),
        *controls_tables(answers),
        *([] if reader.sealed else [counterexample_table()]),
    )
    return Results(
        provenance=provenance(reader, seed=seed, command=command, seconds=perf_counter() - start),
        results=results,
        estimands=estimand_texts(protocol),
        flow=participant_flow(reader),
        characteristics=characteristics(reader),
        missingness=missingness(reader),
        tables=tuple(table for table in tables if table is not None),
        findings=_findings(dataset, checked.warnings),
        cannot_answer=cannot_answer(protocol),
    )


def _questions(setting: Setting) -> list[tuple[PlannedAnalysis, Question]]:
    plan = setting.reader.protocol.analysis.analyses
    return [(item, each) for item in plan for each in QUESTIONS[item.estimator](item, setting)]


def _findings(dataset: Dataset, warnings: Sequence[Problem]) -> tuple[str, ...]:
    found = [str(replace(problem, file=None)) for problem in warnings]
    return tuple(dict.fromkeys([*dataset.provenance.findings, *found]))
