"""A planned study does not open on a score that nobody has confirmed."""

from __future__ import annotations

import pytest

from limen.protocol import load_protocol, shipped
from limen.protocol.diff import diff

MEASURES = ("measures: [wemwbs, phq9]", "measures: [wemwbs, phq9, stai_t, dass21]")


def said(entry: str):
    return ("outcomes:", f"scoring:\n  - {{{entry}}}\noutcomes:")


def unconfirmed(protocol):
    return [p for p in protocol.open_problems() if "unverified" in p.message]


def test_an_unverified_score_keeps_a_planned_study_closed(edited, starting):
    (problem,) = unconfirmed(edited(starting, MEASURES))
    assert problem.path.endswith("measures[2]")
    assert "'stai_t'" in problem.message
    assert "instrument: stai_t, confirmed:" in problem.remedy
    assert unconfirmed(edited(starting)) == []


def test_a_study_confirms_it_by_name(edited, starting):
    entry = said("instrument: stai_t, confirmed: Ada Meyer 3 May 2026 from the manual")
    assert unconfirmed(edited(starting, MEASURES, entry)) == []
    assert len(unconfirmed(edited(starting, MEASURES, said("instrument: stai_t")))) == 1
    unknown = said('instrument: stai_t, confirmed: {unknown: "not read yet"}')
    assert len(unconfirmed(edited(starting, MEASURES, unknown))) == 1


def test_a_definition_of_its_own_is_the_studys_to_answer_for(edited, starting):
    own = (
        "outcomes:",
        "instruments:\n  - {id: stai_t, title: Ours, kind: questionnaire, licence: ours, "
        "source: ours,\n     subscales: [{id: total, low: 0, high: 9, better: lower}]}\noutcomes:",
    )
    assert unconfirmed(edited(starting, MEASURES, own)) == []


def test_a_historical_study_needs_no_confirmation():
    protocol = load_protocol(shipped()["self_blinding"])
    assert "stai_t" in {outcome.instrument for outcome in protocol.outcomes}
    assert unconfirmed(protocol) == []


@pytest.mark.parametrize(
    ("entry", "path", "words"),
    [
        ("instrument: stai", "scoring[0].instrument", "no built-in instrument 'stai'"),
        ("instrument: gad7", "scoring[0].instrument", "does not measure 'gad7'"),
        ("instrument: phq9, missing: prorate", "scoring[0].missing", "does not allow"),
        ("instrument: phq9}\n  - {instrument: phq9", "scoring[1].instrument", "twice"),
    ],
)
def test_what_is_said_must_fit(problems, starting, entry, path, words):
    (problem,) = problems(starting, MEASURES, said(entry))
    assert problem.path == path
    assert words in problem.message
    assert problem.remedy


def test_prorating_is_stated_where_the_source_allows_it(problems, starting):
    assert problems(starting, MEASURES, said("instrument: dass21, missing: prorate")) == []


def test_a_confirmation_changes_the_hash_and_asks_for_no_new_consent(edited, starting):
    before = edited(starting, MEASURES)
    after = edited(starting, MEASURES, said("instrument: stai_t, confirmed: Ada Meyer"))
    assert before.hash != after.hash
    assert diff(before, after).reconsent == "never"
