"""Forms, findings, release, medicines and payments: what is said, what is refused, who is asked."""

from __future__ import annotations

import pytest

from limen.errors import ProtocolError
from limen.protocol import parse_protocol
from limen.protocol.diff import diff
from limen.protocol.summary import summary

WHOLE = """\
measurements:
  - {id: pulse, title: Pulse, unit: per minute, low: 30, high: 200}
  - {id: pregnancy_test, title: Pregnancy test, kind: choice, options: [negative, positive]}
  - {id: well, title: Looks well, kind: yes_no}
forms:
  - {id: vital_signs, title: Vital signs, kind: vital_signs, respondent: physician,
     occasions: [baseline, week.2], measurements: [pulse, well]}
  - {id: tests, title: Tests, kind: pregnancy_test, respondent: physician, optional: true,
     occasions: [baseline], measurements: [pregnancy_test]}
  - {id: rated, title: Rated by the physician, kind: rating, respondent: physician,
     occasions: [week], measures: [madrs]}
payments:
  - {id: weeks, title: A week of diary, amount: 20, currency: EUR, occasions: [week]}
occasions: """
RELEASE = (
    "supervised: first, observation_hours: 6}",
    "supervised: first, observation_hours: 6, release: [\n"
    "  {id: calm, title: Pulse below 100, rule: {less_than: [{value: measurement.pulse}, 100]}},\n"
    "  {id: walks, title: Walks safely}]}",
)
MEDICATIONS = (
    "safety:\n",
    "safety:\n  medications:\n"
    "    - {id: lithium, title: Lithium, names: [lithium, Quilonum], hold_dosing: true,\n"
    "       responsible: physician_on_call, within_hours: 24}\n"
    "    - {id: triptans, title: Triptans, names: [sumatriptan]}\n",
)


@pytest.fixture
def whole(starting) -> str:
    text = starting
    for old, new in (("\noccasions: ", f"\n{WHOLE}"), RELEASE, MEDICATIONS):
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def test_a_protocol_says_what_staff_fill_in(whole):
    protocol = parse_protocol(whole)
    assert [form.id for form in protocol.forms_at("baseline")] == ["vital_signs", "tests"]
    assert [form.id for form in protocol.forms_at("week.1")] == ["rated"]
    assert [form.id for form in protocol.forms_at("week.2")] == ["vital_signs", "rated"]
    assert protocol.form("rated").respondent == "physician"
    with pytest.raises(ProtocolError, match="Did you mean 'rated'"):
        protocol.form("rate")


def test_a_finding_is_a_number_with_words(whole):
    pulse, test, well = parse_protocol(whole).measurements
    assert (pulse.kind, pulse.limits, pulse.choices) == ("number", (30, 200), ())
    assert (test.unit_in_words, test.limits) == ("0 negative, 1 positive", (0, 1))
    assert well.unit_in_words == "0 no, 1 yes"
    assert [test.in_words(0), test.in_words(1.0), well.in_words(1)] == [
        "negative",
        "positive",
        "yes",
    ]
    assert pulse.in_words(72.5) == "72.5 per minute"
    assert test.in_words(7) == "7"


def test_show_names_forms_payments_and_release(whole):
    text = summary(parse_protocol(whole))
    assert "vital_signs: vital signs by the physician at baseline, week.2: pulse, well" in text
    assert "tests: pregnancy test by the physician at baseline, optional: pregnancy_test" in text
    assert "released after 6 hours when: Pulse below 100; Walks safely" in text
    assert "weeks: 20 EUR at week" in text
    assert "triptans: sumatriptan: flagged" in text
    assert "lithium: lithium, Quilonum: physician_on_call within 24 hours, holds dosing" in text


def test_what_is_not_used_changes_no_hash(starting):
    written = starting.replace("outcomes:\n", "forms: []\npayments: []\noutcomes:\n", 1)
    assert parse_protocol(written).hash == parse_protocol(starting).hash


