"""Which answers a slot has, and which of them need a label."""

from __future__ import annotations

from limen.instruments.item import Item
from limen.instruments.texts.files.questionnaire import Choice, number_of
from limen.instruments.texts.text import written

#: A slot with more whole numbers than this is a number to enter, which needs no labels.
MOST_LABELLED = 11


def options(item: Item) -> tuple[str, ...]:
    """Return the answers to choose from, in order; none for a continuum or a free entry."""
    if item.kind == "choice":
        return item.choices
    if item.kind != "number" or item.continuous:
        return ()
    if item.options:
        return tuple(map(written, item.options))
    if item.high - item.low >= MOST_LABELLED:
        return ()
    return tuple(map(written, range(int(item.low), int(item.high) + 1)))


def needed(item: Item) -> tuple[str, ...]:
    """Return the answers that need a label: all options, or the two ends of a continuum."""
    if item.kind == "number" and item.continuous:
        return (written(item.low), written(item.high))
    return options(item)


def may_have(item: Item, answer: str) -> bool:
    """Whether a label may stand at an answer of the slot."""
    if item.kind == "choice":
        return not item.choices or answer in item.choices
    if item.kind != "number":
        return False
    value = number_of(answer)
    return answer in options(item) or (
        not options(item) and value is not None and item.low <= value <= item.high
    )


def answer(choice: Choice, item: Item) -> str | None:
    """Return the answer that an option of a file stands for; None if it has no number."""
    if item.kind == "choice":
        return choice.name or None
    return None if choice.value is None else written(choice.value)
