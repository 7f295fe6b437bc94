"""Connectedness with other people, as the self-blinding study published it."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.norms import between_weeks

SCS = Instrument(
    id="scs",
    title="Social Connectedness Scale (SCS)",
    kind="questionnaire",
    construct="social connectedness",
    recall="1 week in the self-blinding study",
    licence="E",
    licence_note="American Psychological Association; terms not read",
    source="Lee and Robbins 1995, J Couns Psychol 42:232; range as in the data of Szigeti et al. "
    "2021",
    note="The public scores run exactly from 8 to 40, as eight items answered 1 to 5 would; higher "
    "is more connected. The original is answered 1 to 6.",
    subscales=(
        Subscale(
            id="total",
            title="Social connectedness",
            low=8,
            high=40,
            step=1,
            better="higher",
            reliability=between_weeks(0.839, 7.400, 8.254),
        ),
    ),
)