@pytest.mark.parametrize(
    ("edit", "path", "asked"),
    [
        (("amount: 20, c", "amount: 25, c"), "payments.weeks.amount", "ask"),
        (("title: Vital signs", "title: Signs"), "forms.vital_signs.title", "never"),
        (("[baseline, week.2]", "[baseline, week.3]"), "forms.vital_signs.occasions", "ask"),
        (("[negative, positive]", "[no, yes]"), "measurements.pregnancy_test.options", "ask"),
        (
            ("observation_hours: 6", "observation_hours: 4"),
            "administration.observation_hours",
            "ask",
        ),
        (("[sumatriptan]", "[sumatriptan, x]"), "safety.medications.triptans.names", "ask"),
        (
            ("within_hours: 24}", "within_hours: 12}"),
            "safety.medications.lithium.within_hours",
            "always",
        ),
    ],
)
def test_an_amendment_asks_as_the_field_says(whole, edit, path, asked):
    old, new = edit
    assert old in whole
    amendment = diff(parse_protocol(whole), parse_protocol(whole.replace(old, new, 1)))
    assert [(one.path, one.reconsent) for one in amendment.changes] == [(path, asked)]


WRONG = [
    (
        ("options: [negative, positive]", "options: [negative]"),
        "measurements[1]",
        "nothing to choose",
        "two",
    ),
    (
        ("options: [negative, positive]", "options: [same, same]"),
        "measurements[1].options",
        "are the same",
        "once",
    ),
    (
        ("kind: yes_no}", "kind: yes_no, options: [a, b]}"),
        "measurements[2].options",
        "no and yes",
        "out",
    ),
    (("kind: yes_no}", "kind: yes_no, high: 1}"), "measurements[2].high", "Only a number", "out"),
    (("unit: per minute, ", ""), "measurements[0]", "In what", "unit"),
    (("high: 200", "high: 20"), "measurements[0].high", "ends before", "Swap"),
    (
        ("unit: per minute", "unit: per minute, options: [a, b]"),
        "measurements[0].options",
        "Only a choice",
        "kind: choice",
    ),
    (
        ("measurements: [pulse, well]", "measurements: [puls, well]"),
        "forms[0].measurements[0]",
        "no measurement 'puls'",
        "'pulse'",
    ),
    (("[baseline, week.2]", "[baseline, week.9]"), "forms[0].occasions[1]", "week.9", "place"),
    (("measures: [madrs]", "measures: [madrss]"), "forms[2].measures[0]", "madrss", "'madrs'"),
    (
        ("     occasions: [week], measures: [madrs]", "     occasions: [week]"),
        "forms[2]",
        "asks nothing",
        "m",
    ),
    (
        ("kind: vital_signs, respondent: physician", "kind: vital_signs, respondent: participant"),
        "forms[0].respondent",
        "filled in by staff",
        "clinician",
    ),
    (
        ("kind: vital_signs, respondent: physician", "kind: vital_signs, respondent: physican"),
        "forms[0].respondent",
        "no respondent 'physican'",
        "'physician'",
    ),
    (("{id: rated,", "{id: tests,"), "forms[2].id", "is taken", "own id"),
    (
        ("names: [sumatriptan]", 'names: ["-"]'),
        "safety.medications[1].names[0]",
        "letters",
        "brand",
    ),
    (("currency: EUR", "currency: Euro"), "payments[0].currency", "'Euro'", "EUR, USD"),
    (("{id: rated,", "{id: week,"), "forms[2].id", "both a form and an occasion", "another"),
    (
        ("measurements: [pregnancy_test]", "measurements: [pregnancy_test, pulse]"),
        "forms[1].measurements[1]",
        "answers 'pulse' in 'vital_signs' as well",
        "once",
    ),
    (("supervised: first, ", ""), "administration.release", "no dose is supervised", "supervised"),
    (
        ("{value: measurement.pulse}", "{value: measurement.puls}"),
        "administration.release[0].rule.less_than[0].value",
        "no record 'measurement.puls'",
        "pulse",
    ),
    (("{less_than:", "{less:"), "administration.release[0].rule.less", "less", "less_than"),
    (("{id: walks,", "{id: calm,"), "administration.release[1].id", "is taken", "own id"),
    (
        ("physician_on_call, within_hours: 24", "physicians_on_call, within_hours: 24"),
        "safety.medications[0].responsible",
        "no role",
        "'physician_on_call'",
    ),
    (
        (", within_hours: 24}\n    - {id: tri", "}\n    - {id: tri"),
        "safety.medications[0]",
        "not by when",
        "neither",
    ),
    (
        ("names: [sumatriptan]", "names: [sumatriptan], hold_dosing: true"),
        "safety.medications[1]",
        "nobody must act",
        "responsible",
    ),
    (
        (
            "physician_on_call, within_hours: 24",
            "physician_on_call, next: physician_on_call, within_hours: 24",
        ),
        "safety.medications[0].next",
        "did not answer",
        "another",
    ),
    (
        ("currency: EUR, occasions: [week]", "currency: EUR, occasions: [weak]"),
        "payments[0].occasions[0]",
        "no occasion 'weak'",
        "'week'",
    ),
    (("currency: EUR", "currency: euro"), "payments[0].currency", "", ""),
    (("amount: 20, c", "amount: 0, c"), "payments[0].amount", "", ""),
]


