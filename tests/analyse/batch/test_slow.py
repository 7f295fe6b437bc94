"""What is called slow is what the batches say."""

from __future__ import annotations

from limen.analyse.batch import SLOW, batches
from limen.analyse.plan.question import Setting
from limen.protocol import load_protocol, shipped
from limen.rehearse.reading import DrawReader
from limen.simulate.draw import draw
from limen.simulate.scenario import named_scenario
from limen.simulate.study import Study


def test_slow_estimators_are_those_whose_batches_are_slow():
    """The example plans all thirteen estimators."""
    protocol = load_protocol(shipped()["resilience"])
    study = Study(protocol, named_scenario("both", protocol=protocol))
    reader = DrawReader(draw(study, seed=1, keep=[0]))
    found = batches(Setting(reader=reader, seed=1, level=0.95))
    assert {one.estimator for one in found if one.slow} == SLOW
