"""What the results say, in plain words; made by rules from roles and intervals, for any study."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from textwrap import fill

from limen.figures.numbers import (
    NO_BREAK,
    decimals_for,
    interval,
    number,
    p_statement,
    percent,
    with_interval,
)
from limen.report.comparisons import (
    BLINDING,
    Comparison,
    answer,
    effects,
    excludes_null,
    standardised,
    unusable,
)
from limen.report.controls import verdicts
from limen.results import Estimate, Result, Results

_TOLD = 3  # so many secondary outcomes get a sentence when no outcome is primary
_INDICES = ("correct guess rate, all", "sensitivity", "criterion", "james")
_MOST_INDICES = 4
_CAUTION = (
    "The guess is made after dosing, and the drug's own effects can cause it. Every analysis that "
    "adjusts for the guess is therefore a sensitivity analysis: it shows how far belief could "
    "reach, not what the drug would have done without belief."
)


@dataclass(frozen=True)
class Summary:
    """Sentences under four heads; the command line prints them, the report begins with them."""

    asked: tuple[str, ...]
    effects: tuple[str, ...]
    belief: tuple[str, ...]
    cannot: tuple[str, ...]


def summarise(results: Results) -> Summary:
    """The four questions and what these results answer to them."""
    found = effects(results)
    return Summary(
        asked=_asked(results),
        effects=_effects(results, found),
        belief=_belief(results, found),
        cannot=_cannot(results),
    )


def effect_sentence(result: Result) -> str:
    """One effect with its interval and what it means, e.g. for the first line of a summary."""
    estimate = answer(result)
    name = result.outcome_title or result.outcome or result.title
    if estimate is None:
        return f"{name}: no estimate. {result.message}".strip()
    unit = estimate.unit or result.unit
    places = decimals_for(estimate.lower, estimate.upper)
    size = number(abs(estimate.value - estimate.null), places)
    amount = " ".join(filter(None, [size, unit]))
    way = "higher" if estimate.value >= estimate.null else "lower"
    return (
        f"{name}: {amount} {way}{_between(estimate)} ({_figures(result, estimate)}). "
        + _meaning(estimate, result, places)
    )


def _between(estimate: Estimate) -> str:
    active, minus, reference = estimate.label.partition(" − ")
    return f" with {active} than with {reference}" if minus else f" ({estimate.label})"


def _figures(result: Result, estimate: Estimate) -> str:
    parts = []
    if isfinite(estimate.lower) or isfinite(estimate.upper):
        level = f"{100 * estimate.level:.0f}{NO_BREAK}%"
        parts.append(f"{level} interval {interval(estimate.lower, estimate.upper)}")
    parts.append(p_statement(estimate.p))
    in_sd = standardised(result, estimate)[0]
    parts.append(f"{number(in_sd, 2)} SD" if isfinite(in_sd) else "")
    if estimate.n is not None:
        people = f" from {estimate.participants} people" if estimate.participants else ""
        parts.append(f"{estimate.n} observations{people}")
    return "; ".join(filter(None, parts))


def _meaning(estimate: Estimate, result: Result, places: int) -> str:
    if not (isfinite(estimate.lower) and isfinite(estimate.upper)):
        return "No interval could be computed, so this describes these data and no more."
    if not excludes_null(estimate):
        limits = interval(estimate.lower, estimate.upper, places)
        return f"Compatible with no effect, and with anything from {limits}."
    excludes = f"The interval excludes {number(estimate.null)}"
    if not result.better:
        return f"{excludes}."
    good = (estimate.value > estimate.null) == (result.better == "higher")
    direction = "benefit" if good else "harm"
    return f"{excludes}; the direction is one of {direction}."


def _asked(results: Results) -> tuple[str, ...]:
    source = results.provenance
    people = f"{source.participants} participants" if source.participants else ""
    first = ", ".join(filter(None, [source.design.rstrip("."), people]))
    sentences = [f"{first[:1].upper()}{first[1:]}."] if first else []
    leading = [e for e in results.estimands if e.role == "primary"] or list(results.estimands[:2])
    sentences += [f"{_sentence(e.title)} Compared: {_sentence(e.treatment)}" for e in leading]
    rest = len(results.estimands) - len(leading)
    if rest:
        sentences.append(f"{_count(rest, 'further question')} in the section on estimands.")
    return tuple(sentences)


def _effects(results: Results, found: tuple[Comparison, ...]) -> tuple[str, ...]:
    if results.provenance.blinded:
        return ("The allocations are sealed. Nothing in this report compares interventions.",)
    answered = [c for c in found if answer(c.result) and c.result.role != "sensitivity"]
    if not answered:
        return ("No planned analysis gave an estimate of an effect; the reasons are listed below.",)
    outcomes = [c for c in answered if not c.control]
    primary = [c for c in outcomes if c.result.role == "primary"]
    told = primary or outcomes[:_TOLD]
    sentences = [effect_sentence(c.result) for c in told]
    rest = [c for c in outcomes if c not in told]
    return (*sentences, *_rest(rest, "other " if told else ""))


def _rest(rest: list[Comparison], other: str) -> tuple[str, ...]:
    """How many of the others leave out no effect, and how many would do so by chance."""
    if not rest:
        return ()
    clear = [c for c in rest if excludes_null(c.result.estimates[0])]
    names = f" ({_names(clear)})" if clear else ""
    alpha = 1 - rest[0].result.estimates[0].level
    chance = number(alpha * len(rest), 1)
    open_ = len(rest) - len(clear)
    told = (
        f"Of {_count(len(rest), other + 'comparison')}, {len(clear) or 'none'} "
        f"{'has' if len(clear) == 1 else 'have'} an interval that excludes zero{names}; "
        f"{open_} {'is' if open_ == 1 else 'are'} compatible with no effect. By chance "
        f"alone, about {chance} of {len(rest)} such intervals would exclude zero if "
        "there were no effect at all."
    )
    return (told,)


def _belief(results: Results, found: tuple[Comparison, ...]) -> tuple[str, ...]:
    if results.provenance.blinded:
        return ("How well people recognised what they took is known only after unsealing.",)
    sentences = [s for r in results.results if r.estimator == BLINDING for s in _indices(r)]
    pairs = [c for c in found if answer(c.adjusted) and answer(c.result) and not c.control]
    clear = [c for c in pairs if excludes_null(c.result.estimates[0])]
    if pairs:
        kept = [c for c in clear if c.adjusted and excludes_null(c.adjusted.estimates[0])]
        lost = [c for c in clear if c not in kept]
        sentences.append(
            f"Of {_count(len(clear), 'effect')} whose interval excludes zero, "
            f"{len(kept) or 'none'} still {'do' if len(kept) > 1 else 'does'} once the guess is in "
            "the model"
            + (f" ({_names(kept)})" if kept else "")
            + (f"; compatible with no effect then: {_names(lost)}." if lost else ".")
        )
    sentences += verdicts(results)
    if len(sentences) == 0:
        return ("No planned analysis asked what people believed they had taken.",)
    return (*sentences, _CAUTION) if pairs else tuple(sentences)


def _indices(result: Result) -> tuple[str, ...]:
    """The indices a reader needs first: how often right, how well told apart, which way leaning."""
    usable = [e for e in result.estimates if isfinite(e.value)]
    wanted = [e for word in _INDICES for e in usable if word in e.label.lower()]
    told = [_index(e) for e in list(dict.fromkeys(wanted or usable))[:_MOST_INDICES]]
    return (f"{result.title}: {'; '.join(told)}.",) if told else ()


def _index(estimate: Estimate) -> str:
    if "rate" in estimate.label.lower():
        limits = f"{percent(estimate.lower)} to {percent(estimate.upper)}"
        return f"{estimate.label} {percent(estimate.value)} ({limits})"
    return f"{estimate.label} {with_interval(estimate.value, estimate.lower, estimate.upper)}"


def _cannot(results: Results) -> tuple[str, ...]:
    sentences = list(results.cannot_answer)
    if results.provenance.blinded:
        return (*sentences, "Every question that compares interventions, until unsealing.")
    by_analysis: dict[str, list[Result]] = {}
    for result in results.results:
        if unusable(result):
            by_analysis.setdefault(result.analysis, []).append(result)
    sentences += [_refusal(found) for found in by_analysis.values()]
    return tuple(sentences) or (
        "The analysis plan names none, and no planned analysis was refused.",
    )


def _refusal(found: list[Result]) -> str:
    """One sentence for an analysis that was refused, however many outcomes it has."""
    first = found[0]
    if len(found) == 1:
        return f"{first.title}: {_sentence(first.message)}"
    outcomes = list(dict.fromkeys(r.outcome_title or r.outcome for r in found))
    title = first.title.removeprefix(f"{first.outcome_title}: ")
    return f"{title} ({', '.join(outcomes)}): {_sentence(first.message)}"


def _names(found: list[Comparison], most: int = 8) -> str:
    names = list(dict.fromkeys(c.title for c in found))
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"


def _sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in ".?!" else f"{text}."


def summary_text(results: Results) -> str:
    """The summary as lines for a terminal."""
    told = summarise(results)
    heads = (
        ("What was asked", told.asked),
        ("What the drug did", told.effects),
        ("What belief did", told.belief),
        ("What these data cannot answer", told.cannot),
    )
    lines = ["SIMULATED DATA: these numbers say nothing about any drug.", ""]
    lines = lines if results.provenance.simulated else []
    for head, sentences in heads:
        lines += [head, *(_wrapped(sentence) for sentence in sentences), ""]
    return "\n".join(lines).rstrip()


def _wrapped(sentence: str) -> str:
    return fill(sentence, width=100, initial_indent="  ", subsequent_indent="    ")
