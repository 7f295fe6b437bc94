"""The door: who changed reliably, by arm."""

from __future__ import annotations

from math import nan
from typing import Literal

import numpy as np

from limen.analyse.answer import Answer
from limen.analyse.layout import Layout
from limen.analyse.resilience.answers import arms_of, people_per_arm, require_people
from limen.analyse.resilience.change.improved import BEYOND, TITLES, Pairs, label_of
from limen.analyse.resilience.change.index import (
    cut_off,
    reliable_change_index,
    true_score_index,
)
from limen.analyse.safety.difference import newcombe
from limen.analyse.safety.proportion import wilson
from limen.errors import AnalysisError
from limen.references import references
from limen.results import Bools, Cell, Column, Estimate, Floats, Ints, Picture, Table

_CHANGES = ("improved", "unchanged", "deteriorated")


def reliable_change(
    layout: Layout,
    *,
    reliability: float,
    source: str,
    occasion: str,
    baseline_occasion: str = "",
    sd: float | None = None,
    better: Literal["higher", "lower"] = "higher",
    functional: tuple[float, float] | None = None,
    level: float = 0.95,
) -> Answer:
    """Reliable change of each participant, and the share improved in each arm.

    `reliability` comes with its `source` (a citation, or "placebo arm of this study"), `sd` is that
    of the baseline (these data's if None). The baseline is `baseline_occasion`, or the layout's
    own `baseline`. `functional` is (mean, SD) of an unaffected population: improvement then also
    says whether the cut-off c was crossed. The first estimate is the difference in the share
    improved, the second the same after correction for regression to the mean.

    Raises `AnalysisError` without a source, without a baseline, or with too few participants.
    """
    if not source.strip():
        raise AnalysisError(
            "Reliable change needs the source of its reliability: another coefficient makes other "
            "people 'changed'. Say in `source` where it was estimated, and in whom."
        )
    pairs = Pairs.of(layout, baseline_occasion, occasion)
    before, after = pairs.before[0], pairs.after[0]
    people = people_per_arm(layout, pairs.use[0])
    require_people(layout, people, f"scores at baseline and at {occasion!r}")
    use = pairs.use[0] & (arms_of(layout)[0] >= 0)
    mean, own_sd = (float(found[0]) for found in pairs.spread(arms_of(layout)))
    spread = own_sd if sd is None else sd
    if spread <= 0:
        raise AnalysisError(
            f"{layout.outcome!r} does not vary at baseline, so change cannot be standardised. "
            "Give the standard deviation of a reference population as `sd`."
        )
    sign = 1.0 if better == "higher" else -1.0
    index = sign * reliable_change_index(before, after, sd=spread, reliability=reliability)
    corrected = sign * true_score_index(
        before, after, mean=mean, sd=spread, reliability=reliability
    )
    point = None if functional is None else cut_off(
        mean=mean, sd=spread, functional_mean=functional[0], functional_sd=functional[1]
    )  # fmt: skip
    estimates: list[Estimate] = []
    for a in range(1, len(layout.arms)):
        for title, score in zip(TITLES, (index, corrected), strict=True):
            improved = _counts(layout, score > BEYOND, use)
            estimates.append(_difference(layout, improved, people, a, title, level))
    return Answer(
        estimates=tuple(estimates),
        tables=(
            _by_arm(layout, {"Jacobson-Truax": index, "regression to the mean": corrected},
                    use, people, level),
            _per_person(layout, before, after, index, corrected, use, point, sign),
        ),
        warnings=_warnings(reliability),
        details={
            "reliability": reliability,
            "reliability_source": source,
            "sd": spread,
            "sd_source": "these data" if sd is None else "given",
            "smallest_reliable_change": BEYOND * spread * float(np.sqrt(2 * (1 - reliability))),
            "cut_off": point,
            "baseline_mean": mean,
        },
        methods=(
            f"Change from baseline to {occasion} was called reliable beyond "
            f"±1.96 standard errors of a difference (reliability {reliability:g}, {source}); "
            "shares are given with Wilson limits and compared by Newcombe's interval, beside one "
            "that subtracts the change regression to the mean predicts."
        ),
        references=(*references(reliable_change_index), *references(true_score_index)),
    )  # fmt: skip


