"""A blind that was broken without the server is recorded afterwards: what was done, when, why."""

from __future__ import annotations

from datetime import datetime

from limen.conduct.core.actor import Actor
from limen.conduct.core.dispatch.opening.aftermath import follow_up
from limen.conduct.core.dispatch.opening.break_blind import kept, note, of_words
from limen.conduct.core.dispatch.opening.may_open import kits_to_open
from limen.conduct.core.models import Kit, Membership, Opening, Participant, StaffMember
from limen.conduct.core.trail import recording
from limen.errors import ConductError, Problem


def record_opening(
    participant: Participant,
    kit: Kit,
    *,
    member: StaffMember,
    category: str,
    words: str,
    means: str,
    opened_at: datetime,
) -> Opening:
    """Record an opening by the paper code-break, or that a content became known otherwise.

    An investigator at the site writes it down; what the content was is not asked, and must not be
    said in `words`. `ConductError` with everything that does not fit.
    """
    actor = Actor.staff(member)
    with recording("blind.broken", by=actor, participant=participant) as record:
        stored = Participant.objects.select_related("site", "version").get(pk=participant.pk)
        problems = list(of_words(category, words))
        if not member.has_role(stored.site, Membership.Role.INVESTIGATOR):
            message = f"{member} is no investigator at {stored.site}."
            problems.append(Problem(message=message, remedy="Ask one.", path="member"))
        if means not in (Opening.Means.PAPER, Opening.Means.OTHERWISE):
            problems.append(Problem(message="Choose how it came to be known.", path="means"))
        if opened_at.tzinfo is None or opened_at > record.at:
            problems.append(Problem(message="Say when: a time that is past.", path="opened_at"))
        if kit.pk not in {one.pk for one in kits_to_open(stored)}:
            problems.append(Problem(message="The kit was never given to them.", path="kit"))
        if problems:
            raise ConductError("Nothing was recorded.", problems)
        opening = record.add(
            Opening(
                participant=stored,
                kit=kit,
                member=member,
                category=category,
                means=means,
                words=kept(record, stored, words),
                dosing_after=follow_up(record, stored, member),
                opened_at=opened_at,
                recorded_at=record.at,
            )
        )
        note(record, opening)
        return opening
