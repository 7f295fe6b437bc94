"""Doses: units that the substance allows, sizes that are no slip, a ladder that holds together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from limen.protocol.check.context import Context, all_of, said
from limen.protocol.check.finding import Finding
from limen.protocol.document.opening import Path
from limen.protocol.document.part import known
from limen.protocol.document.treatment import Dose, DoseRange, Substance
from limen.protocol.document.treatment.substances import MICROGRAMS


def check_doses(context: Context) -> Iterator[Finding]:
    """Yield doses in wrong units or of a wrong size, and gaps in the ladder of doses."""
    substances = {substance.id: substance for _, substance in context.each("substances")}
    substance_of: dict[str, Substance] = {}
    for path, intervention in context.each("interventions"):
        name = said(getattr(intervention, "substance", None))
        if name is None:
            continue
        yield from context.refers((*path, "substance"), name, substances, "substance")
        if name in substances:
            substance_of[intervention.id] = substances[name]
            yield from _dose((*path, "dose"), said(intervention.dose), substances[name])
    yield from _ladder(context, substance_of)


def _dose(path: Path, dose: Any, substance: Substance) -> Iterator[Finding]:
    if not isinstance(dose, (Dose, DoseRange)) or not known(dose.unit):
        return
    units = all_of(substance.units)
    if units and dose.unit not in units:
        yield Finding(
            (*path, "unit"),
            f"Doses of '{substance.id}' are not written in {dose.unit}.",
            f"Write {' or '.join(units)}, or add {dose.unit} to the substance's `units`.",
        )
        return
    key = "highest" if isinstance(dose, DoseRange) else "amount"
    amount = said(getattr(dose, key))
    lowest = said(getattr(dose, "lowest", None))
    if lowest is not None and amount is not None and lowest > amount:
        yield Finding((*path, "highest"), "The highest dose is below the lowest.", "Swap them.")
    largest = said(substance.largest_dose)
    if largest is None or amount is None or not known(largest.amount) or not known(largest.unit):
        return
    if amount * MICROGRAMS[dose.unit] > largest.micrograms:
        yield Finding(
            (*path, key),
            f"{amount:g} {dose.unit} exceeds {largest.amount:g} {largest.unit}, the largest dose "
            f"of '{substance.id}' in this study.",
            "Check the unit.",
        )


def _ladder(context: Context, substance_of: dict[str, Substance]) -> Iterator[Finding]:
    ladder = said(context.protocol.dose_levels)
    if ladder is None:
        return
    levels = context.ids("dose_levels", "levels")
    yield from context.refers(("dose_levels", "start"), ladder.start, levels, "dose level")
    for path, level in context.each("dose_levels", "levels"):
        for name, dose in (said(level.doses) or {}).items():
            here = (*path, "doses", name)
            yield from context.refers(here, name, substance_of, "intervention with a dose")
            if name in substance_of:
                yield from _dose(here, dose, substance_of[name])
    respondents = context.ids("respondents")
    for path, step in context.each("dose_levels", "titration"):
        yield from context.refers((*path, "from"), step.from_, levels, "dose level")
        yield from context.refers((*path, "to"), step.to, levels, "dose level")
        yield from context.refers((*path, "decided_by"), step.decided_by, respondents, "respondent")
        if known(step.to) and step.to == step.from_:
            yield Finding((*path, "to"), "The step leads nowhere.", "Name another level.")
    for name in ("hold", "stop"):
        for path, rule in context.each("dose_levels", name):
            here = (*path, "decided_by")
            yield from context.refers(here, rule.decided_by, respondents, "respondent")
