"""Which instruments and subscales a protocol can refer to: its own, then the built-in ones."""

from __future__ import annotations

from limen.instruments import catalogue
from limen.protocol.check.context import Context, all_of


def known_instruments(context: Context) -> list[str]:
    """Return the ids of all instruments that the protocol can use, its own first."""
    return list(dict.fromkeys([*context.ids("instruments"), *catalogue()]))


def subscales(context: Context, instrument: str) -> list[str] | None:
    """Return an instrument's subscales; None if there is no such instrument."""
    for _, own in context.each("instruments"):
        if own.id == instrument:
            return [subscale.id for subscale in all_of(own.subscales)]
    built_in = catalogue().get(instrument)
    return None if built_in is None else [subscale.id for subscale in built_in.subscales]


def items(instrument: str) -> list[str]:
    """Return the items of a built-in instrument; a rule may look at one."""
    built_in = catalogue().get(instrument)
    return [] if built_in is None else [item.id for item in built_in.items]
