"""What belief did: how well people could tell, and what is left once the guess is in the model."""

from __future__ import annotations

from math import isfinite

from limen.counted import counted
from limen.figures.numbers import percent, with_interval
from limen.report.comparisons import (
    BLINDING,
    Comparison,
    analysis_title,
    answer,
    excludes_null,
)
from limen.report.controls import at_half, verdicts
from limen.report.words.told import listing
from limen.results import Estimate, Result, Results

_INDICES = ("correct guess rate, all", "sensitivity", "criterion", "james")
_MOST_INDICES = 4
_SEALED = "How well people recognised what they took is known only after unsealing."
_NOTHING = "No planned analysis asked what people believed they had taken."
_CAUTION = (
    "The guess is made after dosing, and the drug's own effects can cause it. Every analysis that "
    "adjusts for the guess is therefore a sensitivity analysis: it shows how far belief could "
    "reach, not what the drug would have done without belief."
)


def belief(results: Results, found: tuple[Comparison, ...]) -> tuple[str, ...]:
    """Indices of blinding, effects with the guess in the model, controls, and a caution."""
    if results.provenance.blinded:
        return (_SEALED,)
    sentences = [s for r in results.results if r.estimator == BLINDING for s in _indices(r)]
    pairs = [c for c in found if answer(c.adjusted) and answer(c.result) and not c.control]
    if pairs:
        sentences.append(_left(pairs))
    curved = _along_curves(pairs or [c for c in found if answer(c.result) and not c.control])
    sentences += curved
    sentences += verdicts(results)
    if not sentences:
        return (_NOTHING,)
    return (*sentences, _CAUTION) if pairs or curved else tuple(sentences)


def _left(pairs: list[Comparison]) -> str:
    clear = [c for c in pairs if excludes_null(c.result.estimates[0])]
    if not clear:
        return (
            f"Of {counted(len(pairs), 'effect')} estimated with and without the guess, none has an "
            "interval that excludes zero without it."
        )
    kept = [c for c in clear if c.adjusted and excludes_null(c.adjusted.estimates[0])]
    lost = [c for c in clear if c not in kept]
    return (
        f"Of {counted(len(clear), 'effect')} whose interval excludes zero, {len(kept) or 'none'} "
        f"still {'do' if len(kept) > 1 else 'does'} once the guess is in the model"
        + (f" ({_names(kept)})" if kept else "")
        + (f"; compatible with no effect then: {_names(lost)}." if lost else ".")
    )


def _along_curves(found: list[Comparison]) -> list[str]:
    """A sentence per curve analysis: which clear outcomes are still clear at one half."""
    clear = {c.result.outcome: c for c in found if excludes_null(c.result.estimates[0])}
    halves: dict[str, list[tuple[Comparison, Estimate]]] = {}
    for comparison in clear.values():
        for curve in comparison.curves:
            half = at_half(curve)
            if half:
                halves.setdefault(analysis_title(curve), []).append((comparison, half))
    return [_at_half(title, members) for title, members in halves.items()]


def _at_half(title: str, members: list[tuple[Comparison, Estimate]]) -> str:
    kept = [comparison for comparison, half in members if excludes_null(half)]
    names = f": {_names(kept)}" if kept else ""
    verb = "excludes" if len(kept) < 2 else "exclude"
    return (
        f"By the curve at one half ({title}), {len(kept) or 'none'} of "
        f"{counted(len(members), 'such effect')} still {verb} zero{names}."
    )


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


def _names(found: list[Comparison]) -> str:
    return listing([c.title for c in found])
