"""All built-in instruments, by id."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from limen.instruments.depression import bdi2, cesd, madrs, phq8, promis_depression_4a
from limen.instruments.distress import dass21, k10, pcl5, phq4, phq15, promis_anxiety_4a, stai_s
from limen.instruments.drug import (
    asc5d,
    deq5,
    edi,
    mdlsd_daily,
    meq30,
    subjective_effects,
    vas,
)
from limen.instruments.expectation import ceq, sets, texq
from limen.instruments.health import csd, eq5d5l, isi, psqi
from limen.instruments.instrument import Instrument
from limen.instruments.lookup import nearest
from limen.instruments.mood import gad7, ipanassf, panas, phq9, poms, pss10, qids_sr16, stai_t
from limen.instruments.own import (
    adverse_event_report,
    adverse_events,
    creativity,
    daily_states,
    daily_stressors,
    dose,
    expectancy,
    guess,
    intensity,
    sleep,
    weekly_safety,
)
from limen.instruments.person import (
    big_five,
    cdrisc25,
    gpts,
    ipip50,
    maas,
    mini_ipip,
    rsa,
    rses,
    sss,
)
from limen.instruments.safety import asq, cssrs_screener, phq9_item9, pq16, proctcae, r_gpts
from limen.instruments.substances import audit, audit_c, dudit, sds
from limen.instruments.tasks import aisrs, cgi_s, cps, dsst, pvt
from limen.instruments.wellbeing import (
    brs,
    cams_r,
    flourishing,
    rpwb,
    scs,
    swemwbs,
    swls,
    ucla3,
    wemwbs,
    who5,
)

_ALL = (
    panas.PANAS,
    ipanassf.IPANASSF,
    poms.POMS,
    qids_sr16.QIDS_SR16,
    phq9.PHQ9,
    phq8.PHQ8,
    cesd.CESD,
    bdi2.BDI2,
    madrs.MADRS,
    promis_depression_4a.PROMIS_DEPRESSION_4A,
    gad7.GAD7,
    stai_t.STAI_T,
    stai_s.STAI_S,
    promis_anxiety_4a.PROMIS_ANXIETY_4A,
    phq4.PHQ4,
    phq15.PHQ15,
    dass21.DASS21,
    k10.K10,
    pcl5.PCL5,
    pss10.PSS10,
    wemwbs.WEMWBS,
    swemwbs.SWEMWBS,
    who5.WHO5,
    swls.SWLS,
    rpwb.RPWB,
    flourishing.FLOURISHING,
    scs.SCS,
    ucla3.UCLA3,
    cams_r.CAMS_R,
    maas.MAAS,
    brs.BRS,
    cdrisc25.CDRISC25,
    rsa.RSA,
    rses.RSES,
    big_five.BIG_FIVE,
    mini_ipip.MINI_IPIP,
    ipip50.IPIP50,
    gpts.GPTS,
    sss.SSS,
    phq9_item9.PHQ9_ITEM9,
    asq.ASQ,
    cssrs_screener.CSSRS_SCREENER,
    pq16.PQ16,
    r_gpts.R_GPTS,
    proctcae.PROCTCAE,
    sds.SDS,
    audit.AUDIT,
    audit_c.AUDIT_C,
    dudit.DUDIT,
    psqi.PSQI,
    isi.ISI,
    csd.CSD,
    eq5d5l.EQ5D5L,
    vas.VAS,
    mdlsd_daily.MDLSD_DAILY,
    subjective_effects.SUBJECTIVE_EFFECTS,
    deq5.DEQ5,
    edi.EDI,
    meq30.MEQ30,
    asc5d.ASC5D,
    sets.SETS,
    ceq.CEQ,
    texq.TEXQ,
    cps.CPS,
    pvt.PVT,
    dsst.DSST,
    aisrs.AISRS,
    cgi_s.CGI_S,
    daily_states.DAILY_STATES,
    intensity.INTENSITY,
    daily_stressors.DAILY_STRESSORS,
    creativity.CREATIVITY,
    sleep.SLEEP,
    dose.DOSE,
    guess.GUESS,
    expectancy.EXPECTANCY,
    adverse_events.ADVERSE_EVENTS,
    adverse_event_report.ADVERSE_EVENT_REPORT,
    weekly_safety.WEEKLY_SAFETY,
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
