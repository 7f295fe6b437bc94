"""Paranoid thoughts, as the self-blinding study published them."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.norms import over_four_weeks

GPTS = Instrument(
    id="gpts",
    title="Green et al. Paranoid Thought Scales, one part (GPTS)",
    kind="questionnaire",
    construct="paranoia",
    recall="1 month",
    licence="E",
    licence_note="terms not read",
    source="Green et al. 2008, Psychol Med 38:101; range as in the data of Szigeti et al. 2021",
    note="The public scores run from 16 to 61, as one part of sixteen items answered 1 to 5 would; "
    "the study's papers do not say which part.",
    subscales=(
        Subscale(
            id="total",
            title="Paranoid thoughts",
            low=16,
            high=80,
            step=1,
            better="lower",
            reliability=over_four_weeks(0.700, 10.951, 16.612),
        ),
    ),
)
