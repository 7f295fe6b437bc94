"""Where a field may have been meant to be, when a path leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from limen.protocol.document.opening import Path, steps
from limen.protocol.document.part import Part
from limen.rehearse.vary.field import fields, spelled

_MOST = 6  # paths that are shown


def elsewhere(wrong: str, protocol: Part, scenario: Part) -> str:
    """A sentence with fields of like names in either document; "" if there are none.

    One that ends as the wrong path does, with something before it, is what was meant. Else fields
    called as its last word, those called as the word before that, or any that are spelled alike.
    """
    places: list[Path] = [*fields(protocol), *(("scenario", *path) for path in fields(scenario))]
    words = [str(word) for word in steps(wrong)]
    whole = [path for path in places if _words(path)[-len(words) :] == words]
    if whole:
        return f"Did you mean '{spelled(whole[0])}'?"
    found = list(_called(words[-1], places))
    if len(words) > 1:
        found += [spelled(path) for path in places if _words(path)[-1] == words[-2]]
    if not found:
        found = get_close_matches(wrong, [spelled(path) for path in places], n=3, cutoff=0.6)
    shown = list(dict.fromkeys(found))
    more = f" and {len(shown) - _MOST} more" if len(shown) > _MOST else ""
    return f"There is {', '.join(shown[:_MOST])}{more}." if shown else ""


def _called(word: str, places: Sequence[Path]) -> Iterator[str]:
    """Fields of this name; of a part of this name its first field."""
    for path in places:
        words = _words(path)
        if words[-1] == word:
            yield spelled(path)
    parents = [path[:-1] for path in places]
    for number, path in enumerate(places):
        if parents[number] not in parents[:number] and _words(path)[-2:-1] == [word]:
            yield spelled(path)


def _words(path: Path) -> list[str]:
    return [str(step).strip("[]") for step in path]
