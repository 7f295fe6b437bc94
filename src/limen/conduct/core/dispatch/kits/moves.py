"""What may happen to a kit in which state, and in which state it is then. Pure logic."""

from __future__ import annotations

from collections.abc import Mapping

from limen.conduct.core.models import Kit, KitMovement

_State, _Kind = Kit.State, KitMovement.Kind

MOVES: Mapping[KitMovement.Kind, Mapping[Kit.State, Kit.State]] = {
    _Kind.RECEIVED: {_State.EXPECTED: _State.IN_STOCK},
    _Kind.DISPENSED: {_State.IN_STOCK: _State.DISPENSED},
    _Kind.PUT_BACK: {_State.DISPENSED: _State.IN_STOCK},
    _Kind.HANDED_OVER: {_State.DISPENSED: _State.HANDED_OVER},
    _Kind.CONFIRMED: {_State.HANDED_OVER: _State.CONFIRMED},
    _Kind.RETURNED: dict.fromkeys(
        (_State.HANDED_OVER, _State.CONFIRMED, _State.TO_BE_BROUGHT_BACK), _State.RETURNED
    ),
    _Kind.COUNTED: dict.fromkeys((_State.RETURNED, _State.COUNTED), _State.COUNTED),
    _Kind.RECALLED: {
        **dict.fromkeys((_State.EXPECTED, _State.IN_STOCK, _State.DISPENSED), _State.RECALLED),
        **dict.fromkeys((_State.HANDED_OVER, _State.CONFIRMED), _State.TO_BE_BROUGHT_BACK),
    },
    _Kind.DAMAGED: dict.fromkeys(
        (_State.IN_STOCK, _State.DISPENSED, _State.HANDED_OVER, _State.CONFIRMED), _State.DAMAGED
    ),
    _Kind.LOST: dict.fromkeys(
        (
            _State.IN_STOCK,
            _State.DISPENSED,
            _State.HANDED_OVER,
            _State.CONFIRMED,
            _State.TO_BE_BROUGHT_BACK,
        ),
        _State.LOST,
    ),
    _Kind.DESTROYED: dict.fromkeys(
        (_State.IN_STOCK, _State.RETURNED, _State.COUNTED, _State.RECALLED, _State.DAMAGED),
        _State.DESTROYED,
    ),
}
"""Whatever is not here cannot happen: nothing comes back from destruction or loss."""

WITH_THE_PARTICIPANT = (_State.HANDED_OVER, _State.CONFIRMED, _State.TO_BE_BROUGHT_BACK)


def after(kind: str, state: str) -> Kit.State | None:
    """Return the state of a kit after a movement; None if that cannot happen to it."""
    return MOVES[_Kind(kind)].get(_State(state))