def _counts(layout: Layout, having: Bools, use: Bools) -> Ints:
    return people_per_arm(layout, having & use)


def _difference(
    layout: Layout, improved: Ints, people: Ints, a: int, title: str, level: float
) -> Estimate:
    x, n = improved.astype(float), people.astype(float)
    limits = newcombe(x[a], n[a], x[0], n[0], level)
    return Estimate(
        label=label_of(layout, a, title),
        value=float(x[a] / n[a] - x[0] / n[0]),
        standard_error=nan,
        lower=float(limits.lower),
        upper=float(limits.upper),
        level=level,
        unit="share of participants",
        participants=int(n[a] + n[0]),
        interval="Newcombe score",
    )


def _by_arm(
    layout: Layout, indices: dict[str, Floats], use: Bools, people: Ints, level: float
) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for title, score in indices.items():
        kinds = (score > BEYOND, np.abs(score) <= BEYOND, score < -BEYOND)
        for change, having in zip(_CHANGES, kinds, strict=True):
            counts = _counts(layout, having, use)
            limits = wilson(counts.astype(float), people.astype(float), level)
            for a, name in enumerate(layout.arms):
                share = float(counts[a] / people[a])
                limited = (float(limits.lower[a]), float(limits.upper[a]))
                rows.append((title, change, name, int(counts[a]), int(people[a]), share, *limited))
    return Table(
        key="reliable_change",
        caption=f"Reliable change of {layout.outcome} by arm",
        columns=(
            Column(key="index", title="Index", kind="text"),
            Column(key="change", title="Change", kind="text"),
            Column(key="arm", title="Arm", kind="text"),
            Column(key="participants", title="Participants", kind="count"),
            Column(key="of", title="Of", kind="count"),
            Column(key="share", title="Share", kind="percent"),
            Column(key="lower", title="Lower", kind="percent"),
            Column(key="upper", title="Upper", kind="percent"),
        ),
        rows=tuple(rows),
        notes=(
            f"Wilson limits at {level:.0%}. Without any real change 2.5% would improve and 2.5% "
            "deteriorate by measurement error alone.",
        ),
    )


def _per_person(
    layout: Layout, before: Floats, after: Floats, index: Floats, corrected: Floats, use: Bools,
    point: float | None, sign: float,
) -> Table:  # fmt: skip
    arm = arms_of(layout)[0]
    order = [int(i) for i in np.argsort(index) if use[i]]
    rows: list[tuple[Cell, ...]] = []
    for i in order:
        crossed = (
            None if point is None else bool(sign * before[i] < sign * point <= sign * after[i])
        )
        change = _CHANGES[0 if index[i] > BEYOND else 2 if index[i] < -BEYOND else 1]
        rows.append(
            (layout.participants[i], layout.arms[arm[i]], float(before[i]), float(after[i]),
             float(index[i]), float(corrected[i]), change, crossed)
        )  # fmt: skip
    return Table(
        key="change_per_person",
        caption="Change of each participant, in standard errors of a difference; up is better",
        columns=(
            Column(key="participant", title="Participant", kind="text"),
            Column(key="arm", title="Arm", kind="text"),
            Column(key="before", title="Baseline", unit=layout.unit),
            Column(key="after", title="After", unit=layout.unit),
            Column(key="index", title="Reliable change index"),
            Column(key="corrected", title="Corrected for regression to the mean"),
            Column(key="change", title="Change", kind="text"),
            Column(key="crossed", title="Crossed the cut-off", kind="text"),
        ),
        rows=tuple(rows),
        picture=Picture(shape="bars", label="participant", y="index", group="arm",
                        title="Change of each participant", y_title="Reliable change index",
                        reference=(-BEYOND, BEYOND)),
    )  # fmt: skip


def _warnings(reliability: float) -> tuple[str, ...]:
    if reliability >= 0.7:
        return ()
    return (
        f"A reliability of {reliability:g} is low for judging single people: most real changes "
        "stay inside measurement error.",
    )
