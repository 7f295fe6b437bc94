"""What may happen to a form in which state: a table, and nothing else decides.

Data of a form that is complete change by corrections only, each with its reason; then whoever had
verified or signed it did so of something else, and it is complete again. Verifying at the source
does not wait for the signature, nor the signature for it: a monitor looks at a share of the forms.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from limen.conduct.core.models import FormEvent, VisitForm
from limen.conduct.core.refusing import refusal

_State, _Kind = VisitForm.State, FormEvent.Kind
DUE: Final = "due"  # there is no row yet

#: State and event -> state after it. What is not here is refused.
TABLE: Final[Mapping[tuple[str, str], str]] = {
    (DUE, _Kind.SAVED): _State.IN_WORK,
    (DUE, _Kind.COMPLETED): _State.COMPLETE,
    (DUE, _Kind.NOT_DONE): _State.NOT_DONE,
    (_State.IN_WORK, _Kind.SAVED): _State.IN_WORK,
    (_State.IN_WORK, _Kind.COMPLETED): _State.COMPLETE,
    (_State.IN_WORK, _Kind.NOT_DONE): _State.NOT_DONE,
    (_State.IN_WORK, _Kind.CHANGED): _State.IN_WORK,
    (_State.NOT_DONE, _Kind.SAVED): _State.IN_WORK,
    (_State.NOT_DONE, _Kind.COMPLETED): _State.COMPLETE,
    (_State.NOT_DONE, _Kind.CHANGED): _State.NOT_DONE,
    (_State.COMPLETE, _Kind.CHANGED): _State.COMPLETE,
    (_State.COMPLETE, _Kind.VERIFIED): _State.VERIFIED,
    (_State.COMPLETE, _Kind.SIGNED): _State.SIGNED,
    (_State.VERIFIED, _Kind.CHANGED): _State.COMPLETE,
    (_State.VERIFIED, _Kind.SIGNED): _State.SIGNED,
    (_State.SIGNED, _Kind.CHANGED): _State.COMPLETE,
    (_State.SIGNED, _Kind.VERIFIED): _State.SIGNED,
    (_State.SIGNED, _Kind.FROZEN): _State.FROZEN,
    (_State.SIGNED, _Kind.LOCKED): _State.LOCKED,
    (_State.FROZEN, _Kind.VERIFIED): _State.FROZEN,
    (_State.FROZEN, _Kind.UNFROZEN): _State.SIGNED,
    (_State.FROZEN, _Kind.LOCKED): _State.LOCKED,
    (_State.NOT_DONE, _Kind.LOCKED): _State.NOT_DONE,
}
_WRITES = (_Kind.SAVED, _Kind.COMPLETED, _Kind.CHANGED)
_REMEDIES: Final[Mapping[str, str]] = {
    _State.COMPLETE: "Correct what is wrong entry by entry, each with its reason.",
    _State.VERIFIED: "Correct what is wrong entry by entry, each with its reason.",
    _State.SIGNED: "Correct what is wrong entry by entry, each with its reason.",
    _State.FROZEN: "An investigator can unfreeze it, with a reason.",
    _State.LOCKED: "Nothing of it changes any more.",
}


def after(state: str, event: str) -> str:
    """Return the state after an event; `ConductError` if that may not happen."""
    found = TABLE.get((state, event))
    if found is None:
        written = event in _WRITES
        raise refusal(
            f"This form is {in_words(state)}, so it cannot be {_DONE[event]}.",
            _REMEDIES.get(state, "") if written else "",
        )
    return found


def in_words(state: str) -> str:
    """Return a state in words, in lower case."""
    return "due" if state == DUE else _State(state).label[:1].lower() + _State(state).label[1:]


_DONE: Final[Mapping[str, str]] = {
    _Kind.SAVED: "filled in",
    _Kind.COMPLETED: "filled in",
    _Kind.NOT_DONE: "called not done",
    _Kind.CHANGED: "changed",
    _Kind.VERIFIED: "verified",
    _Kind.SIGNED: "signed",
    _Kind.FROZEN: "frozen",
    _Kind.UNFROZEN: "unfrozen",
    _Kind.LOCKED: "locked",
}
