"""Two diaries put side by side: problems and stressors, run-in and treatment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from limen.analyse.layout import Layout
from limen.analyse.resilience.reactivity.normative_line import DiarySums
from limen.errors import AnalysisError
from limen.results import Bools, Floats


@dataclass(frozen=True, kw_only=True)
class Diary:
    """Problems and exposure (R, N, T), and which entries are complete run-in or treatment ones."""

    problems: Floats
    exposure: Floats
    run_in: Bools
    treatment: Bools

    @classmethod
    def of(
        cls, problems: Layout, exposure: Layout, run_in: tuple[str, ...], treatment: tuple[str, ...]
    ) -> Diary:
        """Align two layouts by occasion; refuses a plan without run-in or without treatment."""
        _check(problems, exposure, run_in, treatment)
        planned = (*run_in, *treatment)
        p, e = ([one.occasions.index(name) for name in planned] for one in (problems, exposure))
        before = np.arange(len(planned)) < len(run_in)
        both = problems.observed[..., p] & exposure.observed[..., e]
        return cls(
            problems=problems.value[..., p],
            exposure=exposure.value[..., e],
            run_in=both & before,
            treatment=both & ~before,
        )

    def sums(self, *, powers: int) -> DiarySums:
        """What a line of this many powers of the exposure needs."""
        return DiarySums.of(
            self.problems, self.exposure, self.run_in, self.treatment, powers=powers
        )

    def of_replicates(self, keep: Bools) -> Diary:
        """The diaries of the replicates that `keep` (R,) marks."""
        return Diary(
            problems=self.problems[keep],
            exposure=self.exposure[keep],
            run_in=self.run_in[keep],
            treatment=self.treatment[keep],
        )


def require_run_in(diary: Diary, problems: Layout, exposure: Layout) -> None:
    """Refuse a diary in which nobody made a run-in entry, in no replicate."""
    if not diary.run_in.any():
        raise AnalysisError(
            f"No run-in entry has both {problems.outcome!r} and {exposure.outcome!r}, so there "
            "is no normative line. Both must be asked in the same entry of the run-in diary."
        )


def _check(
    problems: Layout, exposure: Layout, run_in: tuple[str, ...], treatment: tuple[str, ...]
) -> None:
    if not run_in:
        raise AnalysisError(
            "Stressor reactivity needs a run-in diary: the line of problems against stressors must "
            "be known before the first dose. Fitted during treatment it would absorb the effect. "
            "Plan a run-in of 14 days or more in which both are asked."
        )
    if not treatment or set(run_in) & set(treatment):
        raise AnalysisError(
            "Stressor reactivity needs treatment occasions that are not run-in occasions. "
            "Name the diary's occasions after the first dose as `treatment`."
        )
    if problems.participants != exposure.participants:
        raise AnalysisError(
            f"{problems.outcome!r} and {exposure.outcome!r} are laid out for different "
            "participants. Lay both out from one dataset."
        )
    for layout in (problems, exposure):
        unknown = [name for name in (*run_in, *treatment) if name not in layout.occasions]
        if unknown:
            raise AnalysisError(
                f"{layout.outcome!r} is not measured at {unknown[0]!r}. "
                f"It is measured at: {', '.join(layout.occasions[:8])}."
            )


def days_of(run_in: Layout) -> int:
    """Days of the run-in: distinct study days where known, else one per occasion."""
    if run_in.day is None or not np.isfinite(run_in.day).any():
        return len(run_in.occasions)
    days = run_in.day[np.isfinite(run_in.day)]
    return len(np.unique(np.floor(days)))
