"""The language of fixed effects: names, `a:b` for an interaction, `a*b` for a, b and `a:b`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from limen.errors import DesignMatrixError

Term = tuple[str, ...]  # the variables whose product it is; one name is a main effect


def parse_terms(terms: Sequence[str]) -> tuple[Term, ...]:
    """The terms that the texts name: main effects first, then interactions, each once.

    `parse_terms(["arm*occasion", "baseline"])` gives arm, occasion, baseline, arm:occasion. The
    intercept is always in the model and has no name here. An interaction without its main effects
    would silently be another model, so it is refused.
    """
    found: list[Term] = []
    for text in terms:
        for term in _expand(text):
            if not any(set(term) == set(other) for other in found):
                found.append(term)
    for term in found:
        _check_margins(term, found)
    return tuple(sorted(found, key=len))  # stable: the order of writing within each order


def _expand(text: str) -> list[Term]:
    factors = [part.strip() for part in text.split("*")]
    pieces = [tuple(name.strip() for name in factor.split(":")) for factor in factors]
    if not text.strip() or any(not name for piece in pieces for name in piece):
        raise DesignMatrixError(
            f"Term {text!r} cannot be read. Write a variable, 'a:b' for an interaction, or 'a*b' "
            "for both variables and their interaction."
        )
    products = [
        tuple(dict.fromkeys(name for piece in chosen for name in piece))
        for size in range(1, len(pieces) + 1)
        for chosen in combinations(pieces, size)
    ]
    return [product for product in products if product]


def _check_margins(term: Term, terms: Sequence[Term]) -> None:
    for size in range(1, len(term)):
        for part in combinations(term, size):
            if not any(set(part) == set(other) for other in terms):
                raise DesignMatrixError(
                    f"The interaction {':'.join(term)!r} needs {':'.join(part)!r} in the model "
                    f"too. Write {'*'.join(term)!r}, or add the missing term."
                )
