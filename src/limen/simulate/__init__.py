"""Simulation: from a protocol and a scenario to data that might have been."""

from limen.simulate.dataset import dataset
from limen.simulate.scenario import Scenario, load_scenario, named_scenario
from limen.simulate.study import Study

__all__ = ["Scenario", "Study", "dataset", "load_scenario", "named_scenario"]
