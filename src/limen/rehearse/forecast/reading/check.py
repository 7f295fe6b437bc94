"""What types cannot say: whether beliefs fit together, and fit their protocol."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from limen.dataset.vocabulary import parts
from limen.errors import DocumentError
from limen.pharmacology import shipped_substances
from limen.protocol import Protocol
from limen.protocol.check import Finding
from limen.protocol.check import check as check_protocol
from limen.protocol.document.lookup import suggestion
from limen.protocol.document.opening import Path
from limen.protocol.document.part import known
from limen.rehearse.forecast.document import Beliefs
from limen.rehearse.forecast.document.priors import EACH
from limen.rehearse.forecast.predict.fields import place, plain
from limen.rehearse.forecast.predict.parameters import dosed
from limen.rehearse.forecast.predict.supplied import completed
from limen.simulate.gaps import refuse_gaps
from limen.simulate.scenario.check import check as check_scenario

_DONT_KNOW = "dont_know"


def check(beliefs: Beliefs, protocol: Protocol | None = None) -> Iterator[Finding]:
    """Yield what does not fit; with a protocol, also names that it does not have."""
    yield from _repeated(beliefs)
    yield from _fields(beliefs)
    if beliefs.noticing is not None:
        here: Path = ("noticing", "substance")
        yield from _refer(here, beliefs.noticing.substance, shipped_substances(), "substance")
    if protocol is None:
        for found in check_scenario(beliefs.scenario):
            yield Finding(("scenario", *found.path), found.message, found.remedy, key=found.key)
    elif beliefs.protocol != protocol.id:
        yield Finding(
            ("protocol",),
            f"The beliefs are about '{beliefs.protocol}', and this protocol is '{protocol.id}'.",
            "Name the protocol that they are about.",
        )
    else:
        yield from _against(beliefs, protocol)


def _repeated(beliefs: Beliefs) -> Iterator[Finding]:
    for name, ids in (
        ("priors", [one.id for one in beliefs.priors]),
        ("predictions", [one.id for one in beliefs.predictions]),
    ):
        for number, id in enumerate(ids):
            if id in ids[:number]:
                yield Finding((name, number, "id"), f"'{id}' is here a second time.", "Rename it.")


def _fields(beliefs: Beliefs) -> Iterator[Finding]:
    data = plain(beliefs.scenario)
    for number, prior in enumerate(beliefs.priors):
        for written in prior.fields:
            here: Path = ("priors", number, "fields", written)
            if (EACH in written) != bool(prior.each):
                message = "`each` and `{each}` belong together."
                yield Finding(here, message, "Write both, or neither.", key=True)
                continue
            for name in prior.each or ("",):
                try:
                    place(data, written.replace(EACH, name))
                except DocumentError as error:
                    yield Finding(here, error.message, key=True)
                    break


def _against(beliefs: Beliefs, protocol: Protocol) -> Iterator[Finding]:
    yield from _not_unknown(beliefs, protocol)
    whole = completed(protocol, beliefs)
    refuse_gaps(whole)
    for found in check_protocol(whole):
        yield Finding(("supplied", *found.path), found.message, found.remedy, key=found.key)
    for found in check_scenario(beliefs.scenario, whole):
        yield Finding(("scenario", *found.path), found.message, found.remedy, key=found.key)
    if beliefs.noticing is not None and not dosed(whole):
        message = "No intervention of the protocol holds a known dose of anything active."
        yield Finding(("noticing",), message, "Use `priors` on `noticing.d_prime` instead.")
    for number, question in enumerate(beliefs.predictions):
        yield from _names(("predictions", number, "measure"), question.measure, whole, beliefs)


def _not_unknown(beliefs: Beliefs, protocol: Protocol) -> Iterator[Finding]:
    for name, written in (
        ("guesses", protocol.guesses),
        ("allocation", protocol.allocation),
    ):
        if getattr(beliefs.supplied, name) and known(written) and written:
            yield Finding(
                ("supplied", name),
                f"The protocol says which {name} it has.",
                "Leave it out; only what is unknown can be supplied.",
                key=True,
            )


def _names(here: Path, measure: object, protocol: Protocol, beliefs: Beliefs) -> Iterator[Finding]:
    """Ids that a measure names: guess, answers, arm or intervention, outcome, term."""
    interventions = [one.id for one in parts(protocol.interventions)]
    arms = [one.id for one in parts(protocol.arms)]
    given = interventions
    if hasattr(measure, "guess"):
        guesses = {one.id: one for one in parts(protocol.guesses)}
        yield from _refer((*here, "guess"), measure.guess, guesses, "guess")
        if measure.guess not in guesses:
            return
        asked = guesses[measure.guess]
        given = arms if asked.about == "arm" else interventions
        for number, answer in enumerate(getattr(measure, "says", ())):
            options = (*asked.options, _DONT_KNOW)
            yield from _refer((*here, "says", number), answer, options, "answer")
    outcomes = [one.id for one in protocol.outcomes if one.derived is None]
    shipped_terms = [one.term for one in beliefs.scenario.side_effects]
    minus = arms if getattr(measure, "kind", "") == "left" else given
    for name, allowed, what in (
        ("given", given, "arm or intervention"),
        ("active", interventions, "intervention"),
        ("reference", interventions, "intervention"),
        ("arm", arms, "arm"),
        ("minus", minus, "arm or intervention"),
        ("outcome", outcomes, "outcome"),
        ("term", shipped_terms, "side effect in its scenario"),
    ):
        value = getattr(measure, name, None)
        if value is not None:
            yield from _refer((*here, name), value, allowed, what)


def _refer(path: Path, id: str, ids: Iterable[str], what: str) -> Iterator[Finding]:
    if id not in ids:
        yield Finding(path, f"There is no {what} '{id}'.", suggestion(id, ids))
