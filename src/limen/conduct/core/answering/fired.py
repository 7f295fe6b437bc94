"""Which safety rules of the protocol are true of what was just told.

The seam for the safety inbox: whoever writes the inbox calls `fired` with the same facts, inside
the same event, and opens a case for each rule. Until then the rules' ids are noted in the audit
entry, and their `shown` words go back to the participant at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from limen.errors import RuleError
from limen.protocol import Protocol, listed
from limen.protocol.document.oversight import Safety, SafetyRule
from limen.protocol.document.part import Unknown
from limen.rules import Rule, parse_rule

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
    found = []
    for rule in rules_about(protocol, facts if about is None else about):
        names = _parsed(protocol.hash, rule).names()
        known = dict(facts)
        if more is not None and names - facts.keys():
            known |= more(names - facts.keys())
        if _holds(_parsed(protocol.hash, rule), known):
            found.append(rule)
    return tuple(found)


def rules_about(protocol: Protocol, facts: Iterable[str]) -> list[SafetyRule]:
    """Return the rules that look at one of these names."""
    names = set(facts)
    safety = protocol.safety
    rules = listed(safety.rules) if isinstance(safety, Safety) else ()
    return [
        rule
        for rule in rules
        if not isinstance(rule.condition, Unknown)
        and not names.isdisjoint(_parsed(protocol.hash, rule).names())
    ]


def shown(rules: Iterable[SafetyRule]) -> tuple[str, ...]:
    """Return the words that these rules put before the participant, each once."""
    return tuple(dict.fromkeys(rule.shown for rule in rules if isinstance(rule.shown, str)))


def _holds(rule: Rule, facts: Facts) -> bool:
    try:
        return rule.evaluate(facts) is True
    except RuleError:  # such as a text where the rule wants a number
        return False


_rules: dict[tuple[str, str], Rule] = {}


def _parsed(protocol: str, rule: SafetyRule) -> Rule:
    key = (protocol, rule.id)
    if key not in _rules:
        _rules[key] = parse_rule(rule.condition, path=f"safety.rules.{rule.id}")
    return _rules[key]
