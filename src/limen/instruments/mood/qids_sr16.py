"""Depressive symptoms in nine domains, self-rated."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.norms import between_weeks
from limen.instruments.published import alpha
from limen.instruments.scoring import band, numbers, slots

_PAIR = {"ignore": 1}  # decreased or increased: the participant answers one of the two
_APPETITE = {
    "max_of": [
        {"max_of": {"values": ["6", "7"]}, "missing": _PAIR},
        {"max_of": {"values": ["8", "9"]}, "missing": _PAIR},
    ]
}
_DOMAINS = [
    {"max_of": {"values": list(numbers(1, 4))}},
    {"value": "5"},
    _APPETITE,
    *({"value": item} for item in numbers(10, 14)),
    {"max_of": {"values": ["15", "16"]}},
]

QIDS_SR16 = Instrument(
    id="qids_sr16",
    title="Quick Inventory of Depressive Symptomatology, self-report (QIDS-SR16)",
    kind="questionnaire",
    construct="depression",
    recall="7 days",
    licence="E",
    licence_note="copyright UT Southwestern; free for clinical and research use, electronic "
    "redistribution needs permission",
    source="Rush et al. 2003, Biol Psychiatry 54:573; ids-qids.org",
    items=slots(16, 0, 3),
    scoring_status="verified",
    note="The total ends at 27. The public data of the self-blinding study hold four totals above "
    "it, which are kept and flagged.",
    subscales=(
        Subscale(
            id="total",
            title="Depressive symptoms",
            low=0,
            high=27,
            step=1,
            better="lower",
            scoring={"sum": _DOMAINS},
            reliability=between_weeks(0.734, 4.874, 7.073),
            published=(alpha(0.86),),
        ),
    ),
    derived={
        **{f"domain_{number}": rule for number, rule in enumerate(_DOMAINS, start=1)},
        "band": band(
            "total", (0, "none"), (6, "mild"), (11, "moderate"), (16, "severe"), (21, "very_severe")
        ),
        "remission": {"at_most": [{"value": "total"}, 5]},
        "item12_flag": {"at_least": [{"value": "12", "missing": 0}, 1]},
    },
)
