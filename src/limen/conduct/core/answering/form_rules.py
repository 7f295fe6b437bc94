"""Rules over items become rules over form keys, which a page and the server both know."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_NAMES = ("value", "values", "state")  # the operators under which names stand


def renamed(tree: Any, name: Callable[[str], str]) -> Any:
    """Return a rule in which every name is what `name` makes of it; literals stay."""
    if isinstance(tree, (list, tuple)):
        return [renamed(part, name) for part in tree]
    if not isinstance(tree, dict):
        return tree
    return {
        key: _named(part, name) if key in _NAMES else renamed(part, name)
        for key, part in tree.items()
    }


def _named(names: Any, name: Callable[[str], str]) -> Any:
    return name(names) if isinstance(names, str) else [name(one) for one in names]


def both(first: Any, second: Any) -> Any:
    """Return the rule that both hold; None stands for a rule that always does."""
    if first is None or second is None:
        return second if first is None else first
    return {"and": [first, second]}
