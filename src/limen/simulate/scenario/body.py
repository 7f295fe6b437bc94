"""What a scenario says of exposure: whether the substance is known, and its doses."""

from __future__ import annotations

from collections.abc import Iterator

from limen.dataset.vocabulary import parts
from limen.pharmacology import shipped_substances, substance
from limen.protocol import Protocol, known
from limen.protocol.check import Finding
from limen.protocol.document.lookup import suggestion
from limen.protocol.document.treatment import Dose
from limen.simulate.scenario.document import Exposure, Scenario

_HERE = "exposure"


def exposure_alone(scenario: Scenario) -> Iterator[Finding]:
    """Yield what is wrong whatever the protocol: names, and what has no effect."""
    supposed = scenario.exposure
    if supposed.substance is None:
        if supposed != Exposure():
            yield Finding(
                (_HERE,),
                "It names no substance, so nobody's exposure is known.",
                f"Write `substance: ...`: one of {', '.join(shipped_substances())}.",
            )
        return
    if supposed.substance not in shipped_substances():
        yield Finding(
            (_HERE, "substance"),
            f"Limen knows no substance '{supposed.substance}'.",
            suggestion(supposed.substance, shipped_substances()),
        )
        return
    which = substance(supposed.substance)
    forms = [one.id for one in which.formulations]
    if supposed.formulation is not None and supposed.formulation not in forms:
        yield Finding(
            (_HERE, "formulation"),
            f"{which.title} has no formulation '{supposed.formulation}'.",
            suggestion(supposed.formulation, forms),
        )
    if supposed.d_prime == "proportional" and which.perceptibility.proportional is None:
        yield Finding(
            (_HERE, "d_prime"),
            f"Guesses about {which.title} carry no dose, so d′ cannot follow it.",
            "Write `constant` or `given`.",
        )
    if supposed.d_prime != "given" and not scenario.noticing.d_prime.is_nothing:
        yield Finding(
            ("noticing", "d_prime"),
            "d′ comes from the substance here, so this has no effect.",
            "Leave it out, or write `d_prime: given` under `exposure`.",
        )
    if supposed == Exposure(substance=supposed.substance, formulation=supposed.formulation):
        yield Finding(
            (_HERE,),
            "Nothing follows exposure.",
            "Write `d_prime: constant`, or `scales: [noticing]`.",
        )


def exposure_in(scenario: Scenario, protocol: Protocol) -> Iterator[Finding]:
    """Yield active interventions whose dose is not one amount, where d′ comes from the dose."""
    if scenario.exposure.d_prime == "given":
        return
    for one in parts(protocol.interventions):
        dose = getattr(one, "dose", None)
        told = isinstance(dose, Dose) and known(dose.amount) and known(dose.unit)
        if one.kind == "active" and not told:
            yield Finding(
                (_HERE, "d_prime"),
                f"The dose of '{one.id}' is not one amount: it is unknown, or somebody chooses it.",
                "Write `given`, and d′ under `noticing`.",
            )
