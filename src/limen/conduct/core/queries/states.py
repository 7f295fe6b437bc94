"""Which step of a query may follow which, and who may take it. Pure logic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from limen.conduct.core.access import ASKERS, WRITERS, Role
from limen.conduct.core.models import Query, QueryEvent

_State, _Kind = Query.State, QueryEvent.Kind

STEPS: Final[Mapping[tuple[Query.State | None, QueryEvent.Kind], Query.State]] = {
    (None, _Kind.ASKED): _State.OPEN,
    (_State.OPEN, _Kind.ANSWERED): _State.ANSWERED,
    (_State.OPEN, _Kind.CLOSED): _State.CLOSED,  # it was asked by mistake
    (_State.ANSWERED, _Kind.ASKED): _State.OPEN,  # the answer does not do
    (_State.ANSWERED, _Kind.ANSWERED): _State.ANSWERED,  # something is added to it
    (_State.ANSWERED, _Kind.CLOSED): _State.CLOSED,
    (_State.CLOSED, _Kind.ASKED): _State.OPEN,
    (_State.CLOSED, _Kind.ANSWERED): _State.ANSWERED,  # a new answer opens it again
}
"""Whatever is not here cannot happen: who waits does not ask twice, and closing is done once."""


def after(state: str | None, kind: str) -> Query.State | None:
    """Return the state of a query after a step; None if it cannot be taken."""
    return STEPS.get((None if state is None else _State(state), _Kind(kind)))


def may_take(kind: str, role: str, *, opened_as: str) -> bool:
    """Whether somebody in this role may take a step of a query that was asked in another role.

    Investigators close any query; others close those that were asked in a role of their own.
    """
    if kind == _Kind.ASKED:
        return role in ASKERS
    if kind == _Kind.ANSWERED:
        return role in WRITERS
    return role == Role.INVESTIGATOR or (role in ASKERS and role == opened_as)
