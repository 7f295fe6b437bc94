"""All built-in instruments, by id."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from limen.instruments.drug import asc5d, mdlsd_daily, subjective_effects, vas
from limen.instruments.instrument import Instrument
from limen.instruments.lookup import nearest
from limen.instruments.mood import gad7, panas, phq9, poms, pss10, qids_sr16, stai_t
from limen.instruments.own import daily_states, daily_stressors, intensity
from limen.instruments.person import big_five, gpts, sss
from limen.instruments.tasks import aisrs, cgi_s, cps, dsst, pvt
from limen.instruments.wellbeing import brs, cams_r, rpwb, scs, swls, wemwbs

_ALL = (
    panas.PANAS,
    poms.POMS,
    qids_sr16.QIDS_SR16,
    phq9.PHQ9,
    gad7.GAD7,
    stai_t.STAI_T,
    pss10.PSS10,
    wemwbs.WEMWBS,
    swls.SWLS,
    rpwb.RPWB,
    scs.SCS,
    cams_r.CAMS_R,
    brs.BRS,
    big_five.BIG_FIVE,
    gpts.GPTS,
    sss.SSS,
    vas.VAS,
    mdlsd_daily.MDLSD_DAILY,
    subjective_effects.SUBJECTIVE_EFFECTS,
    asc5d.ASC5D,
    cps.CPS,
    pvt.PVT,
    dsst.DSST,
    aisrs.AISRS,
    cgi_s.CGI_S,
    daily_states.DAILY_STATES,
    intensity.INTENSITY,
    daily_stressors.DAILY_STRESSORS,
)
_BY_ID = MappingProxyType({instrument.id: instrument for instrument in _ALL})


def catalogue() -> Mapping[str, Instrument]:
    """Return the built-in instruments by id, in the order of the reference page."""
    return _BY_ID


def get(id: str) -> Instrument:
    """Return a built-in instrument, or raise `InstrumentError` with the nearest one."""
    if id not in _BY_ID:
        raise nearest(id, _BY_ID, what="built-in instrument", path="instrument")
    return _BY_ID[id]
