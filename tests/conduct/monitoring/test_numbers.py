"""Every number of the pages against a second route: pandas over an export of the same state."""

from __future__ import annotations

import pandas as pd
import pytest
from many import SUBSCALES

from limen.conduct.core.actor import Actor
from limen.conduct.core.export import adherence as per_person
from limen.conduct.core.export import export
from limen.conduct.core.models import Participant
from limen.conduct.core.monitoring.accrual import reached
from limen.conduct.core.monitoring.adherence import by_definition
from limen.conduct.core.monitoring.courses import courses
from limen.conduct.core.monitoring.doses import dose_counts
from limen.conduct.core.monitoring.events import by_term, events, judged
from limen.conduct.core.monitoring.missing import missing
from limen.conduct.core.monitoring.quality import corrections
from limen.conduct.core.monitoring.settled import settled

BY = Actor("system", "test")


@pytest.fixture(params=["lived", "crowd"])
def exported(request, tmp_path) -> dict[str, pd.DataFrame]:
    """The tables of an export of the study."""
    request.getfixturevalue(request.param)
    folder = export(tmp_path / "dataset", by=BY).folder
    return {file.stem: pd.read_csv(file) for file in folder.rglob("*.csv")}


def test_occasions_are_those_of_the_export(exported, whole):
    rows = exported["occasions"]
    rows = rows[~rows.state.isin(["cancelled", "planned"])]
    counted = rows.groupby("definition").state.value_counts().unstack(fill_value=0)
    found = by_definition(whole)
    assert set(found) == set(counted.index)
    for name, counts in found.items():
        for state in ("submitted", "missed", "expired"):
            assert counts[state] == counted.get(state, {}).get(name, 0), (name, state)
        assert counts["due"] == counted.loc[name].sum()
        assert counts["late"] == (rows[rows.definition == name].late == "yes").sum()


def test_persons_are_those_of_the_first_page(exported, whole):
    keys = dict(Participant.objects.values_list("code", "pk"))
    mine = settled(whole)
    for one in per_person():
        found = mine.get(keys[one.code])
        assert (found.share if found else None) == one.share


def test_missing_scores_are_those_of_the_export(exported, whole):
    scores = exported["scores"].dropna(subset=["score"])
    sent = exported["occasions"].query("state == 'submitted'")[["participant", "occasion"]]
    scores = scores.merge(sent, on=["participant", "occasion"])
    lines = {(one.outcome, one.occasion): one for one in missing(whole)}
    assert lines
    outcomes = {one.id: one for one in whole.protocol.outcomes}
    for (outcome, occasion), line in lines.items():
        about = outcomes[outcome]
        there = scores[
            (scores.instrument == about.instrument)
            & (scores.subscale == about.subscale)
            & (scores.occasion == occasion)
        ]
        assert line.had == there.participant.nunique(), (outcome, occasion)
        parts = line.not_answered + line.declined + line.left + line.paused
        assert line.due - line.had == parts


def test_events_are_those_of_the_export(exported, whole):
    rows = exported["adverse_events"]
    found = events(whole)
    assert len(found) == len(rows) > 0
    assert sum(one.serious is True for one in found) == (rows.serious == "yes").sum()
    table = by_term(found, courses(whole), whole).table
    by_name = dict(zip(table.values("term"), zip(table.values("events"), table.values("people"),
                                                 strict=True), strict=True))  # fmt: skip
    for term, mine in rows.assign(term=rows.term.str.capitalize()).groupby("term"):
        assert by_name[term] == (len(mine), mine.participant.nunique())
    grades = rows.severity_grade.value_counts()
    counts = judged(found).table.values("events")
    assert list(counts[:5]) == [grades.get(grade, 0) for grade in range(1, 6)]


def test_person_weeks_are_counted_day_by_day(exported, whole):
    people = [one for one in courses(whole) if one.began(whole.now)]
    for one in people:
        last = one.today(one.out) if one.out else one.today(whole.now)
        days = pd.date_range(one.started_on, last)
        assert one.weeks(whole.now) == pytest.approx(len(days) / 7)
    assert people


def test_answers_and_corrections_are_those_of_the_export(exported, whole):
    rows = exported["responses"]
    latest = rows.groupby(["participant", "occasion", "instrument", "item"]).ngroups
    counted = sum(answers for _site, _corrections, answers in corrections(whole))
    left_out = _left_out(whole)
    assert counted == latest + left_out
    assert (
        sum(made for _site, made, _answers in corrections(whole))
        == (rows[(rows.version > 1) & (rows.source.str.endswith("correction"))].shape[0])
    )


def _left_out(whole) -> int:
    """Answers that are in no table of responses: set aside, of no participant, parts of others."""
    from limen.conduct.core.models import Response

    rows = Response.objects.filter(version=1)
    aside = rows.filter(submission__verdict="set_aside")
    parts = rows.filter(item__contains=".") | rows.filter(instrument="measurement")
    nobody = rows.filter(participant__status__in=("withdrawn", "invited", "ineligible"))
    nobody = nobody.filter(participant__started_on=None)
    return (aside | parts | nobody).distinct().count()


def test_who_came_how_far_is_counted_from_the_export(exported, whole):
    counts = reached(whole, courses(whole))
    statuses = exported["participants"].status.value_counts()
    assert counts["withdrawn"] == statuses.get("withdrawn", 0)
    assert counts["in_treatment"] == statuses.get("enrolled", 0)
    screened = exported.get("screening")
    if screened is not None and not screened.empty:
        decided = screened[screened.question == "decision"]
        assert counts["eligible"] == (decided.answer == "eligible").sum()


def test_doses_add_up(exported, whole):
    counts = dose_counts(whole, courses(whole))
    parts = ("taken", "partly", "missed", "held", "refused", "silent")
    for number, found in counts.items():
        assert sum(found[name] for name in parts) == found["due"], number
    rows = exported.get("administrations")
    written = rows.status.value_counts() if rows is not None and not rows.empty else {}
    assert sum(one["taken"] for one in counts.values()) == written.get("taken", 0)
    assert sum(one["missed"] for one in counts.values()) == written.get("missed", 0)


def test_the_crowd_has_the_three_scores(crowd, whole):
    assert {one.outcome for one in missing(whole)} >= {"distress", "mood"}
    assert len(SUBSCALES) == 3
