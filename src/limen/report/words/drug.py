"""What the drug did: the planned contrasts, an analysis at a time, with their multiplicity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from math import isfinite

from limen.counted import counted
from limen.figures.numbers import number
from limen.report.comparisons import Comparison, analysis_title, answer, excludes_null
from limen.report.multiplicity import Family, families, together
from limen.report.page.html import spoken
from limen.report.words.effect import compared, effect_sentence
from limen.report.words.told import Told, listing
from limen.results import Estimate, Results

_TOLD = 3  # so many secondary outcomes get a sentence when no outcome is primary
_SEALED = "The allocations are sealed. Nothing in this report compares interventions."
_NOTHING = "No planned analysis gave an estimate of an effect; the reasons are listed below."
_ALLOCATED = (
    "Every contrast is between what was allocated. It includes whatever the drug did and whatever "
    "believing to have taken it did."
)


def drug(results: Results, found: tuple[Comparison, ...]) -> tuple[Told, ...]:
    """The primary outcomes a sentence each, the others counted, grouped by their analysis."""
    if results.provenance.blinded:
        return (Told(_SEALED),)
    answered = [c for c in found if answer(c.result) and c.result.role != "sensitivity"]
    outcomes = [c for c in answered if not c.control]
    if not answered:
        return (Told(_NOTHING),)
    told = [c for c in outcomes if c.result.role == "primary"] or outcomes[:_TOLD]
    rest = [c for c in outcomes if c not in told]
    adjusted = families(results)
    groups = [_leading(members, adjusted) for members in _by_analysis(told)]
    apart = [f for f in adjusted if not any(_covers(m, f) for m in _by_analysis(told))]
    apart_told = [family.sentence() for family in apart] + together(adjusted)
    others = [_counted(members, "other " if told else "") for members in _by_analysis(rest)]
    return (
        Told(_ALLOCATED),
        *groups,
        *(Told(sentence) for sentence in apart_told),
        *(Told(sentence) for sentence in others),
        *(Told(sentence) for sentence in _chance(rest)),
    )


def _by_analysis(found: Iterable[Comparison]) -> Iterator[list[Comparison]]:
    for _, members in groupby(found, key=lambda c: c.result.analysis):
        yield list(members)


def _leading(found: list[Comparison], adjusted: tuple[Family, ...]) -> Told:
    estimates = [c.result.estimates[0] for c in found]
    alike = len({e.label for e in estimates}) == 1
    head = [compared(estimates[0])] if alike else []
    counted = _observations(estimates)
    told = "; ".join(filter(None, [*head, counted]))
    sentences = [effect_sentence(c.result, brief=alike) for c in found]
    sentences += [family.sentence() for family in adjusted if _covers(found, family)]
    sentences += _further(found)
    title = analysis_title(found[0].result)
    return Told(f"{title}: {told}." if told else f"{title}.", tuple(sentences))


def _covers(found: list[Comparison], family: Family) -> bool:
    return set(family.hypotheses) <= {c.result.title for c in found}


def _observations(estimates: list[Estimate]) -> str:
    rows = sorted({e.n for e in estimates if e.n is not None})
    people = sorted({e.participants for e in estimates if e.participants})
    if not rows:
        return ""
    told = f"{_span(rows)} observations"
    return f"{told} from {_span(people)} people" if people and people != rows else told


def _span(counts: list[int]) -> str:
    return str(counts[0]) if len(counts) == 1 else f"{counts[0]} to {counts[-1]}"


def _counted(found: list[Comparison], other: str) -> str:
    """How many of the others leave out no effect, of which contrast, and which."""
    contrasts = listing([spoken(c.result.estimates[0].label) for c in found], most=3)
    clear = [c for c in found if excludes_null(c.result.estimates[0])]
    names = f" ({listing([c.title for c in clear])})" if clear else ""
    open_ = len(found) - len(clear)
    return " ".join(
        (
            f"{analysis_title(found[0].result)}: of {counted(len(found), other + 'comparison')} "
            f"({contrasts}), {len(clear) or 'none'} {'has' if len(clear) < 2 else 'have'} an "
            f"interval that excludes zero{names}; {open_} {'is' if open_ == 1 else 'are'} "
            "compatible with no effect.",
            *_further(found),
        )
    )


def _further(found: list[Comparison]) -> list[str]:
    """How many estimates besides the first ones are not told here."""
    more = [e for c in found for e in c.result.estimates[1:] if isfinite(e.value)]
    if not more:
        return []
    contrasts = all(" − " in e.label for e in more)
    what = counted(len(more), "further contrast" if contrasts else "further estimate")
    kinds = "other arms or visits" if contrasts else "other arms, visits or measures"
    return [f"{what} ({kinds}) {'stands' if len(more) == 1 else 'stand'} in the details."]


def _chance(rest: list[Comparison]) -> tuple[str, ...]:
    if not rest:
        return ()
    alpha = 1 - rest[0].result.estimates[0].level
    return (
        f"By chance alone, about {number(alpha * len(rest), 1)} of {len(rest)} such intervals "
        "would exclude zero if there were no effect at all.",
    )