@pytest.mark.parametrize(("edit", "path", "message", "remedy"), WRONG)
def test_each_mistake_gives_the_problem_it_deserves(whole, problems, edit, path, message, remedy):
    found = problems(whole, edit)
    assert [one.path for one in found] == [path], found
    assert message in found[0].message
    assert remedy in found[0].remedy


@pytest.mark.parametrize(
    "dosed",
    [
        "{id: dosed, kind: diary, phase: treatment,"
        " schedule: {kind: after_administrations, numbers: [1, 2]}}",
        "{id: dosed, kind: visit, phase: treatment, supervised_administration: true,"
        " schedule: {kind: once, day: 1}}",
    ],
)
def test_payment_never_depends_on_dosing(whole, problems, dosed):
    paid = ("currency: EUR, occasions: [week]", "currency: EUR, occasions: [week, dosed]")
    found = problems(whole, paid, ("\n  - id: baseline\n", f"\n  - {dosed}\n  - id: baseline\n"))
    assert [one.path for one in found] == ["payments[0].occasions[1]"], found
    assert "payment must never depend on dosing" in found[0].message


def test_a_rater_never_fills_in_a_positive_control(whole, problems):
    found = problems(
        whole,
        ("- {id: physician, kind: clinician", "- {id: physician, kind: blinded_rater"),
        ("measures: [madrs]", "measures: [limen_intensity]"),
    )
    assert "forms[2].measures[0]" in {one.path for one in found}


def test_an_outcome_may_be_fed_by_a_form(whole, edited, problems):
    outcome = (
        "\noutcomes:\n",
        "\noutcomes:\n  - {id: pulse_rate, title: Pulse, measurement: pulse,\n"
        "     occasions: [week.2], change_from: baseline, exposure: arm, better: lower}\n",
    )
    assert edited(whole, outcome).outcome("pulse_rate").measurement == "pulse"
    found = problems(whole, outcome, ("occasions: [week.2], change", "occasions: [week], change"))
    assert [one.path for one in found] == ["outcomes[0].occasions[0]"]


PHYSICIAN = "  - {id: physician, kind: clinician, title: The study physician}\n"
GUESS = """  - {id: theirs, title: What is it?, respondent: watcher, occasions: [week], about: arm,
     options: [PL, MD], dont_know: true}
  - id: guess
"""


@pytest.mark.parametrize(
    ("kind", "path", "message", "remedy"),
    [
        ("device", "guesses[0].respondent", "devices think nothing", "clinician"),
        ("blinded_rater", "guesses[0].occasions[0]", "rates nothing at 'week.1'", "add a form"),
    ],
)
def test_nobody_guesses_who_is_not_there(problems, whole, kind, path, message, remedy):
    watcher = f"{PHYSICIAN}  - {{id: watcher, kind: {kind}}}\n"
    found = problems(whole, (PHYSICIAN, watcher), ("  - id: guess\n", GUESS))
    (problem,) = [one for one in found if one.path.startswith("guesses")]
    assert problem.path == path
    assert message in problem.message
    assert remedy in problem.remedy


def test_raters_guess_where_a_form_of_theirs_is_and_clinicians_anywhere(problems, whole):
    rates = (
        "respondent: physician,\n     occasions: [week]",
        "respondent: watcher,\n     occasions: [week]",
    )
    for kind in ("clinician", "blinded_rater"):
        watcher = f"{PHYSICIAN}  - {{id: watcher, kind: {kind}}}\n"
        found = problems(whole, (PHYSICIAN, watcher), ("  - id: guess\n", GUESS), rates)
        assert not [one for one in found if one.path.startswith("guesses")]
