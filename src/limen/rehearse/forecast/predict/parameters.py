"""Draws of everything that is uncertain, and the scenario of each draw."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from pydantic import ValidationError

from limen.errors import DocumentError
from limen.pharmacology import substance
from limen.pharmacology.perceptibility import draw_perceptibility
from limen.protocol import Protocol, known
from limen.randomness import stream
from limen.rehearse.forecast.document import Beliefs, NoticingPrior, Prior
from limen.rehearse.forecast.document.priors import Beta, Distribution, LogNormal, Normal, Uniform
from limen.rehearse.forecast.predict.fields import plain, with_values
from limen.results import Floats
from limen.simulate.scenario import Scenario


def scenarios(beliefs: Beliefs, protocol: Protocol) -> Iterator[Scenario]:
    """The scenario of each draw; `DocumentError` names a draw that is no scenario."""
    drawn = parameters(beliefs, protocol)
    data = plain(beliefs.scenario)
    for number in range(beliefs.draws):
        values = {field: float(each[number]) for field, each in drawn.items()}
        try:
            yield Scenario.model_validate(with_values(data, values))
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(map(str, first["loc"]))
            raise DocumentError(
                f"Draw {number} of beliefs '{beliefs.id}' is no scenario: {field} = "
                f"{first['input']!r}. {first['msg']}. Bound its prior: `at_least`, `at_most`."
            ) from None


def parameters(beliefs: Beliefs, protocol: Protocol) -> dict[str, Floats]:
    """Field of the scenario -> its value in each draw, shape (draws,)."""
    found: dict[str, Floats] = {}
    if beliefs.noticing is not None:
        found |= _noticing(beliefs.noticing, protocol, beliefs)
    for prior in beliefs.priors:
        for name, fields in prior.names.items():
            numbers = _numbers(prior, name, beliefs)
            for field, factor in fields.items():
                found[field] = found.get(field, 0.0) + factor * numbers
    return found


def dosed(protocol: Protocol) -> dict[str, float]:
    """Active interventions that hold a known dose -> micrograms."""
    doses = {}
    for one in protocol.interventions:
        dose = getattr(one, "dose", None)
        if one.kind != "active" or dose is None or not known(dose):
            continue
        if known(dose.amount) and known(dose.unit):
            doses[one.id] = float(dose.micrograms)
    return doses


def _numbers(prior: Prior, name: str, beliefs: Beliefs) -> Floats:
    rng = stream(beliefs.seed, f"forecast {name}")
    numbers = _sample(prior.distribution, rng, beliefs.draws)
    if prior.at_least is not None or prior.at_most is not None:
        numbers = np.clip(numbers, prior.at_least, prior.at_most)
    return numbers


def _sample(distribution: Distribution, rng: np.random.Generator, draws: int) -> Floats:
    match distribution:
        case Normal():
            return distribution.mean + distribution.sd * rng.standard_normal(draws)
        case LogNormal():
            return distribution.median * np.exp(distribution.log_sd * rng.standard_normal(draws))
        case Beta():
            a = distribution.mean * distribution.size
            return rng.beta(a, distribution.size - a, draws)
        case Uniform():
            return rng.uniform(distribution.low, distribution.high, draws)


def _noticing(prior: NoticingPrior, protocol: Protocol, beliefs: Beliefs) -> dict[str, Floats]:
    """d′ of each dose and the criterion, stretched so that the average guess is the data's."""
    rng = stream(beliefs.seed, "forecast noticing")
    draws, which = beliefs.draws, substance(prior.substance)
    total = prior.constant + prior.proportional
    is_constant = rng.random(draws) < prior.constant / total
    factor = np.exp(prior.d_prime_log_sd * rng.standard_normal(draws))
    shift = prior.criterion_shift + prior.criterion_shift_sd * rng.standard_normal(draws)
    shapes = {}
    if prior.constant:
        shapes["constant"] = draw_perceptibility(which, "constant", draws=draws, rng=rng)
    if prior.proportional:
        shapes["proportional"] = draw_perceptibility(which, "proportional", draws=draws, rng=rng)
    constant = shapes.get("constant", shapes.get("proportional"))
    proportional = shapes.get("proportional", constant)
    assert constant is not None
    assert proportional is not None
    stretch = float(np.sqrt(1 + constant.criterion_sd**2))
    criterion = np.where(is_constant, constant.criterion, proportional.criterion) + shift
    found = {
        "belief.criterion": stretch * criterion,
        "belief.criterion_sd": np.full(draws, constant.criterion_sd),
    }
    for id, dose in dosed(protocol).items():
        d_prime = np.where(
            is_constant, constant.discriminability_at(dose), proportional.discriminability_at(dose)
        )
        found[f"noticing.d_prime.interventions.{id}"] = stretch * factor * d_prime
    return found
