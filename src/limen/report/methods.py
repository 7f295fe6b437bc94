"""The methods paragraph: what was done in the same way is told once, with the range of numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable

from limen.report.comparisons import analysis_title
from limen.report.page.html import spoken
from limen.report.words.told import listing
from limen.results import Column, Result, Results, Table

_NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?![\w%])")
_TERMS = re.compile(r"with fixed effects (.+?) and (?=a |an |[a-z]+ [a-z]+ covariance)")
_TIMES = re.compile(r"(?<=\w)\*(?=\w)")
_VARYING = "with the fixed effects of the table below and "
_MANY = 4  # more outcomes than this are counted and not named
_Skeleton = tuple[str, ...]


def method_sentences(results: Results) -> tuple[str, ...]:
    """A sentence per way of analysing; sentences that differ in outcome or counts become one."""
    return tuple(spoken(_TIMES.sub(" × ", _merged(found))) for found in _groups(results))


def terms_table(results: Results) -> Table | None:
    """The fixed effects of each model, where one sentence stands for models that differ."""
    rows: dict[tuple[str, str], list[Result]] = {}
    for found in _groups(results):
        if len({_terms(r) for r in found}) > 1:
            for result in found:
                rows.setdefault((analysis_title(result), _terms(result)), []).append(result)
    if not rows:
        return None
    heads = (("analysis", "Analysis"), ("outcomes", "Outcomes"), ("terms", "Fixed effects"))
    return Table(
        key="fixed_effects",
        caption="The fixed effects of each model",
        columns=tuple(Column(key=key, title=title, kind="text") for key, title in heads),
        rows=tuple(
            (title, ", ".join(dict.fromkeys(map(_name, found))), terms)
            for (title, terms), found in rows.items()
        ),
    )


def _groups(results: Results) -> list[list[Result]]:
    groups: dict[_Skeleton, list[Result]] = {}
    for result in results.results:
        if result.methods.strip():
            groups.setdefault(_skeleton(result), []).append(result)
    return list(groups.values())


def _skeleton(result: Result) -> _Skeleton:
    """What must be equal in two sentences that become one."""
    if not _name(result):
        return (result.methods.strip(),)
    return tuple(_NUMBER.split(_TERMS.sub(_VARYING, _unnamed(result))))


def _terms(result: Result) -> str:
    found = _TERMS.search(result.methods)
    return spoken(_TIMES.sub(" × ", found.group(1))) if found else ""


def _unnamed(result: Result) -> str:
    """The sentence without the name of the outcome that it begins with."""
    name, sentence = _name(result), result.methods.strip()
    return sentence.removeprefix(f"{name} ") if name else sentence


def _merged(found: list[Result]) -> str:
    sentences = [_unnamed(r) for r in found]
    if len({_terms(r) for r in found}) > 1:
        sentences = [_TERMS.sub(_VARYING, sentence) for sentence in sentences]
    first = sentences[0]
    if len(set(sentences)) > 1:
        words = _NUMBER.split(first)
        spans = map(_span, zip(*map(_NUMBER.findall, sentences), strict=True))
        first = words[0] + "".join(a + b for a, b in zip(spans, words[1:], strict=True))
    if first == found[0].methods.strip():
        return first
    many = len(set(map(_name, found))) > 1
    return f"{_subject(found)} {first.replace('was ', 'were ', 1) if many else first}"


def _span(numbers: Iterable[str]) -> str:
    """``847``, or ``646 to 847`` where the sentences differ."""
    ordered = sorted(set(numbers), key=lambda number: float(number.replace(",", "")))
    return ordered[0] if len(ordered) == 1 else f"{ordered[0]} to {ordered[-1]}"


def _subject(found: list[Result]) -> str:
    """The outcomes by name, or how many there were, with the analyses that they belong to."""
    outcomes = list(dict.fromkeys(map(_name, found)))
    titles = listing(list(dict.fromkeys(f"“{analysis_title(r)}”" for r in found)))
    named = listing(outcomes) if len(outcomes) <= _MANY else f"the {len(outcomes)} outcomes"
    return f"For {titles}, {named}"


def _name(result: Result) -> str:
    return result.outcome_title or result.outcome
