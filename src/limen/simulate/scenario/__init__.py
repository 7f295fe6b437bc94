"""The scenario: one document that says what might be true of a study."""

from limen.simulate.scenario.document import Scenario
from limen.simulate.scenario.load import load_scenario, parse_scenario
from limen.simulate.scenario.shipped import named_scenario, scenario_file, shipped_scenarios

__all__ = [
    "Scenario",
    "load_scenario",
    "named_scenario",
    "parse_scenario",
    "scenario_file",
    "shipped_scenarios",
]
