"""Payments: for time, at occasions that take place whether or not a dose was taken."""

from __future__ import annotations

from collections.abc import Iterator

from limen.protocol.check.context import Context, all_of, said
from limen.protocol.check.finding import Finding
from limen.protocol.document.measurement import AfterAdministrations, Occasion


def check_payments(context: Context) -> Iterator[Finding]:
    """Yield payments at occasions that do not exist, or that depend on dosing."""
    for path, payment in context.each("payments"):
        yield from context.occasion_list((*path, "occasions"), payment.occasions)
        for number, reference in enumerate(all_of(payment.occasions)):
            definition = context.definitions.get(reference.partition(".")[0])
            if definition is not None and _follows_a_dose(definition):
                yield Finding(
                    (*path, "occasions", number),
                    f"'{definition.id}' follows a dose, and payment must never depend on dosing.",
                    "Pay for an occasion that comes on a day of the calendar, dose or no dose.",
                )


def _follows_a_dose(definition: Occasion) -> bool:
    return isinstance(said(definition.schedule), AfterAdministrations) or (
        said(getattr(definition, "supervised_administration", False)) is True
    )
