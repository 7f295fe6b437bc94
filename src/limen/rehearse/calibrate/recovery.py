"""Does a calibration find the truth? Coverage of what it reports, in data drawn from a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from limen.rehearse.calibrate.calibrate import items_of
from limen.rehearse.calibrate.calibration import Learned
from limen.rehearse.calibrate.parts.effects import Assume
from limen.rehearse.calibrate.records.drawn import record_of_draw
from limen.simulate.draw import BLOCK, draw
from limen.simulate.series import Cells, Series
from limen.simulate.study import Study


@dataclass(frozen=True, kw_only=True)
class Recovered:
    """How a parameter comes back over the replicates that report it."""

    truth: float
    reported: int
    mean: float
    spread: float
    standard_error: float  # mean of those reported
    coverage: float

    @property
    def monte_carlo_error(self) -> float:
        """Standard error of `coverage` where it is nominal."""
        return float(np.sqrt(0.95 * 0.05 / max(self.reported, 1)))


def recover(
    study: Study, *, replicates: int, seed: int, assume: Assume = "nothing"
) -> Mapping[str, Recovered]:
    """Calibrate replicates of a study and compare each parameter with the scenario's, by path."""
    kept: dict[str, list[Learned]] = {}
    for block in range(-(-replicates // BLOCK)):
        here = range(min(BLOCK, replicates - block * BLOCK))
        drawn = draw(study, seed=seed, block=block, keep=here)
        for r in here:
            for one in items_of(record_of_draw(drawn, r), assume=assume):
                if isinstance(one, Learned):
                    kept.setdefault(one.path, []).append(one)
    truths = {path: truth_of(study, found[0]) for path, found in kept.items()}
    return {
        path: _recovered(truth, kept[path]) for path, truth in truths.items() if truth is not None
    }


def _recovered(truth: float, found: list[Learned]) -> Recovered:
    value = np.array([one.value for one in found])
    inside = [one.lower - 1e-12 <= truth <= one.upper + 1e-12 for one in found]
    errors = np.array([one.standard_error for one in found])
    known = errors[np.isfinite(errors)]
    return Recovered(
        truth=truth,
        reported=len(found),
        mean=float(value.mean()),
        spread=float(value.std(ddof=1)) if len(value) > 1 else float("nan"),
        standard_error=float(known.mean()) if known.size else float("nan"),
        coverage=float(np.mean(inside)),
    )


def truth_of(study: Study, one: Learned) -> float | None:
    """What a scenario says of a learned parameter, in its unit; None where it says nothing."""
    head, _, rest = one.path.partition(".")
    if head == "outcomes":
        name, _, field = rest.partition(".")
        return _of_outcome(study, name, field, one.given)
    if head == "side_effects":
        return _of_side_effect(study, rest)
    if head == "covariates":
        name, _, field = rest.partition(".")
        model = next((m for m in study.scenario.covariates if m.id == name), None)
        if model is None:
            return None
        if field.startswith("shares"):
            levels = len(study.protocol.covariate(name).levels)
            shares = model.shares or (1 / levels,) * levels
            return float(shares[int(field[7:-1])])
        return float(getattr(model, field))
    if "interventions" in one.path:
        holder, field, _, name = one.path.split(".", 3)
        if holder == "noticing":
            return float(study.d_prime[study.interventions.index(name)])
        effect = getattr(getattr(study.scenario, holder), field)
        return float(study.sizes(effect)[study.interventions.index(name)])
    return float(getattr(getattr(study.scenario, head), rest))


def _of_outcome(study: Study, name: str, field: str, given: str) -> float:
    series, cells = _found(study, name)
    model = cells.model
    if field in ("mean", "sd_between", "sd_within"):
        shift = cells.unit * model.placebo if field == "mean" and "placebo" in given else 0.0
        return float(getattr(series, field)) + shift
    if field == "autocorrelation":
        return series.model.autocorrelation
    if field.startswith("felt"):
        return float(getattr(model.felt, field.partition(".")[2]))
    if field.startswith("direct"):
        k = study.interventions.index(field.rpartition(".")[2])
        return float(cells.unit * study.sizes(model.direct)[k])
    if field.startswith("periods"):
        place = int(field[8:-1])
        return cells.unit * (model.periods[place] if place < len(model.periods) else 0.0)
    return float(cells.unit * getattr(model, field))


def _found(study: Study, outcome: str) -> tuple[Series, Cells]:
    series = study.series_with(outcome)
    return series, next(one for one in series.cells if one.outcome == outcome)


def _of_side_effect(study: Study, rest: str) -> float:
    one = next(s for s in study.scenario.side_effects if rest.startswith(f"{s.term}."))
    field = rest[len(one.term) + 1 :]
    if field == "share":
        return one.share
    name = field.rpartition(".")[2]
    return float(study.sizes(one.added)[study.interventions.index(name)])
