"""Sustained attention: the psychomotor vigilance test."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale

PVT = Instrument(
    id="pvt",
    title="Psychomotor Vigilance Test (PVT)",
    kind="task",
    construct="sustained attention",
    recall="performance",
    licence="A",
    licence_note="a procedure; any implementation with a timing bias of at most 5 ms",
    source="Dinges and Powell 1985, Behav Res Methods Instrum Comput 17:652",
    note="A lapse is a reaction of at least 500 ms (355 ms in the 3-minute form); a reaction below "
    "100 ms is a false start.",
    subscales=(
        Subscale(
            id="lapses",
            title="Attentional lapses",
            low=0,
            high=None,
            step=1,
            better="lower",
            unit="lapses",
        ),
        Subscale(
            id="mean_reaction_time",
            title="Mean reaction time",
            low=100,
            high=None,
            step=None,
            better="lower",
            unit="ms",
        ),
    ),
)
