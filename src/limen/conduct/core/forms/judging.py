"""What becomes of answers that are not the occasion's own: they count, and late ones are marked."""

from __future__ import annotations

from limen.conduct.core.models import Occasion
from limen.conduct.core.occasions import Submit, Verdict
from limen.conduct.core.occasions.services.rows import read
from limen.conduct.core.trail import Record
from limen.errors import ConductError


def judge_form(record: Record, occasion: Occasion, submit: Submit) -> Verdict:
    """Return the verdict on a form, or a guess, beside the occasion itself; note it in the entry.

    A laboratory answers after the window, and somebody who came a day late was examined all the
    same: such findings count, marked as late. Nothing is kept before the occasion opens, nor after
    a withdrawal. The occasion does not move by it.
    """
    judged = submit.answered_at or record.at
    window = read(occasion).window
    if judged > record.at:
        raise ConductError("A finding cannot be from the future. Give the time it was made at.")
    if occasion.participant.has_withdrawn:
        verdict = Verdict.WITHDRAWN
    elif occasion.state == Occasion.State.CANCELLED:
        verdict = Verdict.SET_ASIDE
    elif record.at < window.opens:
        verdict = Verdict.TOO_EARLY
    else:
        verdict = Verdict.IN_TIME if window.verdict(judged) == "in_time" else Verdict.LATE
    record.note("verdict", verdict.value)
    return verdict
