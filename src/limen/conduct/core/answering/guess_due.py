"""Whose guess the protocol asks at an occasion of somebody else, and has not had yet."""

from __future__ import annotations

from limen.conduct.core import clock
from limen.conduct.core.answering.asked import asked
from limen.conduct.core.answering.order import sheets_of
from limen.conduct.core.forms.definition import forms_of, kind_of
from limen.conduct.core.forms.due import form_due
from limen.conduct.core.models import Occasion
from limen.protocol import listed

_BESIDE = ("participant", "clinician")  # kinds; raters guess on the page of their rating


def open_guesses(occasion: Occasion, respondent: str) -> frozenset[str]:
    """Return the guesses that a respondent is asked here beside any form, and has not given.

    Of the occasion's own respondent too, to whom they are questions among the others.
    """
    sections = asked(occasion, respondent=respondent, of=occasion.definition).sections
    wanted = {section.subject for section in sections if section.about == "guess"}
    given = occasion.guesses.filter(respondent=respondent).values_list("guess", flat=True)
    return frozenset(wanted - set(given))


def guessers(occasion: Occasion) -> tuple[str, ...]:
    """Return the clinicians, or the participant, who are to guess now at somebody else's occasion.

    Nobody before it opens, once it was cancelled, or after a withdrawal; nobody while a form of
    theirs there is unfinished that holds an outcome which is answered before the guess.
    """
    protocol = occasion.made_under.protocol
    cancelled = occasion.state == Occasion.State.CANCELLED
    if cancelled or occasion.opens_at > clock.now() or occasion.participant.has_withdrawn:
        return ()
    here = {occasion.definition, occasion.identifier}
    asks = [one for one in listed(protocol.guesses) if not here.isdisjoint(listed(one.occasions))]
    others = dict.fromkeys(str(one.respondent) for one in asks)
    return tuple(
        one
        for one in others
        if one != occasion.respondent
        and kind_of(protocol, one) in _BESIDE
        and (wanted := open_guesses(occasion, one))
        and not any(_waits(occasion, one, guess) for guess in wanted)
    )


def _waits(occasion: Occasion, respondent: str, guess: str) -> bool:
    """Whether a form of the respondent is unfinished that comes before the guess."""
    protocol = occasion.made_under.protocol
    earlier = listed(protocol.guess(guess).after)
    for form in forms_of(occasion):
        sheets = (*form.measures, *(f"measurement:{name}" for name in form.measurements))
        comes_first = sheets_of(protocol, earlier, dict.fromkeys(sheets, 0.0))
        if form.respondent == respondent and comes_first:
            due = form_due(occasion, form.id)
            if due is not None and due.is_waiting:
                return True
    return False
