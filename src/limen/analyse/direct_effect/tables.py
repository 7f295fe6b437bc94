"""Tables of a direct effect: methods side by side, positivity, and the tipping curve."""

from __future__ import annotations

import numpy as np

from limen.analyse.direct_effect.models.propensity import Propensity
from limen.analyse.direct_effect.positivity import Positivity, overlap
from limen.analyse.direct_effect.potential import CELLS
from limen.analyse.direct_effect.prepare import Prepared
from limen.analyse.direct_effect.unmeasured import e_value_of_difference, tipping_effect
from limen.results import Cell, Column, Estimate, Picture, Table


def methods_table(
    estimates: tuple[Estimate, ...], bootstrapped: dict[str, tuple[float, float]]
) -> Table:
    """Every method's direct effects beside the unadjusted contrast."""
    rows: list[tuple[Cell, ...]] = []
    for e in estimates:
        drawn = bootstrapped.get(e.label, (None, None))
        rows.append((e.label, e.value, e.standard_error, e.lower, e.upper, *drawn))
    return Table(
        key="direct_effects",
        caption="Effect of the intervention with belief held fixed, by method",
        columns=(
            Column(key="label", title="Estimate", kind="text"),
            Column(key="value", title="Effect"),
            Column(key="se", title="Standard error"),
            Column(key="lower", title="Lower"),
            Column(key="upper", title="Upper"),
            Column(key="boot_lower", title="Lower, cluster bootstrap"),
            Column(key="boot_upper", title="Upper, cluster bootstrap"),
        ),
        rows=tuple(rows),
        notes=(
            "Methods agree when their models are right and belief varies at every level of the "
            "confounders; disagreement is a warning, not a choice.",
        ),
        picture=Picture(shape="forest", label="label", x="value", lower="lower", upper="upper",
                        reference=(0.0,), title="Direct effects", x_title="Effect"),
    )  # fmt: skip


def positivity_table(prepared: Prepared, found: Positivity) -> Table:
    """The four cells: how many, how many effectively, and the largest weight."""
    rows: list[tuple[Cell, ...]] = [
        (
            prepared.interventions[a],
            prepared.interventions[m],
            int(found.participants[0, k]),
            int(found.rows[0, k]),
            float(found.effective[0, k]),
            float(found.smallest[0, k]),
            float(found.largest[0, k]),
            float(found.truncated[0, k]),
        )
        for k, (a, m) in enumerate(CELLS)
    ]
    return Table(
        key="positivity",
        caption="Weights of each intervention and guess (mean weight 1 in a cell)",
        columns=(
            Column(key="given", title="Given", kind="text"),
            Column(key="guessed", title="Guessed", kind="text"),
            Column(key="participants", title="Participants", kind="count"),
            Column(key="rows", title="Rows", kind="count"),
            Column(key="effective", title="Effective rows"),
            Column(key="smallest", title="Smallest weight"),
            Column(key="largest", title="Largest weight"),
            Column(key="truncated", title="Share truncated", kind="percent"),
        ),
        rows=tuple(rows),
    )


def overlap_table(prepared: Prepared, propensity: Propensity) -> Table:
    """How likely the belief was that people held, or did not hold, under each intervention."""
    rows: list[tuple[Cell, ...]] = [
        (
            f"{left:.1f} to {right:.1f}",
            f"given {prepared.interventions[a]}, guessed {prepared.interventions[m]}",
            count,
        )
        for a, m, left, right, count in overlap(prepared.rows, propensity)
    ]
    return Table(
        key="overlap",
        caption=f"Probability of guessing {prepared.interventions[1]!r}, given the confounders",
        columns=(
            Column(key="probability", title="Probability", kind="text"),
            Column(key="cell", title="Rows", kind="text"),
            Column(key="rows", title="Number", kind="count"),
        ),
        rows=tuple(rows),
        notes=(
            "Guesses of both kinds must be found at every probability under each intervention; "
            "where one kind is missing, the estimate is carried by the model.",
        ),
        picture=Picture(shape="bars", label="probability", y="rows", group="cell",
                        title="Overlap", y_title="Rows"),
    )  # fmt: skip


def tipping_table(estimates: tuple[Estimate, ...], sd: float) -> Table:
    """What an unmeasured yes-or-no confounder must do to the outcome to explain an effect away."""
    rows: list[tuple[Cell, ...]] = []
    differences = np.linspace(0.05, 0.6, 12)
    for e in estimates:
        nearer = e.lower if e.value > 0 else e.upper
        significant = e.lower * e.upper > 0
        strength = e_value_of_difference(e.value, e.standard_error, sd)
        removes = tipping_effect(e.value, differences)
        weakens = tipping_effect(nearer, differences)
        for k, difference in enumerate(differences):
            limit = float(weakens[k]) if significant else 0.0
            rows.append((e.label, float(difference), float(removes[k]), limit, *strength))
    return Table(
        key="unmeasured_confounding",
        caption="What an unmeasured confounder must do to the outcome to explain the effect away",
        columns=(
            Column(key="label", title="Estimate", kind="text"),
            Column(key="difference", title="Difference in its prevalence between arms",
                   kind="percent"),
            Column(key="removes", title="Effect on the outcome that removes the estimate"),
            Column(key="weakens", title="Effect on the outcome that removes significance"),
            Column(key="e_value", title="E-value"),
            Column(key="e_value_limit", title="E-value of the limit"),
        ),
        rows=tuple(rows),
        notes=(
            "Bias = effect of the confounder on the outcome × difference in its prevalence between "
            "interventions among people of the same guess. 0 in the fourth column: the interval "
            "includes no effect as it is.",
        ),
        picture=Picture(shape="lines", x="difference", y="removes", group="label",
                        title="Tipping curve", x_title="Difference in prevalence",
                        y_title="Effect on the outcome"),
    )  # fmt: skip
