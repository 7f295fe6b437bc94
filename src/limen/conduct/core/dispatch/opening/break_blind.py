"""A blind is broken: the record is committed before anything is released."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from limen.conduct.core.actor import Actor
from limen.conduct.core.dispatch.opening.aftermath import follow_up
from limen.conduct.core.dispatch.opening.may_open import (
    grant_of,
    has_key,
    kits_to_open,
    standing_of,
)
from limen.conduct.core.models import (
    FreeText,
    Kit,
    Opening,
    Participant,
    StaffMember,
)
from limen.conduct.core.services.free_text import write_text
from limen.conduct.core.trail import NothingToDo, Record, recording
from limen.errors import ConductError, ErasedError, Problem, ThrottledError

LONGEST = 4000  # letters
MOST, WITHIN = 6, timedelta(hours=1)  # openings by one person; beyond that it is no emergency


def break_blind(
    participant: Participant, kit: Kit, *, member: StaffMember, category: str, words: str
) -> Opening:
    """Record that somebody opens the content of one kit, and tell the team that it happened.

    Confirm the password before. Of the same person, key and kit there is one record: who asks again
    gets it back. `words` say why, encrypted under the participant's key. `ConductError` for whoever
    may not, without words, or for a kit that was never given; `ThrottledError` after `MOST` in an
    hour. Nothing is released here: `release_share` is called once this is on the disk.
    """
    actor = Actor.staff(member)
    before = _same(kit, member)
    if before is not None:
        return before
    with recording("blind.broken", by=actor, participant=participant) as record:
        if (before := _same(kit, member)) is not None:
            raise NothingToDo  # they asked twice at once
        stored = Participant.objects.select_related("site", "version").get(pk=participant.pk)
        refuse_too_many(member, record.at)
        standing = standing_of(member, stored, record.at)
        problems = [*standing.problems, *of_words(category, words)]
        if kit.pk not in {one.pk for one in kits_to_open(stored)}:
            problems.append(Problem(message="The kit was never given to them.", path="kit"))
        elif standing.grant is not None and not has_key(kit, standing.grant.key_name):
            message = f"The supply was not sealed for the key {standing.grant.key_name!r}."
            remedy = "Use the paper code-break."
            problems.append(Problem(message=message, remedy=remedy, path="key"))
        if problems or standing.grant is None:
            raise ConductError("Nothing was opened.", problems)
        opening = record.add(
            Opening(
                participant=stored,
                kit=kit,
                member=member,
                category=category,
                means=Opening.Means.SERVER,
                words=kept(record, stored, words),
                key_name=standing.grant.key_name,
                dosing_after=follow_up(record, stored, member),
                opened_at=record.at,
                recorded_at=record.at,
            )
        )
        note(record, opening)
        return opening
    assert before is not None
    return before


def of_words(category: str, words: str) -> Iterator[Problem]:
    """Yield what a reason lacks."""
    if category not in Opening.Category.values:
        yield Problem(message="Choose what sort of opening it is.", path="category")
    if len(words.split()) < 2 or len(words) > LONGEST or "\x00" in words:
        message = f"Say why in a few words, in at most {LONGEST} letters."
        yield Problem(message=message, path="words")


def refuse_too_many(member: StaffMember, now: datetime) -> None:
    """Raise `ThrottledError` if one person opened very many contents lately."""
    lately = Opening.objects.filter(
        member=member, means=Opening.Means.SERVER, recorded_at__gt=now - WITHIN
    )
    if lately.count() >= MOST:
        first = lately.order_by("-recorded_at")[MOST - 1]
        raise ThrottledError(int((first.recorded_at + WITHIN - now).total_seconds()) + 1)


def kept(record: Record, participant: Participant, words: str) -> FreeText | None:
    """Add the words; none are kept of somebody who was erased, which stops no opening."""
    try:
        return write_text(record, participant, words.strip(), purpose="opening")
    except ErasedError:
        record.note("words", "not kept: the participant was erased")
        return None


def note(record: Record, opening: Opening) -> None:
    """Say in the entry what happened; never why in words, and nobody here knows what it was."""
    record.note("kit", opening.kit.number)
    record.note("category", opening.category)
    record.note("means", opening.means)
    record.note("dosing", opening.dosing_after)


def _same(kit: Kit, member: StaffMember) -> Opening | None:
    """Return what they asked for before; nothing if they have another key since: it opens anew."""
    rows = Opening.objects.filter(kit=kit, member=member, means=Opening.Means.SERVER)
    grant = grant_of(member)
    if grant is not None:
        rows = rows.filter(key_name=grant.key_name)
    return rows.select_related("kit__kit_set__supply", "participant").first()
