"""The one rule language: plain data for eligibility, alerts, skip logic and scoring.

A rule is a tree of mappings, lists and scalars, as YAML and JSON have them; `parse_rule` checks it,
`Rule.evaluate` computes it, and nothing in it is ever executed. `conformance.json`, beside this
file, holds cases that every implementation of the language must pass.
"""

from __future__ import annotations

from limen.rules.operators import OPERATORS
from limen.rules.rule import Rule, parse_rule
from limen.rules.value import STATES, Scalar

__all__ = ["OPERATORS", "STATES", "Rule", "Scalar", "parse_rule"]
