"""Small studies in worlds where the assumptions of some analyses hold: with no effect, and with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from limen.protocol import load_protocol
from limen.rehearse import Cell
from limen.simulate.scenario import parse_scenario

STUDIES = Path(__file__).parent / "studies"


def cell(study: str, text: str, *, ratio: tuple[int, int] = (1, 1)) -> Cell:
    """A study of this folder under a scenario of a few lines; `ratio` is placebo to low."""
    protocol = load_protocol(STUDIES / f"{study}.yaml")
    if ratio != (1, 1):
        arms = dict(zip(("PL", "MD"), ratio, strict=True))
        assert protocol.allocation is not None
        allocation = protocol.allocation.model_copy(
            update={"ratio": arms, "block_sizes": (sum(ratio),)}
        )
        protocol = protocol.model_copy(update={"allocation": allocation})
    head = "limen: 1\nid: made\ntitle: Made for a validation\n"
    return Cell(protocol=protocol, scenario=parse_scenario(head + text, protocol=protocol))


@dataclass(frozen=True, kw_only=True)
class World:
    """A study, what is true in it, and the analyses whose assumptions hold there.

    `only` keeps some of their quantities: those whose key ends so. `fewer` is by how much the
    replicates are divided; `slow` says that the analyses are the slow ones.
    """

    study: str
    assumed: str  # why these analyses are right here, in words
    analyses: tuple[str, ...]
    nothing: str
    effect: str
    only: tuple[str, ...] = ()
    fewer: int = 1
    slow: bool = False


_SPREAD = "mean: 50, sd_between: 4, sd_within: 3"
_MOOD = f"{{id: mood, {_SPREAD}, %s}}"
_CHANGE = f"{{id: change, {_SPREAD}, %s}}"
_BOTH = f"outcomes: [{_MOOD}, {_CHANGE}]\n"
_MISSED = "adherence: {missed_entry: 0.1}\n"
_LEAVING = "leaving: {at_random_per_week: 0.05}\n"
_EVENTS = "side_effects: [{term: headache, share: 0.05, added: {active: %s}}]\n"
_DIRECT = "direct: {active: 2}"
_NONE = "direct: {active: 0}"
_FEW = "participants: 16\n"
_MODELS = ("satterthwaite", "kenward_roger", "compound", "by_visit", "mmrm", "mmrm_kr", "redrawn")


def _visits(effect: str, more: str) -> str:
    return _BOTH % (effect, effect) + more


def _flat(effect: str) -> str:
    return f"outcomes: [{{id: mood, mean: 50, sd_between: 0, sd_within: 5, {effect}}}]\n"


def _crossover(effect: str, differs: float) -> str:
    periods = "periods: [0, 0.5]"
    return f"outcomes: [{_MOOD % f'{effect}, direct_sd: {differs}, {periods}'}]\n" + _MISSED


def _guess(effect: str, criterion: float, belief: float = 2.5) -> str:
    return (
        f"outcomes: [{{id: mood, {_SPREAD}, {effect}, belief: {belief}}}]\n"
        f"noticing: {{d_prime: {{active: 1}}}}\nbelief: {{criterion: {criterion}}}\n"
    )


def _confounded(effect: str, measured_with: float = 0.02) -> str:
    return (
        f"outcomes: [{{id: mood, {_SPREAD}, {effect}, belief: 2.5, mood: 1.5, expectation: 1.5}},\n"
        f"  {{id: felt, mean: 0, sd_between: 0, sd_within: {measured_with}, mood: 1}}]\n"
        "noticing: {d_prime: {active: 0.8}}\nexpectation: {sd: 0.15}\n"
        "belief: {criterion: 0.4, mood: 0.5, expectation: 0.5}\n"
    )


def _diary(protection: float) -> str:
    return (
        "outcomes: [{id: distress, mean: 40, sd_between: 6, sd_within: 8, autocorrelation: 0.3,\n"
        f"  stress: 2, stress_change: {{active: {protection}}}}}]\n"
        "stressors: {per_day: 1.2, person_sd: 0.3}\nadherence: {missed_entry: 0.1}\n"
    )


HOLDING: dict[str, World] = {
    "80 people, four visits": World(
        study="visits",
        assumed="a random intercept; entries are missed at random",
        analyses=(*_MODELS, "changed", "events"),
        nothing=_visits(_NONE, _MISSED + _LEAVING + _EVENTS % 0),
        effect=_visits(_DIRECT, _MISSED + _EVENTS % 0.05),
    ),
    "16 people, four visits": World(
        study="visits",
        assumed="the same",
        analyses=_MODELS,
        nothing=_FEW + _visits(_NONE, _MISSED),
        effect=_FEW + _visits(_DIRECT, _MISSED),
        fewer=4,
    ),
    "no variance between people": World(
        study="visits",
        assumed="answers of a person are as different as those of two",
        analyses=("satterthwaite", "kenward_roger", "compound"),
        nothing=_FEW + _flat(_NONE),
        effect=_FEW + _flat(_DIRECT),
    ),
    "imputation, entries missed": World(
        study="visits",
        assumed="missing at random",
        analyses=("imputed",),
        only=("imputed.change",),
        nothing="participants: 40\n" + _visits(_NONE, _MISSED + _LEAVING),
        effect="participants: 40\n" + _visits(_DIRECT, _MISSED),
        fewer=40,
        slow=True,
    ),
    "crossover of 40 people": World(
        study="crossover",
        assumed="the effect is the same in everybody",
        analyses=("plain", "plain_kr"),
        nothing=_crossover(_NONE, 0),
        effect=_crossover(_DIRECT, 0),
    ),
    "crossover, effects differ": World(
        study="crossover",
        assumed="effects differ between people, normally",
        analyses=("slopes",),
        nothing=_crossover(_NONE, 2),
        effect=_crossover(_DIRECT, 2),
    ),
    "guesses, arms equally good": World(
        study="guesses",
        assumed="guesses follow from arm and noise; both arms guess equally well",
        analyses=("raw", "adjusted", "strata", "curve"),
        nothing=_guess(_NONE, 0.5),
        effect=_guess(_DIRECT, 0.5),
    ),
    "guesses, most say placebo": World(
        study="guesses",
        assumed="guesses follow from arm and noise",
        analyses=("raw", "adjusted", "strata", "curve"),
        only=(
            "raw.mood",
            "adjusted.mood",
            "strata.mood",
            "guess_MD",
            "equal",
            "standardised",
            "observed",
        ),
        nothing=_guess(_NONE, 1.0),
        effect=_guess(_DIRECT, 1.0),
    ),
    "guesses with measured causes": World(
        study="guesses",
        assumed="mood and expectation drive guess and outcome; both are measured before",
        analyses=("raw", "direct"),
        nothing=_confounded(_NONE),
        effect=_confounded(_DIRECT),
    ),
    "the same, 800 people": World(
        study="guesses",
        assumed="the same",
        analyses=("direct",),
        nothing="participants: 800\n" + _confounded(_NONE),
        effect="participants: 800\n" + _confounded(_DIRECT),
        fewer=4,
    ),
    "diaries of 80 people": World(
        study="diary",
        assumed="a straight line of distress on stressors",
        analyses=("reactivity", "dynamics"),
        nothing=_diary(0),
        effect=_diary(-1),
    ),
}

FAILING: dict[str, World] = {
    "MMRM, leavers keep a part": World(
        study="visits",
        assumed="one in three leaves, and keeps the effect in the share of doses taken",
        analyses=("mmrm",),
        only=("mmrm.change",),
        nothing=_visits(_NONE, "leaving: {at_random_per_week: 0.1}"),
        effect=_visits(_DIRECT, "leaving: {at_random_per_week: 0.1}"),
        fewer=4,
    ),
    "jump to reference, leavers keep a part": World(
        study="visits",
        assumed="one in three leaves, and keeps the effect in the share of doses taken",
        analyses=("imputed",),
        only=("jump_to_reference",),
        nothing="participants: 40\n" + _visits(_NONE, "leaving: {at_random_per_week: 0.1}"),
        effect="participants: 40\n" + _visits(_DIRECT, "leaving: {at_random_per_week: 0.1}"),
        fewer=40,
        slow=True,
    ),
    "Δ(0.5), most say placebo": World(
        study="guesses",
        assumed="guesses follow from arm and noise, but the arms do not guess equally well",
        analyses=("curve",),
        only=("curve.mood",),
        nothing=_guess(_NONE, 1.0),
        effect=_guess(_DIRECT, 1.0),
    ),
    "direct effect, mood hardly measured": World(
        study="guesses",
        assumed="mood drives guess and outcome, and is measured with as much noise as signal",
        analyses=("direct",),
        nothing=_confounded(_NONE, 1.0),
        effect=_confounded(_DIRECT, 1.0),
        fewer=4,
    ),
}
