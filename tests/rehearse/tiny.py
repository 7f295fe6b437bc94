"""A tiny study under a scenario: small enough to be rehearsed in a second."""

from __future__ import annotations

from pathlib import Path

from limen.protocol import load_protocol
from limen.rehearse import Cell
from limen.simulate.scenario import parse_scenario

PROTOCOL = Path(__file__).parent / "tiny.yaml"
SOME = """\
every_outcome: {direct: {active: 2}}
noticing: {d_prime: {active: 1}}
leaving: {at_random_per_week: 0.05}
adherence: {missed_entry: 0.1}
"""


def tiny(text: str = SOME, *, id: str = "some") -> Cell:
    """The tiny study; an effect, guesses, and missing scores unless the text says otherwise."""
    protocol = load_protocol(PROTOCOL)
    head = f"limen: 1\nid: {id}\ntitle: Made for a test\n"
    return Cell(protocol=protocol, scenario=parse_scenario(head + text, protocol=protocol))
