"""Limen's self-rated creativity: how creative the day was, and what was done."""

from __future__ import annotations

from limen.instruments.instrument import Better, Instrument, Subscale
from limen.instruments.item import Item
from limen.instruments.words import Words

_PARTS: tuple[tuple[str, str, float, str, Better], ...] = (
    ("rating", "Creativity of the day", 100, "points", "higher"),
    ("ideas", "New ideas", 100, "ideas", "higher"),
    ("minutes", "Time spent on something creative", 1440, "minutes", "neither"),
    ("made", "Made something", 1, "yes or no", "neither"),
    ("solved", "Solved something in a new way", 1, "yes or no", "neither"),
)
_YES_NO = {"0": "No", "1": "Yes"}
_ENGLISH = Words(
    title="Creativity today",
    instruction="Think of today, from waking up until now. Creative can mean anything: art, "
    "cooking, work, a conversation.",
    items={
        "rating": "How creative have you been today?",
        "ideas": "How many new ideas have you had today?",
        "minutes": "For how many minutes have you done something creative today?",
        "made": "Have you made something today that you had not made before?",
        "solved": "Have you solved a problem today in a way that was new to you?",
    },
    labels={
        "rating": {"0": "Not at all", "100": "Extremely"},
        "made": _YES_NO,
        "solved": _YES_NO,
    },
    hints={
        "ideas": "About anything, large or small. An estimate is enough; 0 is fine.",
        "minutes": "An estimate is enough; 0 is fine.",
    },
)

CREATIVITY = Instrument(
    id="limen_creativity",
    title="Limen self-rated creativity",
    kind="diary",
    construct="creativity",
    recall="today so far",
    licence="O",
    licence_note="CC0",
    source="Limen",
    items=tuple(
        Item(
            id=id,
            low=0,
            high=high,
            continuous=id == "rating",
            unit=unit if unit in ("ideas", "minutes") else "",
        )
        for id, _, high, unit, _ in _PARTS
    ),
    words={"en": _ENGLISH},
    scoring_status="verified",
    note="A person's own view of the day, not a test of creativity. Each answer stands alone.",
    subscales=tuple(
        Subscale(
            id=id,
            title=title,
            low=0,
            high=high,
            step=1,
            better=better,
            scoring={"value": id},
            unit=unit,
        )
        for id, title, high, unit, better in _PARTS
    ),
)
