"""What an estimator's door gives back to the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from limen.results import Estimate, Table


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The pieces of a result: the first estimate answers the question.

    `failed` is set when no number can be shown (not converged); `message` then says why and what
    to do. A question that cannot be put to these data is not an answer: the door raises an
    `AnalysisError`, and the plan records the refusal.
    """

    estimates: tuple[Estimate, ...] = ()
    tables: tuple[Table, ...] = ()
    warnings: tuple[str, ...] = ()
    details: Mapping[str, str | float | int | bool | None] = field(default_factory=dict)
    methods: str = ""
    references: tuple[str, ...] = ()
    failed: bool = False
    message: str = ""

    def without(self, *tables: str) -> Answer:
        """The answer without some of its tables, by key."""
        return replace(self, tables=tuple(t for t in self.tables if t.key not in tables))
