"""Tables and pictures of stressor reactivity: exposure, the frozen line, distributions."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from limen.analyse.layout import Layout
from limen.analyse.resilience.reactivity.diary import Diary
from limen.analyse.resilience.reactivity.effect import Reactivity
from limen.analyse.resilience.reactivity.mixed import MixedEffect
from limen.analyse.resilience.reactivity.normative_line import DiarySums
from limen.results import Bools, Cell, Column, Estimate, Estimates, Floats, Picture, Table

_POINTS = 7  # levels of exposure shown on the line


def exposure_table(
    problems: Layout, exposure: Layout, sums: DiarySums, effects: tuple[Estimate, ...]
) -> Table:
    """Stressors per entry by arm and phase, and the effect of each arm on them in treatment."""
    entries = np.maximum(sums.run_in[0], 1.0)
    phases = (
        ("run-in", sums.gram[0, :, 0, 1] / entries, sums.run_in[0]),
        ("treatment", sums.exposure[0, :, 1], sums.treatment[0]),
    )
    arm = problems.arm[0]  # type: ignore[index]
    rows: list[tuple[Cell, ...]] = []
    for phase, mean, count in phases:
        for a, name in enumerate(problems.arms):
            own = mean[(arm == a) & (count > 0)]
            entered = int(count[arm == a].sum())
            middle = float(own.mean()) if own.size else None
            spread = float(own.std(ddof=1)) if own.size > 1 else None
            rows.append((phase, name, own.size, entered, middle, spread, None, None, None))
    for name, effect in zip(problems.arms[1:], effects, strict=True):
        contrast = f"{name} − {problems.arms[0]}"
        limits = (effect.lower, effect.upper, effect.p)
        rows.append(("treatment", contrast, effect.participants, None, effect.value, None, *limits))
    return Table(
        key="stressor_exposure",
        caption=f"First: the effect on stressor exposure itself ({exposure.outcome})",
        columns=(
            Column(key="phase", title="Phase", kind="text"),
            Column(key="arm", title="Arm", kind="text"),
            Column(key="participants", title="Participants", kind="count"),
            Column(key="entries", title="Entries", kind="count"),
            Column(key="mean", title="Mean per entry, or difference", unit=exposure.unit),
            Column(key="sd", title="SD between participants", unit=exposure.unit),
            Column(key="lower", title="Lower", unit=exposure.unit),
            Column(key="upper", title="Upper", unit=exposure.unit),
            Column(key="p", title="p", kind="p"),
        ),
        rows=tuple(rows),
        notes=(
            "Stressors after randomisation are an outcome themselves: where arms differ here, "
            "reactivity to them cannot be read alone.",
        ),
    )


def line_table(
    problems: Layout, exposure: Layout, diary: Diary, found: Reactivity, sums: DiarySums
) -> Table:
    """The frozen line with its band, and what each arm reported in treatment at such exposure."""
    used = diary.exposure[0][diary.run_in[0] | diary.treatment[0]]
    levels = np.unique(np.quantile(used, np.linspace(0.02, 0.98, _POINTS)))
    covariance = found.line.covariance(sums)[0]
    powers = np.arange(covariance.shape[0])
    rows: list[tuple[Cell, ...]] = []
    for level in levels:
        x = level**powers
        fitted = float(x @ found.line.coefficients[0])
        half = 1.96 * float(np.sqrt(x @ covariance @ x))
        rows.append(("frozen line", float(level), fitted, fitted - half, fitted + half, None))
    for a, name in enumerate(problems.arms):
        own = diary.treatment[0] & (problems.arm == a)[0][:, None]  # type: ignore[index]
        for mean_e, mean_p, count in _binned(
            diary.exposure[0][own], diary.problems[0][own], levels
        ):
            rows.append((f"{name}, treatment", mean_e, mean_p, None, None, count))
    return Table(
        key="normative_line",
        caption="The line frozen on the run-in, and problems in treatment at similar exposure",
        columns=(
            Column(key="series", title="Series", kind="text"),
            Column(key="exposure", title=f"Exposure ({exposure.outcome})", unit=exposure.unit),
            Column(key="problems", title=f"Problems ({problems.outcome})", unit=problems.unit),
            Column(key="lower", title="Lower"),
            Column(key="upper", title="Upper"),
            Column(key="entries", title="Entries", kind="count"),
        ),
        rows=tuple(rows),
        notes=("Band: 95% of the line, clustered by participant. Points are means of entries.",),
        picture=Picture(shape="lines", x="exposure", y="problems", lower="lower", upper="upper",
                        group="series", title="Problems against stressors",
                        x_title="Stressors", y_title="Problems"),
    )  # fmt: skip


def distribution_table(problems: Layout, found: Reactivity, entered: Bools) -> Table:
    """How participants' mean reactivity is spread in each arm."""
    arm, score = problems.arm[0], found.score[0]  # type: ignore[index]
    low, high = score[entered].min(), score[entered].max()
    edges = np.linspace(np.floor(low * 2) / 2, max(np.ceil(high * 2) / 2, low + 0.5), 9)
    rows: list[tuple[Cell, ...]] = []
    for a, name in enumerate(problems.arms):
        own = score[entered & (arm == a)]
        counts, _ = np.histogram(own, bins=edges)
        for left, right, count in zip(edges[:-1], edges[1:], counts, strict=True):
            label = f"{left:.2g} to {right:.2g}"
            rows.append((label, name, int(count), float(count / max(own.size, 1))))
    return Table(
        key="reactivity_distribution",
        caption="Participants' stressor reactivity in treatment, in residual SDs of the run-in",
        columns=(
            Column(key="reactivity", title="Mean reactivity", kind="text"),
            Column(key="arm", title="Arm", kind="text"),
            Column(key="participants", title="Participants", kind="count"),
            Column(key="share", title="Share of arm", kind="percent"),
        ),
        rows=tuple(rows),
        notes=("Below 0: fewer problems than that many stressors brought in the run-in.",),
        picture=Picture(shape="bars", label="reactivity", y="share", group="arm",
                        title="Stressor reactivity by arm", y_title="Share of participants"),
    )  # fmt: skip


