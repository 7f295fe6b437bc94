"""A historical protocol may not say; the plan then runs with what it does say."""

from __future__ import annotations

import pytest

from limen.analyse.plan.families import families
from limen.analyse.plan.limits import cannot_answer
from limen.analyse.plan.looks import looks
from limen.analyse.plan.provenance import estimand_texts
from limen.protocol import Unknown, known, listed, load_protocol, shipped


@pytest.mark.parametrize("name", ["mdlsd", "holze_crossover", "mueller_adhd"])
def test_an_unknown_multiplicity_is_no_family(name):
    protocol = load_protocol(shipped()[name])
    assert not known(protocol.analysis.multiplicity)
    assert families(protocol, []) == ()
    assert looks(protocol, []) == ()
    assert estimand_texts(protocol)
    assert cannot_answer(protocol)


def test_an_unknown_list_has_no_entries():
    assert listed(Unknown("not printed")) == ()
    assert listed((1, 2)) == (1, 2)
