"""Processing speed: digits and symbols."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale

DSST = Instrument(
    id="dsst",
    title="Digit Symbol Substitution Task (DSST)",
    kind="task",
    construct="processing speed",
    recall="performance",
    licence="A",
    licence_note="a procedure; symbols of one's own",
    source="McLeod et al. 1982, Behav Res Methods Instrum 14:463",
    note="Nine pairs of digit and symbol, usually for 90 seconds.",
    subscales=(
        Subscale(
            id="correct",
            title="Correct responses",
            low=0,
            high=None,
            step=1,
            better="higher",
            unit="responses",
        ),
    ),
)
