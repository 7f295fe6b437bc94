"""Who answered: where several did, the one that the protocol names."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from limen.errors import AnalysisError

if TYPE_CHECKING:
    import pandas as pd

_PLACE = ["participant", "occasion"]


def of_one_respondent(rows: pd.DataFrame, named: Callable[[str], str]) -> pd.DataFrame:
    """At most one row per participant and occasion; `named` gives an occasion's respondent.

    Where one person answered, whoever it was, the answer counts. Raises `AnalysisError` where
    several did and none of them is the one that the protocol names.
    """
    several = rows.duplicated(_PLACE, keep=False)
    if not several.any():
        return rows
    wanted = rows["respondent"] == rows["occasion"].map(named)
    kept = rows[~several | wanted]
    without = rows.loc[several, _PLACE].merge(kept[_PLACE], how="left", indicator=True)
    lost = without[without["_merge"] == "left_only"]
    if len(lost):
        person, occasion = lost.iloc[0][_PLACE]
        raise AnalysisError(
            f"Participant {person!r} has answers of several respondents at {occasion}, none of "
            f"them by {named(occasion)!r}, whom the protocol names. Name the respondent whose "
            "answers count in the protocol, or correct the entries."
        )
    return kept
