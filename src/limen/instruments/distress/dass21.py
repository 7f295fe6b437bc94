"""Depression, anxiety and stress, as three scales of seven items."""

from __future__ import annotations

from typing import Any

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.published import Published, alpha, retest
from limen.instruments.scoring import band, ids, slots

_SCALES = {
    "depression": ids(3, 5, 10, 13, 16, 17, 21),
    "anxiety": ids(2, 4, 7, 9, 15, 19, 20),
    "stress": ids(1, 6, 8, 11, 12, 14, 18),
}

_RETEST = retest(0.71, 0.81, about="2 weeks, DASS-42")


def _doubled(scale: str, **missing: Any) -> dict[str, Any]:
    return {"product": [{"sum": {"values": list(_SCALES[scale])}, **missing}, 2]}


def _part(id: str, title: str, *published: Published) -> Subscale:
    return Subscale(
        id=id,
        title=title,
        low=0,
        high=42,
        step=2,
        better="lower",
        scoring=_doubled(id),
        prorated=_doubled(id, missing={"prorate": 1}),
        published=published,
    )


def _bands(scale: str, *starts: int) -> dict[str, Any]:
    names = ("normal", "mild", "moderate", "severe", "extremely_severe")
    return band(scale, *zip((0, *starts), names, strict=True))


DASS21 = Instrument(
    id="dass21",
    title="Depression Anxiety Stress Scales, 21 items (DASS-21)",
    kind="questionnaire",
    construct="depression, anxiety and stress",
    recall="1 week",
    licence="C",
    licence_note="public domain by its authors' word; not modified, not sold, readers are "
    "professionals, with credit",
    source="Lovibond and Lovibond 1995, Manual for the Depression Anxiety Stress Scales; "
    "psy.unsw.edu.au/dass",
    items=slots(21, 0, 3),
    scoring_status="verified",
    note="Sums are doubled. Depression is extremely severe from 28; some copies print 27, or bands "
    "of sums that are not doubled. With prorating, one missing item a scale is filled in.",
    subscales=(
        _part("depression", "Depression", alpha(0.88), _RETEST),
        _part("anxiety", "Anxiety", alpha(0.82), _RETEST),
        _part("stress", "Stress", alpha(0.90), _RETEST),
    ),
    derived={
        "dep_band": _bands("depression", 10, 14, 21, 28),
        "anx_band": _bands("anxiety", 8, 10, 15, 20),
        "str_band": _bands("stress", 15, 19, 26, 34),
    },
)
