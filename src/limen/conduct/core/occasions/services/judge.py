"""Answers to an occasion arrive: what becomes of them, and of the occasion."""

from __future__ import annotations

from limen.conduct.core.models import Occasion
from limen.conduct.core.occasions.events import Submit
from limen.conduct.core.occasions.services.rows import Opened, happens, no_reminders
from limen.conduct.core.occasions.telephone import TelephoneClock
from limen.conduct.core.occasions.verdict import Verdict
from limen.conduct.core.trail import Record


def judge(
    record: Record,
    occasion: Occasion,
    submit: Submit,
    *,
    telephone: TelephoneClock | None = None,
    opened: Opened = no_reminders,
) -> Verdict:
    """Decide on answers inside the event that stores them, and move the occasion on.

    `occasion` must be fresh (`record.fresh`). If the verdict is `kept`, store the answers; if it
    `counts`, they are the occasion's; otherwise they are set aside. The telephone's clock is noted
    in the entry when it is off by a minute or more; it decides nothing. `opened` is told if a part
    arrives before the worker came by, so that its owner is still reminded of the rest.
    After a withdrawal nothing is kept, whatever state the occasion was in.
    """
    if occasion.participant.has_withdrawn:
        verdict = Verdict.WITHDRAWN
    else:
        verdict = happens(record, occasion, submit, opened=opened).verdict or Verdict.SET_ASIDE
    record.note("verdict", verdict.value)
    ahead = None if telephone is None else telephone.ahead_seconds(record.at)
    if ahead is not None and abs(ahead) >= 60:
        record.note("telephone_ahead_seconds", ahead)
    return verdict
