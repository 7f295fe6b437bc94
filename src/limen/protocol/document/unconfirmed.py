"""Scores that a study may not use before somebody has confirmed their key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from limen.errors import Problem
from limen.instruments import catalogue
from limen.protocol.document.opening import Path, written
from limen.protocol.document.part import known, listed

if TYPE_CHECKING:
    from limen.protocol.document.protocol import Protocol


def unconfirmed_scores(protocol: Protocol) -> tuple[Problem, ...]:
    """Return a problem for each instrument with an unverified scoring that nobody confirms.

    It stands where the instrument is first measured. A definition of the study's own takes the
    place of a built-in instrument, and is the study's to answer for.
    """
    own = {each.id for each in listed(protocol.instruments) if known(each)}
    confirmed = {
        each.instrument
        for each in listed(protocol.scoring)
        if known(each) and isinstance(each.confirmed, str)
    }
    first: dict[str, Path] = {}
    for path, name in _measured(protocol):
        first.setdefault(name, path)
    found = catalogue()
    return tuple(
        Problem(
            path=written(path),
            message=f"The scoring of '{name}' is unverified: nobody has compared it with its "
            "source for Limen.",
            remedy="Read the key in its source, and write under `scoring:` "
            f"`- {{instrument: {name}, confirmed: who, when and where}}`.",
        )
        for name, path in first.items()
        if name not in own | confirmed
        and name in found
        and found[name].scoring_status == "unverified"
    )


def _measured(protocol: Protocol) -> Iterator[tuple[Path, str]]:
    for number, occasion in enumerate(listed(protocol.occasions)):
        for place, name in enumerate(listed(occasion.measures)):
            if isinstance(name, str):
                yield ("occasions", number, "measures", place), name
    for number, form in enumerate(listed(protocol.forms)):
        for place, name in enumerate(listed(form.measures)):
            if isinstance(name, str):
                yield ("forms", number, "measures", place), name
    for number, outcome in enumerate(listed(protocol.outcomes)):
        if isinstance(outcome.instrument, str):
            yield ("outcomes", number, "instrument"), outcome.instrument
