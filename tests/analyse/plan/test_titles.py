"""Occasions in labels are called by their titles; ids stay where programs look."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from limen.analyse.answer import Answer
from limen.analyse.plan.titles import titled
from limen.results import Column, Estimate, Table

PROTOCOL = SimpleNamespace(
    occasions=(
        SimpleNamespace(id="post", title="After four weeks"),
        SimpleNamespace(id="visit", title="Visit"),
        SimpleNamespace(id="bare", title=None),
    )
)


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("Microdose − Placebo, post", "Microdose − Placebo, After four weeks"),
        ("Microdose − Placebo, visit.3", "Microdose − Placebo, Visit 3"),
        ("Microdose − Placebo, occasion visit.3", "Microdose − Placebo, Visit 3"),
        ("Microdose − Placebo, guess post", "Microdose − Placebo, guess post"),
        ("Microdose − Placebo, bare", "Microdose − Placebo, bare"),
        ("Microdose − Placebo, elsewhere", "Microdose − Placebo, elsewhere"),
        ("post", "post"),
    ],
)
def test_labels(label, shown):
    table = Table(
        key="contrasts",
        caption="c",
        columns=(
            Column(key="label", title="Difference", kind="text"),
            Column(key="visit", title="Visit", kind="text"),
            Column(key="value", title="Value"),
        ),
        rows=((label, "visit.3", 1.0),),
    )
    answer = Answer(estimates=(Estimate(label=label, value=1.0),), tables=(table,))
    found = titled(answer, PROTOCOL)
    assert found.estimates[0].label == shown
    assert found.tables[0].rows == ((shown, "visit.3", 1.0),)
