"""Rules in the document: well formed, and over names that somebody records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from limen.errors import RuleError
from limen.protocol.check.context import Context, said
from limen.protocol.check.finding import Finding
from limen.protocol.check.scales import items, known_instruments, subscales
from limen.protocol.document.opening import Path, steps
from limen.protocol.document.part import Unknown
from limen.rules import parse_rule

# What an adverse event's rule may look at: columns of its record.
_EVENT = ("term", "serious", "severity_grade", "relatedness", "expectedness", "onset_day")


def check_conditions(context: Context) -> Iterator[Finding]:
    """Yield rules that are malformed or look at something that nobody records."""
    yield from _screening(context)
    questions = context.ids("population", "screening")
    for side in ("inclusion", "exclusion"):
        for path, criterion in context.each("population", "eligibility", side):
            here = (*path, "rule")
            yield from _rule(context, here, criterion.rule, questions, "screening question")
    recorded = list(_recorded(context))
    for place in (("dose_levels", "titration"), ("dose_levels", "hold"), ("dose_levels", "stop")):
        for path, item in context.each(*place):
            yield from _rule(context, (*path, "condition"), item.condition, recorded, "record")
    for path, rule in context.each("safety", "rules"):
        yield from _rule(context, (*path, "condition"), rule.condition, recorded, "record")
    for path, criterion in context.each("administration", "release"):
        yield from _rule(context, (*path, "rule"), criterion.rule, recorded, "record")
    events = [f"adverse_event.{name}" for name in _EVENT]
    for path, boundary in context.each("boundaries"):
        event = getattr(boundary, "event", None)
        yield from _rule(context, (*path, "event"), event, events, "column of adverse events")


def _screening(context: Context) -> Iterator[Finding]:
    """Yield screening questions that nobody answers, or whose range ends before it begins."""
    respondents = context.ids("respondents")
    for path, question in context.each("population", "screening"):
        here = (*path, "respondent")
        yield from context.refers(here, question.respondent, respondents, "respondent")
        low, high = said(question.low), said(question.high)
        if low is not None and high is not None and high < low:
            message = "The range ends before it begins."
            yield Finding((*path, "high"), message, "Swap `low` and `high`.")
        if question.kind != "number" and (low is not None or high is not None):
            name = "high" if low is None else "low"
            yield Finding((*path, name), "Only a number has a range.", "Leave it out.")


def _recorded(context: Context) -> Iterable[str]:
    """Yield the names that a rule about a participant may use."""
    yield from context.ids("population", "screening")
    for instrument in known_instruments(context):
        for part in (*(subscales(context, instrument) or ()), *items(instrument)):
            yield f"{instrument}.{part}"
    yield from (f"measurement.{name}" for name in context.ids("measurements"))
    yield from (f"adverse_event.{name}" for name in _EVENT)
    yield from ("study_day", "administrations_taken")


def _rule(
    context: Context, path: Path, tree: Any, names: Iterable[str], what: str
) -> Iterator[Finding]:
    if tree is None or isinstance(tree, Unknown):
        return
    try:
        rule = parse_rule(tree)
    except RuleError as error:
        for problem in error.problems:
            yield Finding((*path, *steps(problem.path)), problem.message, problem.remedy)
        return
    allowed = list(names)
    for name in sorted(rule.names()):
        if name.partition(".")[0] not in context.lost:
            yield from context.refers(_where(tree, name, path), name, allowed, what)


def _where(tree: Any, name: str, path: Path) -> Path:
    """Return the place inside a rule where a name stands, or the rule's own."""
    children: Iterable[tuple[str | int, Any]] = ()
    if tree == name:
        return path
    if isinstance(tree, dict):
        children = tree.items()
    elif isinstance(tree, list):
        children = enumerate(tree)
    for step, child in children:
        found = _where(child, name, (*path, step))
        if child == name or found != (*path, step):
            return found
    return path
