"""Treatment guesses: options that can be right, and an order of questions without contradiction."""

from __future__ import annotations

from collections.abc import Iterator

from limen.protocol.check.context import Context, all_of, said
from limen.protocol.check.finding import Finding
from limen.protocol.document.measurement import Guess
from limen.protocol.document.opening import Path


def check_guesses(context: Context) -> Iterator[Finding]:
    """Yield guesses of nothing, by nobody, and both before and after an outcome."""
    for path, guess in context.each("guesses"):
        yield from context.refers(
            (*path, "respondent"), guess.respondent, context.kinds, "respondent"
        )
        yield from _respondent(context, path, guess)
        yield from context.occasion_list((*path, "occasions"), guess.occasions)
        arms = said(guess.about) == "arm"
        allowed = context.ids("arms" if arms else "interventions")
        what = "arm" if arms else "intervention"
        yield from context.refer((*path, "options"), guess.options, allowed, what)
        yield from _order(context, path, guess)
    yield from _circles(context)


def _respondent(context: Context, path: Path, guess: Guess) -> Iterator[Finding]:
    """Yield a device, and raters where they rate nothing: there they see nobody."""
    kind = context.kinds.get(guess.respondent)
    if kind == "device":
        message = f"'{guess.respondent}' is a device, and devices think nothing."
        remedy = "Name a participant, a clinician or a blinded rater."
        yield Finding((*path, "respondent"), message, remedy)
    if kind != "blinded_rater":
        return
    rated = _rated_by(context, guess.respondent)
    for number, reference in enumerate(all_of(guess.occasions)):
        unrated = sorted(context.occasions([reference]) - rated)
        if unrated:
            yield Finding(
                (*path, "occasions", number),
                f"'{guess.respondent}' rates nothing at '{unrated[0]}', so nobody would be there "
                "to guess.",
                "Ask where they rate, or add a form of theirs there.",
            )


def _rated_by(context: Context, respondent: str) -> set[str]:
    """Return the occasions at which somebody rates: their own, and those with a form of theirs."""
    own = [one.id for one in context.definitions.values() if one.respondent == respondent]
    found = context.occasions(own)
    for _, form in context.each("forms"):
        if form.respondent == respondent:
            found |= context.occasions(form.occasions)
    return found


def _order(context: Context, path: Path, guess: Guess) -> Iterator[Finding]:
    before, after = all_of(guess.before), all_of(guess.after)
    for name, outcomes in (("before", before), ("after", after)):
        yield from context.refer((*path, name), outcomes, context.outcomes, "outcome")
        for number, id in enumerate(outcomes):
            outcome = context.outcomes.get(id)
            if outcome is None:
                continue
            shared = context.occasions(guess.occasions) & context.occasions(outcome.occasions)
            if not shared and context.occasions(guess.occasions):
                yield Finding(
                    (*path, name, number),
                    f"'{id}' is never measured on an occasion of '{guess.id}', so there is no "
                    "order between them.",
                    "Leave it out, or ask the guess where the outcome is measured.",
                )
    for number, id in enumerate(after):
        if id in before:
            yield Finding(
                (*path, "after", number),
                f"'{guess.id}' is asked both before and after '{id}'.",
                "Keep one of them.",
            )


def _circles(context: Context) -> Iterator[Finding]:
    """Two outcomes of one instrument are answered together: no guess can come between them."""
    for path, guess in context.each("guesses"):
        first = {_sheet(context, id): id for id in all_of(guess.before)}
        for number, id in enumerate(all_of(guess.after)):
            other = first.get(_sheet(context, id))
            if _sheet(context, id) is not None and other is not None and other != id:
                yield Finding(
                    (*path, "after", number),
                    f"'{id}' and '{other}' are answered on one sheet, but the guess comes between.",
                    "Put both on the same side of the guess.",
                )


def _sheet(context: Context, id: str) -> str | None:
    outcome = context.outcomes.get(id)
    return said(outcome.instrument) if outcome is not None else None