def routes_table(
    problems: Layout,
    plain: Estimates,
    known: tuple[Estimates, MixedEffect],
    limits: tuple[Floats, Floats] | None,
    level: float,
) -> Table:
    """The effect with its error made in several ways, so that a reader sees what the line costs."""
    z = float(ndtri(0.5 + level / 2))
    rows: list[tuple[Cell, ...]] = []
    for a, name in enumerate(problems.arms[1:]):
        routes = (
            ("participants' means", plain),
            ("participants' means, line taken as known", known[0]),
            ("mixed model of entries, line taken as known", known[1]),
        )
        for title, found in routes:
            value, error = float(found.value[0, a]), float(found.standard_error[0, a])
            rows.append((name, title, value, error, value - z * error, value + z * error))
        if limits is not None:
            lower, upper = float(limits[0][a]), float(limits[1][a])
            value = float(plain.value[0, a])
            rows.append((name, "participants' means, cluster bootstrap", value, None, lower, upper))
    return Table(
        key="reactivity_routes",
        caption="Stressor reactivity: the same effect by several routes",
        columns=(
            Column(key="arm", title="Arm", kind="text"),
            Column(key="route", title="Route", kind="text"),
            Column(key="value", title="Effect", unit="residual SD"),
            Column(key="se", title="Standard error", unit="residual SD"),
            Column(key="lower", title="Lower", unit="residual SD"),
            Column(key="upper", title="Upper", unit="residual SD"),
        ),
        rows=tuple(rows),
    )


def _binned(exposure: Floats, problems: Floats, levels: Floats) -> list[tuple[float, float, int]]:
    """Means of entries nearest to each level of exposure, where there are any."""
    if not exposure.size:
        return []
    nearest = np.abs(exposure[:, None] - levels).argmin(-1)
    return [
        (float(exposure[own].mean()), float(problems[own].mean()), int(own.sum()))
        for k in range(len(levels))
        if (own := nearest == k).any()
    ]
