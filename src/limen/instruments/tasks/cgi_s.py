"""How ill a patient is, in the clinician's experience."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.scoring import slots

CGI_S = Instrument(
    id="cgi_s",
    title="Clinical Global Impression, severity (CGI-S)",
    kind="clinician_rating",
    construct="severity of illness",
    recall="1 week",
    licence="A",
    licence_note="US government",
    source="Guy 1976, ECDEU Assessment Manual for Psychopharmacology, revised",
    items=slots(1, 1, 7),
    scoring_status="unverified",
    subscales=(
        Subscale(
            id="severity",
            title="Severity of illness",
            low=1,
            high=7,
            step=1,
            better="lower",
            scoring={"value": "1"},
        ),
    ),
)
