"""Direct effects and the effect of belief: two values that these data cannot choose between.

Within an arm, those who say "active" may feel better because they believe, or say so because they
feel better. If nothing but belief makes the difference, it is the effect of belief, and the direct
effect is what the arms differ by at one and the same guess. If belief does nothing, the direct
effect is all that the arms differ by. Both fit the data equally well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import numpy as np

from limen.rehearse.calibrate.calibration import Corner, Learned, NotIdentified
from limen.rehearse.calibrate.fits.components import Fitted
from limen.rehearse.calibrate.items import Item, learned
from limen.rehearse.calibrate.parts.design import Design, believed, design_of
from limen.rehearse.calibrate.parts.fitting import fitted
from limen.rehearse.calibrate.records.record import Record
from limen.results import Floats
from limen.simulate.series import Cells, Series

Assume = Literal["nothing", "belief_causes_outcome", "guess_follows_outcome"]
BELIEF, FOLLOWS = "belief_causes_outcome", "guess_follows_outcome"

_WHOLE = "all of the difference between guesses within an arm is belief"
_NONE = "none of it is: the outcome, or what moves it, causes the guess"

Effects = dict[str, Learned]


def effect_items(
    record: Record,
    series: Series,
    standing: Floats | None,
    *,
    design: Design,
    found: Fitted,
    assume: Assume,
) -> Iterator[Item]:
    """Direct and belief effects: both values under opposite suppositions, or one if assumed."""
    for cells in series.cells:
        if not cells.outcome:
            continue
        whole = _named(design, found, cells.outcome)
        beside = whole if assume == BELIEF and "belief" in whole else {}
        if assume == "nothing" and believed(record, series, cells) is not None:
            adjusted = design_of(record, series, standing, with_belief=True)
            fit_beside, _ = fitted(record, series, adjusted)
            if fit_beside is not None and not record.sealed:
                beside = _named(adjusted, fit_beside, cells.outcome)
        yield from _of_outcome(record, cells, whole, beside, assume)


def _named(design: Design, found: Fitted, outcome: str) -> Effects:
    """Direct and belief effects of an outcome, by field."""
    return {
        term.field: learned(
            f"outcomes.{outcome}.{term.field}",
            found.coefficients,
            place=place,
            n=int(np.isfinite(term.values).sum()),
            unit="points",
        )
        for place, term in enumerate(design.terms)
        if term.outcome == outcome and term.field.startswith(("direct", "belief"))
    }


def _of_outcome(
    record: Record, cells: Cells, whole: Effects, beside: Effects, assume: Assume
) -> Iterator[Item]:
    path = f"outcomes.{cells.outcome}"
    if record.sealed:
        yield NotIdentified(
            path=f"{path}.direct",
            reason="The dataset is sealed: nobody knows what was given.",
            remedy="Calibrate again after unsealing.",
            used="0",
        )
    elif assume == FOLLOWS:
        for one in whole.values():
            yield replace(one, given="assumed: belief does nothing")
    elif assume == BELIEF and "belief" in beside:
        for one in beside.values():
            yield replace(one, given="assumed: nothing moves both guess and outcome")
    else:
        for field, one in whole.items():
            yield _open(f"{path}.{field}", beside.get(field), _corner(_NONE, one))
        if whole or beside:
            none = Corner(supposing=_NONE, value=0.0, standard_error=0.0)
            yield _open(f"{path}.belief", beside.get("belief"), none)


def _corner(supposing: str, one: Learned) -> Corner:
    return Corner(supposing=supposing, value=one.value, standard_error=one.standard_error)


def _open(path: str, beside: Learned | None, none: Corner) -> NotIdentified:
    """An effect with its value if the whole difference between guesses is belief, or none."""
    reason = (
        "Who believes in the active may feel better for it, or may believe for feeling better."
        if beside is not None
        else "Nobody was asked at these occasions what they believe of what it follows."
    )
    return NotIdentified(
        path=path,
        reason=reason,
        remedy="An instruction drawn apart from the arm (told active, told placebo), or --assume.",
        used="0",
        corners=(_corner(_WHOLE, beside), none) if beside is not None else (none,),
    )
