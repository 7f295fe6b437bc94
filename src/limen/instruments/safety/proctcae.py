"""Side effects of a treatment, as patients rate them."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale

PROCTCAE = Instrument(
    id="proctcae",
    title="PRO-CTCAE",
    kind="questionnaire",
    construct="adverse events",
    recall="7 days",
    licence="E",
    licence_note="free for all, but neither passed on nor changed without an agreement with the "
    "National Cancer Institute",
    source="Basch et al. 2014, J Natl Cancer Inst 106:dju244; "
    "healthcaredelivery.cancer.gov/pro-ctcae",
    scoring_status="none",
    note="124 items on 78 symptoms (frequency, severity, interference, 0 to 4), of which a study "
    "chooses some: it defines those as an instrument of its own. Missing here: the table that "
    "makes one grade of several answers.",
    subscales=(
        Subscale(
            id="composite_grade",
            title="Composite grade of a symptom",
            low=0,
            high=3,
            step=1,
            better="lower",
            unit="grades",
        ),
    ),
)
