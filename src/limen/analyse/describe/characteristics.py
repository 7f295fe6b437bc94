"""Table 1: who the participants were, by arm, without tests of balance."""

from __future__ import annotations

import numpy as np

from limen.analyse import layout
from limen.analyse.describe.columns import groups
from limen.analyse.reading import Reader
from limen.analyse.reading.covariates import covariate_of
from limen.protocol import listed
from limen.results import Cell, Column, Floats, Table


def characteristics(reader: Reader) -> Table | None:
    """Covariates of the protocol by arm: mean (SD), or number (share) of each level.

    None if the protocol names no covariate. There is no test of balance: under randomisation a
    difference is by chance, and a test answers no question.
    """
    planned = listed(reader.protocol.covariates)
    if not planned:
        return None
    members = groups(reader)
    rows: list[tuple[Cell, ...]] = [
        ("Participants", *(str(int(chosen.sum())) for chosen in members.values()))
    ]
    for each in planned:
        covariate = covariate_of(reader.dataset, each.id, reader.dataset.participants)
        unit = f", {each.unit}" if each.unit else ""
        title = f"{each.title or each.id}{unit}"
        chosen_values = [covariate.values[0][chosen] for chosen in members.values()]
        rows.extend(_rows(title, covariate, chosen_values))
    return Table(
        key="characteristics",
        caption="Characteristics of the participants: mean (SD), or number (share)",
        columns=(
            Column(key="characteristic", title="Characteristic", kind="text"),
            *(Column(key=f"group_{i}", title=name, kind="text") for i, name in enumerate(members)),
        ),
        rows=tuple(rows),
        notes=("No test of balance is made: after randomisation a difference is by chance.",),
    )


def _rows(title: str, covariate: layout.Covariate, values: list[Floats]) -> list[tuple[Cell, ...]]:
    missing = [int(np.isnan(column).sum()) for column in values]
    known = [column[np.isfinite(column)] for column in values]
    rows: list[tuple[Cell, ...]]
    if covariate.is_factor:
        rows = [
            (f"{title}: {level}", *(_share(column == code) for column in known))
            for code, level in enumerate(covariate.levels)
        ]
    else:
        rows = [(title, *(_mean(column) for column in known))]
    if any(missing):
        rows.append((f"{title}: not recorded", *(str(count) for count in missing)))
    return rows


def _mean(values: Floats) -> str:
    if len(values) < 2:
        return "–"
    return f"{values.mean():.1f} ({values.std(ddof=1):.1f})"


def _share(chosen: np.ndarray) -> str:
    if len(chosen) == 0:
        return "–"
    return f"{int(chosen.sum())} ({100 * chosen.mean():.0f} %)"
