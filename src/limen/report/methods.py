"""The methods paragraph: what was done in the same way is told once, with the range of numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable

from limen.report.comparisons import analysis_title
from limen.report.words.told import listing
from limen.results import Result, Results

_NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?![\w%])")
_MANY = 4  # more outcomes than this are counted and not named
_Skeleton = tuple[str, ...]


def method_sentences(results: Results) -> tuple[str, ...]:
    """A sentence per way of analysing; sentences that differ in outcome or counts become one."""
    groups: dict[_Skeleton, list[Result]] = {}
    for result in results.results:
        if result.methods.strip():
            groups.setdefault(_skeleton(result), []).append(result)
    return tuple(_merged(found) for found in groups.values())


def _skeleton(result: Result) -> _Skeleton:
    """The words of a sentence between the outcome's name and its numbers."""
    return tuple(_NUMBER.split(_unnamed(result)))


def _unnamed(result: Result) -> str:
    """The sentence without the name of the outcome that it begins with."""
    name = result.outcome_title or result.outcome
    sentence = result.methods.strip()
    return sentence.removeprefix(f"{name} ") if name else sentence


def _merged(found: list[Result]) -> str:
    sentence = _unnamed(found[0])
    if len({_unnamed(r) for r in found}) > 1:
        counts = zip(*(_NUMBER.findall(_unnamed(r)) for r in found), strict=True)
        words = _skeleton(found[0])
        spans = [_span(numbers) for numbers in counts]
        sentence = words[0] + "".join(a + b for a, b in zip(spans, words[1:], strict=True))
    if sentence == found[0].methods.strip():
        return sentence
    many = len({r.outcome for r in found}) > 1
    return f"{_subject(found)} {sentence.replace('was ', 'were ', 1) if many else sentence}"


def _span(numbers: Iterable[str]) -> str:
    """``847``, or ``646 to 847`` where the sentences differ."""
    ordered = sorted(set(numbers), key=lambda number: float(number.replace(",", "")))
    return ordered[0] if len(ordered) == 1 else f"{ordered[0]} to {ordered[-1]}"


def _subject(found: list[Result]) -> str:
    """The outcomes by name, or how many there were, with the analyses that they belong to."""
    outcomes = list(dict.fromkeys(r.outcome_title or r.outcome for r in found))
    titles = listing(list(dict.fromkeys(f"“{analysis_title(r)}”" for r in found)))
    named = listing(outcomes) if len(outcomes) <= _MANY else f"the {len(outcomes)} outcomes"
    return f"For {titles}, {named}"
