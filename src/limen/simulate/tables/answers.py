"""Item responses, scores, measurements and guesses."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from limen.dataset.vocabulary import parts
from limen.instruments import Instrument, catalogue
from limen.results import Bools, Floats
from limen.simulate.draw import DONT_KNOW, NOT_ASKED
from limen.simulate.forms import nested
from limen.simulate.items import answers, scored_items
from limen.simulate.series import Series
from limen.simulate.tables.setting import Record, Setting, by


def scores_and_responses(setting: Setting) -> tuple[list[Record], list[Record]]:
    """(scores, responses) of everything that an outcome or covariate reads.

    Where an instrument's scores are sums of its items, items are made first, and all of its
    subscales are scored from them; other instruments have scores only.
    """
    groups: dict[str, list[Series]] = {}
    for one in setting.study.series:
        if one.instrument is not None:
            groups.setdefault(one.instrument, []).append(one)
    own = {one.id for one in parts(setting.study.protocol.instruments)}
    scores: list[Record] = []
    responses: list[Record] = []
    for name, group in groups.items():
        subscales = tuple(one.subscale for one in group)
        if name not in own and nested(name, subscales) is not None:
            made = _with_items(setting, catalogue()[name], group)
            scores += made[0]
            responses += made[1]
        else:
            scores += _without_items(setting, group)
    return scores, responses


def _columns(group: list[Series]) -> dict[int, dict[str, int]]:
    """Occasion -> subscale -> column of its series, for all series of an instrument."""
    found: dict[int, dict[str, int]] = {}
    for one in group:
        for column, t in enumerate(one.occasions):
            found.setdefault(int(t), {})[one.subscale] = column
    return dict(sorted(found.items()))


def _with_items(
    setting: Setting, instrument: Instrument, group: list[Series]
) -> tuple[list[Record], list[Record]]:
    values = {one.subscale: setting.draw.series(one.name)[0] for one in group}
    rng = setting.rng(f"items {instrument.id}")
    scores: list[Record] = []
    responses: list[Record] = []
    for t, columns in _columns(group).items():
        who = np.flatnonzero(setting.draw.submitted[0, :, t])
        targets = {name: values[name][who, column] for name, column in columns.items()}
        sheets = answers(instrument.id, targets, rng)
        sums = scored_items(instrument.id, sheets)
        for row, i in enumerate(who):
            head = _head(setting, int(i), t, instrument)
            given = {item.id: float(sheets[row, j]) for j, item in enumerate(instrument.items)}
            responses += [
                {**head, "item": item, "response": f"{value:g}", "state": "answered", "version": 1}
                for item, value in given.items()
            ]
            found = {name: float(values[row]) for name, values in sums.items()}
            tail = {"items_missing": 0, "scoring_version": instrument.version}
            scores += [
                {**head, **tail, "subscale": part.id, "score": score}
                for part in instrument.subscales
                if part.rule is not None
                for score in [
                    found[part.id] if part.id in found else part.rule.evaluate({**given, **found})
                ]
            ]
    return scores, responses


def _head(setting: Setting, person: int, t: int, instrument: Instrument) -> Record:
    occasion = setting.study.timeline.occasions[t].id
    return {
        "participant": setting.people[person],
        "occasion": occasion,
        "instrument": instrument.id,
        "instrument_version": instrument.version,
        **by(setting.respondent(occasion, instrument.id)),
    }


def _without_items(setting: Setting, group: list[Series]) -> Iterator[Record]:
    for one in group:
        for person, occasion, value in _observed(setting, one):
            yield {
                "participant": person,
                "occasion": occasion,
                "instrument": one.instrument,
                "subscale": one.subscale,
                "score": value,
                **by(setting.respondent(occasion, one.instrument)),
            }


def _observed(setting: Setting, one: Series) -> Iterator[tuple[str, str, float]]:
    """(participant, occasion, value) wherever an occasion was answered."""
    values: Floats = setting.draw.series(one.name)[0]
    seen: Bools = setting.draw.submitted[0][:, one.occasions]
    for i, column in zip(*np.nonzero(seen), strict=True):
        occasion = setting.study.timeline.occasions[one.occasions[column]].id
        yield setting.people[i], occasion, float(values[i, column])


def measurements(setting: Setting) -> Iterator[Record]:
    """Measured quantities that an outcome or covariate reads."""
    units = {one.id: one.unit_in_words for one in parts(setting.study.protocol.measurements)}
    for one in setting.study.series:
        if one.instrument is None:
            for person, occasion, value in _observed(setting, one):
                yield {
                    "participant": person,
                    "occasion": occasion,
                    "measurement": one.subscale,
                    "value": round(value, 3),
                    "unit": units.get(one.subscale, ""),
                    **by(setting.respondent(occasion, one.subscale)),
                }


def guesses(setting: Setting) -> Iterator[Record]:
    """A row for each guess that was asked for and answered."""
    study = setting.study
    for one in study.guesses:
        names = study.arms if one.about == "arm" else study.interventions
        made = setting.draw.guesses(one.id)
        for i, t in zip(*np.nonzero(made.answer[0] != NOT_ASKED), strict=True):
            code = int(made.answer[0, i, t])
            row: Record = {
                "participant": setting.people[i],
                "occasion": made.occasions[t],
                "guess": one.id,
                "about": one.about,
                "answer": "dont_know" if code == DONT_KNOW else names[code],
                **by(str(one.respondent)),
            }
            if one.confidence is True:
                row["confidence_percent"] = round(100 * float(made.confidence[0, i, t]))
            yield row
