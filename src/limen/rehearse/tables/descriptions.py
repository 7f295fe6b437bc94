"""Numbers that aim at no estimand, such as blinding indices; and how p-values spread."""

from __future__ import annotations

from limen.rehearse.measures import Moments, empirical_se, mean_of
from limen.rehearse.tally import P_EDGES, Tally
from limen.results import Column, Picture, Table


def descriptions(tally: Tally) -> Table:
    """Expected values of numbers without a target, and how much they vary between replicates."""
    rows = []
    for key, quantity in tally.quantities.items():
        if quantity.target is None:
            sums = tally.sums[key]
            moments = Moments.of(sums)
            mean, spread = mean_of(moments), empirical_se(moments)
            rows.append(
                (
                    key,
                    quantity.title,
                    quantity.label,
                    mean.value,
                    mean.error,
                    spread.value,
                    sums.replicates,
                    sums.failed,
                )
            )
    return Table(
        key="descriptions",
        caption="What other numbers are expected to be",
        columns=(
            Column(key="key", title="Key", kind="text"),
            Column(key="title", title="Analysis", kind="text"),
            Column(key="label", title="Number", kind="text"),
            Column(key="mean", title="Expected"),
            Column(key="error", title="Monte Carlo SE"),
            Column(key="spread", title="SD between studies"),
            Column(key="replicates", title="Replicates", kind="count"),
            Column(key="failed", title="Without the number", kind="count"),
        ),
        rows=tuple(rows),
    )


def p_values(tally: Tally) -> Table:
    """How the p-values of answering numbers spread over twentieths."""
    rows = [
        (quantity.title, start, end, n / sums.tested)
        for key, quantity in tally.quantities.items()
        if quantity.answers and (sums := tally.sums[key]).tested
        for start, end, n in zip(P_EDGES, P_EDGES[1:], sums.p, strict=False)
    ]
    return Table(
        key="p_values",
        caption="How p-values of answers spread; where nothing is true they are uniform",
        columns=(
            Column(key="title", title="Analysis", kind="text"),
            Column(key="from", title="From"),
            Column(key="to", title="To"),
            Column(key="share", title="Replicates", kind="percent"),
        ),
        rows=tuple(rows),
        picture=Picture(
            shape="lines",
            x="to",
            y="share",
            group="title",
            x_title="p-value",
            y_title="Share of replicates",
            reference=(0.05,),
        ),
    )
