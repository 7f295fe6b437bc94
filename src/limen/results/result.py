"""What one planned analysis gave, and what all of them gave together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import Enum
from math import nan
from typing import TYPE_CHECKING, Literal

from limen.results.estimate import Estimate
from limen.results.table import Table

if TYPE_CHECKING:
    import pandas as pd

Role = Literal[
    "primary",
    "secondary",
    "sensitivity",
    "negative_control",
    "positive_control",
    "exploratory",
    "safety",
    "blinding",
    "descriptive",
]


class ResultStatus(Enum):
    """How a planned analysis ended."""

    DONE = "done"
    WARNED = "done, with warnings"
    REFUSED = "refused: these data or this protocol cannot answer the question"
    FAILED = "failed: no estimate was found"


@dataclass(frozen=True, kw_only=True)
class Result:
    """The outcome of one planned analysis of one outcome.

    A refused or failed analysis has a `message` (why, and what to do) and no estimates: nothing is
    skipped silently. `references` are BibTeX entries.
    """

    key: str  # unique, e.g. "acute.panas.with_guess"
    analysis: str  # the plan item's id
    title: str
    role: Role
    estimator: str  # key of the estimator
    estimand: str = ""  # id of the estimand, "" for descriptions
    outcome: str = ""  # id of the outcome
    outcome_title: str = ""
    unit: str = ""
    better: Literal["higher", "lower", ""] = ""  # which direction is a benefit
    status: ResultStatus = ResultStatus.DONE
    message: str = ""
    warnings: tuple[str, ...] = ()
    estimates: tuple[Estimate, ...] = ()  # the first one answers the question
    tables: tuple[Table, ...] = ()
    details: Mapping[str, str | float | int | bool | None] = field(default_factory=dict)
    methods: str = ""  # a sentence for the methods paragraph
    references: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, kw_only=True)
class EstimandText:
    """An estimand as the report prints it: the five attributes of ICH E9(R1), in words."""

    id: str
    title: str
    role: str
    treatment: str
    population: str
    variable: str
    intercurrent_events: tuple[tuple[str, str], ...]  # (event, strategy)
    summary: str


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """Where the results come from: enough to make them again."""

    study: str
    registration: str = ""
    design: str = ""
    status: str = ""  # historical or planned
    protocol_version: str = ""
    protocol_hash: str = ""
    dataset_hash: str = ""
    allocations_hash: str = ""
    data_source: str = ""
    simulated: bool = False
    blinded: bool = False
    seed: int | None = None
    participants: int = 0
    limen_version: str = ""
    software: Mapping[str, str] = field(default_factory=dict)
    created_at: str = ""  # ISO 8601, UTC
    command: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Results:
    """All results of a dataset, in the order of the plan; never updated.

    `of()` finds some of them; `to_pandas()` gives every estimate as a row.
    """

    provenance: Provenance
    results: tuple[Result, ...]
    estimands: tuple[EstimandText, ...] = ()
    flow: Table | None = None
    characteristics: Table | None = None  # table 1
    missingness: Table | None = None
    tables: tuple[Table, ...] = ()  # anything else about the study as a whole
    findings: tuple[str, ...] = ()  # what the data check found, in words
    cannot_answer: tuple[str, ...] = ()  # questions these data cannot answer, and why

    def of(self, *, analysis: str = "", outcome: str = "", role: str = "") -> tuple[Result, ...]:
        """The results of an analysis, of an outcome or with a role; all conditions must hold."""
        return tuple(
            result
            for result in self.results
            if (not analysis or result.analysis == analysis)
            and (not outcome or result.outcome == outcome)
            and (not role or result.role == role)
        )

    def to_pandas(self) -> pd.DataFrame:
        """A frame with a row per estimate, in the order of the plan.

        Columns: `key`, `analysis`, `outcome`, `role`, `estimator`, `status` (of the result), then
        the fields of `Estimate`. A refused or failed analysis has one row, without numbers.
        Needs pandas (`pip install "limen[science]"`).
        """
        import pandas as pd

        blank = Estimate(label="", value=nan)
        rows = [
            {**_about(result), **_numbers(estimate)}
            for result in self.results
            for estimate in result.estimates or (blank,)
        ]
        return pd.DataFrame(rows, columns=[*_ABOUT, "status", *_NUMBERS])


_ABOUT = ("key", "analysis", "outcome", "role", "estimator")
_NUMBERS = tuple(field.name for field in fields(Estimate) if field.name != "status")


def _about(result: Result) -> dict[str, object]:
    said = {name: getattr(result, name) for name in _ABOUT}
    return {**said, "status": result.status.name.lower()}


def _numbers(estimate: Estimate) -> dict[str, object]:
    return {name: getattr(estimate, name) for name in _NUMBERS}
