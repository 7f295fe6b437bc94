"""Participants, what they were asked at screening, and what they expected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from limen.dataset.vocabulary import parts
from limen.protocol.document.measurement import Covariate
from limen.simulate.draw.course import STAYED
from limen.simulate.draw.covariates import expected
from limen.simulate.draw.people import levels
from limen.simulate.tables.setting import Record, Setting, by

_SEXES = ("female", "male")


def participants(setting: Setting) -> Iterator[Record]:
    """A row a person: site, strata, age, sex, status, and the protocol's own columns."""
    draw, study = setting.draw, setting.study
    strata = levels(study)
    columns = dict(_covariates(setting, "participants"))
    sexes = setting.rng("sex").integers(len(_SEXES), size=study.people)
    for i, person in enumerate(setting.people):
        held = {
            name: names[draw.people.strata[i, f]] for f, (name, names) in enumerate(strata.items())
        }
        row: Record = {
            "participant": person,
            "stratum": ";".join(f"{name}={level}" for name, level in held.items()),
            "status": _status(setting, i),
            "enrolled_on": (setting.start(i) - timedelta(days=1)).isoformat(),
            "time_zone": setting.zone(i),
            "sex": _SEXES[sexes[i]],
            **{name: values[i] for name, values in columns.items()},
            **held,
            **by(),
        }
        if setting.site[i] >= 0:
            row["site"] = setting.sites[setting.site[i]].id
        yield row


def _status(setting: Setting, person: int) -> str:
    course, never = setting.draw.course, len(setting.study.timeline.days)
    if course.left[0, person] < never:
        return "withdrawn"
    return "completed" if course.reason[0, person] == STAYED else "discontinued"


def _covariates(setting: Setting, table: str) -> Iterator[tuple[str, list[object]]]:
    """(column, values of everybody) of the covariates that stand in a table."""
    for one in parts(setting.study.protocol.covariates):
        if one.from_ == table and one.column not in ("site", "stratum"):
            yield one.column, _values(setting, one)


def _values(setting: Setting, one: Covariate) -> list[object]:
    values = setting.draw.covariate(one.id)[0]
    if one.kind == "factor":
        return [one.levels[int(code)] for code in values]
    return [float(value) for value in values]


def screening(setting: Setting) -> Iterator[Record]:
    """Answers at screening that a covariate reads, and that people were eligible."""
    for question, values in _covariates(setting, "screening"):
        for i, person in enumerate(setting.people):
            yield {
                "candidate": person,
                "participant": person,
                "question": question,
                "answer": values[i],
                **by(),
            }


def expectancies(setting: Setting) -> Iterator[Record]:
    """What people expected, of each intervention that they were asked about.

    Expectation of the reference is a number of its own; that of all others is the person's.
    """
    study = setting.study
    reference = study.protocol.reference_intervention.id
    other = setting.rng("expectation of the reference").standard_normal(study.people)
    line = study.timeline
    for one in parts(study.protocol.expectancies):
        names = one.interventions if isinstance(one.interventions, tuple) else ()
        answered = setting.draw.submitted[0, :, line.occasion_index[one.occasion]]
        for name in names or ("",):
            z = other if name == reference else setting.draw.people.expectation[0]
            values = expected(study, one, np.asarray(z))
            for i in np.flatnonzero(answered):
                yield {
                    "participant": setting.people[i],
                    "occasion": one.occasion,
                    "name": one.id,
                    "intervention": name,
                    "expectation": float(values[i]),
                    **by(),
                }
