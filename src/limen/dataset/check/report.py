"""What a check found: errors, warnings, and a yes or no."""

from __future__ import annotations

from dataclasses import dataclass

from limen.errors import Problem

SHOWN = 20  # problems of one kind that are listed before the rest is counted


@dataclass(frozen=True, kw_only=True)
class CheckReport:
    """What was found; a dataset with errors must not be analysed, one with warnings may be."""

    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the dataset keeps its protocol's promises."""
        return not self.errors


class Findings:
    """Collects problems; of each kind, the first ones are kept and the others counted."""

    def __init__(self) -> None:
        self._kept: dict[tuple[bool, str], list[Problem]] = {}
        self._count: dict[tuple[bool, str], int] = {}

    def error(self, kind: str, problem: Problem) -> None:
        """Something that must be put right before an analysis."""
        self._add((True, kind), problem)

    def warn(self, kind: str, problem: Problem) -> None:
        """Something that a reader of the results must know."""
        self._add((False, kind), problem)

    def _add(self, key: tuple[bool, str], problem: Problem) -> None:
        self._count[key] = self._count.get(key, 0) + 1
        kept = self._kept.setdefault(key, [])
        if len(kept) < SHOWN:
            kept.append(problem)

    def report(self) -> CheckReport:
        """Everything found so far."""
        found: dict[bool, list[Problem]] = {True: [], False: []}
        for key, kept in self._kept.items():
            found[key[0]].extend(kept)
            rest = self._count[key] - len(kept)
            if rest:
                last = kept[-1]
                found[key[0]].append(
                    Problem(file=last.file, path=last.path, message=f"… and {rest:,} more like it.")
                )
        return CheckReport(errors=tuple(found[True]), warnings=tuple(found[False]))
