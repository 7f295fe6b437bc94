"""Which safety rules of the protocol are true of what was just told.

The rules' ids are noted in the audit entry, and their `shown` words go back to the participant at
once. `limen.conduct.core.safety` makes an alert of each, inside the same event; and of the rules of
`dose_levels` that hold or stop doses, which `dosing_fired` finds in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from limen.conduct.core.safety.raising import Fired
from limen.errors import RuleError
from limen.protocol import Protocol, listed
from limen.protocol.document.oversight import Safety, SafetyRule
from limen.protocol.document.part import Unknown
from limen.protocol.document.treatment import DoseLevels
from limen.protocol.document.treatment.dose_levels import DoseRule
from limen.rules import Rule, parse_rule

AnyRule = TypeVar("AnyRule", SafetyRule, DoseRule)
Facts = Mapping[str, Any]  # `phq9.9`, `gad7.total`, `measurement.systolic`, `adverse_event.serious`


def fired(
    protocol: Protocol,
    facts: Facts,
    *,
    about: Iterable[str] | None = None,
    more: Callable[[frozenset[str]], Facts] | None = None,
) -> tuple[SafetyRule, ...]:
    """Return the safety rules that are true of these facts, in the protocol's order.

    Only rules that look at one of the facts (or of those in `about`) are asked: what somebody told
    an hour ago has been judged. `more` gives further facts by name for those (days, counts,
    screening), where needed. A rule that cannot be decided has not fired.
    """
    return _true_of(protocol, "safety.rules", _safety_rules(protocol), facts, about, more)


def dosing_fired(
    protocol: Protocol,
    facts: Facts,
    *,
    about: Iterable[str] | None = None,
    more: Callable[[frozenset[str]], Facts] | None = None,
) -> tuple[tuple[DoseRule, ...], tuple[DoseRule, ...]]:
    """Return the rules of `dose_levels` that are true of these facts: of `hold`, and of `stop`."""
    levels = protocol.dose_levels
    if not isinstance(levels, DoseLevels):
        return (), ()
    hold, stop = listed(levels.hold), listed(levels.stop)
    return (
        _true_of(protocol, "dose_levels.hold", hold, facts, about, more),
        _true_of(protocol, "dose_levels.stop", stop, facts, about, more),
    )


def all_fired(
    protocol: Protocol,
    facts: Facts,
    *,
    about: Iterable[str] | None = None,
    more: Callable[[frozenset[str]], Facts] | None = None,
) -> Fired:
    """Return both: what alerts are made of."""
    hold, stop = dosing_fired(protocol, facts, about=about, more=more)
    return Fired(safety=fired(protocol, facts, about=about, more=more), hold=hold, stop=stop)


def shown(rules: Iterable[SafetyRule]) -> tuple[str, ...]:
    """Return the words that these rules put before the participant, each once."""
    return tuple(dict.fromkeys(rule.shown for rule in rules if isinstance(rule.shown, str)))


def _safety_rules(protocol: Protocol) -> Sequence[SafetyRule]:
    return listed(protocol.safety.rules) if isinstance(protocol.safety, Safety) else ()


def _true_of(
    protocol: Protocol,
    path: str,
    rules: Sequence[AnyRule],
    facts: Facts,
    about: Iterable[str] | None,
    more: Callable[[frozenset[str]], Facts] | None,
) -> tuple[AnyRule, ...]:
    found = []
    for rule in _about(protocol, path, rules, facts if about is None else about):
        parsed = _parsed(protocol.hash, path, rule)
        known = dict(facts)
        if more is not None and parsed.names() - facts.keys():
            known |= more(parsed.names() - facts.keys())
        if _holds(parsed, known):
            found.append(rule)
    return tuple(found)


def _about(
    protocol: Protocol, path: str, rules: Sequence[AnyRule], facts: Iterable[str]
) -> list[AnyRule]:
    names = set(facts)
    return [
        rule
        for rule in rules
        if not isinstance(rule.condition, Unknown)
        and not names.isdisjoint(_parsed(protocol.hash, path, rule).names())
    ]


def _holds(rule: Rule, facts: Facts) -> bool:
    try:
        return rule.evaluate(facts) is True
    except RuleError:  # such as a text where the rule wants a number
        return False


_rules: dict[tuple[str, str, str], Rule] = {}


def _parsed(protocol: str, path: str, rule: SafetyRule | DoseRule) -> Rule:
    key = (protocol, path, rule.id)
    if key not in _rules:
        _rules[key] = parse_rule(rule.condition, path=f"{path}.{rule.id}")
    return _rules[key]
