"""What allocation was balanced for, as codes of each participant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from limen.dataset import Dataset
from limen.errors import NotIdentifiedError
from limen.protocol import Protocol
from limen.results import Ints


def strata_of(dataset: Dataset) -> Ints:
    """Codes of the factors that allocation was balanced for, shape (N, factors).

    A level stands in the participants' column of the factor's name, or in `stratum`. Raises
    `NotIdentifiedError` where somebody's is not known.
    """
    names = balanced_for(dataset.protocol)
    rows = list(dataset.rows("participants"))
    columns = [[_level(row, name) for row in rows] for name in names]
    for name, column in zip(names, columns, strict=True):
        without = column.count("")
        if without:
            raise NotIdentifiedError(
                f"Allocation was balanced for {name!r}, which is not known of {without} of "
                f"{len(rows)} participants, so lists cannot be redrawn. Complete the participants' "
                f"column `stratum` as `{name}=level;...`."
            )
    return codes_of(columns, len(rows))


def balanced_for(protocol: Protocol) -> tuple[str, ...]:
    """Ids of the factors that allocation is balanced for, in the protocol's order."""
    planned = protocol.allocation
    return tuple(getattr(planned, "strata", ())) or tuple(
        factor.stratum for factor in getattr(planned, "factors", ())
    )


def codes_of(columns: Sequence[Sequence[str]], participants: int) -> Ints:
    """Codes of the levels found in each column, in alphabetical order, shape (N, factors)."""
    codes = [np.unique(column, return_inverse=True)[1] for column in columns]
    return np.array(codes, dtype=np.int64).T.reshape(participants, len(columns))


def _level(row: Mapping[str, str], name: str) -> str:
    pairs = (part.partition("=") for part in row["stratum"].split(";"))
    listed = {key.strip(): level.strip() for key, _, level in pairs}
    return listed.get(name) or row.get(name, "")
