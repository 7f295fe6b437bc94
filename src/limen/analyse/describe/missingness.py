"""How much of each outcome was observed, occasion by occasion and by arm."""

from __future__ import annotations

import numpy as np

from limen.analyse.describe.columns import groups
from limen.analyse.reading import Reader
from limen.analyse.reading.index import Index
from limen.results import Cell, Column, Table


def missingness(reader: Reader) -> Table:
    """Values observed of the participants in each group, as shares, a row per outcome × occasion.

    The difference between arms is what matters for an analysis that assumes missing at random.
    """
    members = groups(reader)
    rows: list[tuple[Cell, ...]] = []
    for planned in reader.protocol.outcomes:
        if planned.instrument is None and planned.measurement is None:
            continue
        index = Index(reader.dataset.participants, reader.protocol.occasion_ids(*planned.occasions))
        observed = np.isfinite(reader.raw(planned, index))
        for t, occasion in enumerate(index.occasions):
            shares = [
                float(observed[who, t].mean()) if who.any() else None for who in members.values()
            ]
            rows.append((planned.title, occasion, int(observed[:, t].sum()), *shares))
    return Table(
        key="missingness",
        caption="Values observed, as a share of the participants in the dataset",
        columns=(
            Column(key="outcome", title="Outcome", kind="text"),
            Column(key="occasion", title="Occasion", kind="text"),
            Column(key="observed", title="Observed", kind="count"),
            *(
                Column(key=f"group_{i}", title=name, kind="percent")
                for i, name in enumerate(members)
            ),
        ),
        rows=tuple(rows),
    )
