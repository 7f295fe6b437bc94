"""Somebody asks, somebody answers, somebody closes: each an event, none of them changes data."""

from __future__ import annotations

from limen.conduct.core.actor import Actor
from limen.conduct.core.models import Participant, Query, QueryEvent, StaffMember
from limen.conduct.core.queries.place import Place
from limen.conduct.core.queries.reading import role_for, roles_at
from limen.conduct.core.queries.states import after
from limen.conduct.core.refusing import refusal, refuse_words
from limen.conduct.core.safety.services.kept import kept_words
from limen.conduct.core.trail import Record, recording

_Kind = QueryEvent.Kind
_WORDLESS = "Write a few words."


def ask(participant: Participant, place: Place, *, member: StaffMember, words: str) -> Query:
    """Open a query about a place; the words are encrypted under the participant's key.

    `ConductError` without words, about a place that is not there, or from somebody without a role
    at the site that may ask.
    """
    refuse_words(words, missing=_WORDLESS)
    with recording("query.asked", by=Actor.staff(member), participant=participant) as record:
        stored = record.fresh(participant)
        roles = roles_at(member, stored.site)
        if not roles:
            raise refusal(f"{member} has no role at {stored.site} that may ask.")
        query = record.add(
            Query(
                participant=stored,
                opened_at=record.at,
                opened_by=member,
                opened_as=roles[0],
                moved_at=record.at,
                **place.columns(stored),
            )
        )
        _tell(record, query, _Kind.ASKED, member, roles[0], words)
        return query


def ask_again(query: Query, *, member: StaffMember, words: str, seen: int) -> None:
    """Say that the answer does not do, or open a closed query again.

    `seen` is how many events were there when it was read, here and below: if somebody took a step
    meanwhile it is a `ConductError`, so that nobody answers what they have not read; so it is
    without words, for a step that cannot follow, and from somebody who may not take it.
    """
    _step(query, "query.asked_again", _Kind.ASKED, member, words, seen)


def answer(query: Query, *, member: StaffMember, words: str, seen: int) -> None:
    """Answer a query, or add to the answer; a closed one opens again by it."""
    _step(query, "query.answered", _Kind.ANSWERED, member, words, seen)


def close(query: Query, *, member: StaffMember, words: str = "", seen: int) -> None:
    """Close a query; an open one needs words that say why no answer is needed."""
    _step(query, "query.closed", _Kind.CLOSED, member, words, seen)


def _step(
    query: Query, event: str, kind: QueryEvent.Kind, member: StaffMember, words: str, seen: int
) -> None:
    needed = kind != _Kind.CLOSED or query.state == Query.State.OPEN
    refuse_words(words, missing=_WORDLESS if needed else "")
    with recording(event, by=Actor.staff(member), participant=query.participant) as record:
        stored = record.fresh(query)
        if stored.events.count() != seen:
            raise refusal("Somebody has answered or asked meanwhile: read it first.")
        state = after(stored.state, kind)
        if state is None:
            raise refusal(f"A query that is {stored.state} cannot be {kind}.")
        role = role_for(kind, roles_at(member, stored.participant.site), stored)
        if role is None:
            raise refusal(f"{member} has no role at {stored.participant.site} that may do this.")
        stored.state, stored.moved_at = state, record.at
        record.change(stored, "state", "moved_at")
        _tell(record, stored, kind, member, role, words)


def _tell(
    record: Record,
    query: Query,
    kind: QueryEvent.Kind,
    member: StaffMember,
    role: str,
    words: str,
) -> None:
    said, kept = words.strip(), None
    if said:
        kept = kept_words(record, query.participant, said, purpose="query")
    nth = query.events.count() + 1
    record.add(
        QueryEvent(
            query=query, nth=nth, kind=kind, at=record.at, member=member, role=role, words=kept
        )
    )
    record.note("query", query.pk)
    record.note("state", str(query.state))
