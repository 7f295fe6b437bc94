"""What these data cannot answer: as the plan says, and what was refused or failed."""

from __future__ import annotations

from limen.report.comparisons import analysis_title, unusable
from limen.report.words.told import first_sentence, full_stop, listing
from limen.results import Result, Results

_NONE = "The analysis plan names none, and no planned analysis was refused."
_LONG = 200  # letters; a longer reason is told by its first sentence
WHERE = "the section on problems"


def limits(results: Results) -> tuple[str, ...]:
    """A sentence per question without an answer, however many outcomes it has."""
    sentences = list(results.cannot_answer)
    if results.provenance.blinded:
        return (*sentences, "Every question that compares interventions, until unsealing.")
    sentences += [_refusal(found) for found in unanswered(results)]
    return tuple(sentences) or (_NONE,)


def unanswered(results: Results) -> list[list[Result]]:
    """The refused and failed results, an analysis and a reason at a time, in the plan's order."""
    groups: dict[tuple[str, str], list[Result]] = {}
    for result in results.results:
        if unusable(result):
            groups.setdefault((result.analysis, reason(result)), []).append(result)
    return list(groups.values())


def reason(result: Result) -> str:
    """Why there is no answer, without the name of the outcome, so that equal reasons are equal."""
    name = result.outcome_title or result.outcome
    return result.message.replace(f" on '{name}'", "") if name else result.message


def _refusal(found: list[Result]) -> str:
    first = found[0]
    alone = len(found) == 1
    why = full_stop(first.message if alone else reason(first))
    told = [first_sentence(reason(first)) if len(why) > _LONG else why]
    if not alone:
        told.append(f"This concerns {listing([r.outcome_title or r.outcome for r in found])}.")
    if len(why) > _LONG:
        told.append(f"The full reason stands in {WHERE}.")
    return f"{first.title if alone else analysis_title(first)}: {' '.join(told)}"
