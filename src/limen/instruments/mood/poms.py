"""Mood in several states, as the dose-finding studies asked for it."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale

_STATES: tuple[tuple[str, str, str], ...] = (
    ("anxiety", "Anxiety (tension)", "lower"),
    ("depression", "Depression", "lower"),
    ("anger", "Anger", "lower"),
    ("vigour", "Vigour", "higher"),
    ("fatigue", "Fatigue", "lower"),
    ("confusion", "Confusion", "lower"),
    ("friendliness", "Friendliness", "higher"),
    ("elation", "Elation", "higher"),
)

POMS = Instrument(
    id="poms",
    title="Profile of Mood States (POMS)",
    kind="questionnaire",
    construct="mood",
    recall="now",
    licence="F",
    licence_note="Multi-Health Systems",
    source="McNair, Lorr and Droppleman 1971, Manual for the Profile of Mood States; version with "
    "friendliness and elation: Johanson and Uhlenhuth 1980, Psychopharmacology 71:269",
    note="Items are answered 0 to 4; how many belong to a state depends on the version, so no "
    "highest score is given.",
    subscales=tuple(
        Subscale(
            id=id,
            title=title,
            low=0,
            high=None,
            step=None,
            better="higher" if better == "higher" else "lower",
        )
        for id, title, better in _STATES
    ),
)
