"""Covariates of a draw as a dataset records them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from limen.dataset.vocabulary import parts
from limen.protocol.document.measurement import Covariate
from limen.rehearse.reading.columns import translated
from limen.results import Bools, Floats, Ints
from limen.simulate.draw import Draw
from limen.simulate.draw.people import levels
from limen.simulate.tables.setting import Setting


def covariate_of(draw: Draw, settings: Sequence[Setting], planned: Covariate) -> Floats:
    """A covariate of everybody, shape (R, N); NaN where it was not recorded."""
    if planned.from_ == "participants":
        held = levels(draw.study)
        if planned.column in held:
            codes = draw.people.strata[:, list(held).index(planned.column)]
            return _known(translated(codes, held[planned.column], planned.levels), draw)
        if planned.column == "site":
            sites = [one.id for one in settings[0].sites]
            codes = np.array([setting.site for setting in settings])
            return _known(translated(codes, sites, planned.levels), draw)
    values = draw.covariate(planned.id)
    if planned.from_ == "expectancies":
        return np.where(_asked(draw, planned), values, np.nan)
    return np.round(values, 3) if planned.from_ == "measurements" else values


def _known(codes: Ints, draw: Draw) -> Floats:
    """Codes of everybody in all replicates; NaN where no level is known."""
    values = np.where(codes < 0, np.nan, codes)
    return np.broadcast_to(values, draw.arm.shape).copy()


def _asked(draw: Draw, planned: Covariate) -> Bools:
    """Who answered an expectancy about what is under study, shape (R, N)."""
    reference = draw.study.protocol.reference_intervention.id
    for one in parts(draw.study.protocol.expectancies):
        about = one.interventions if isinstance(one.interventions, tuple) else ()
        if one.id == planned.column and planned.occasion in (None, one.occasion):
            if set(about) == {reference}:
                break
            answered: Bools = draw.submitted[..., draw.study.timeline.occasion_index[one.occasion]]
            return answered
    return np.zeros(draw.arm.shape, dtype=bool)
