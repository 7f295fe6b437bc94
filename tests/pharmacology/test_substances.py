"""The data files: complete, sourced, consistent; and what the loader says about wrong ones."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest

from limen.errors import DocumentError
from limen.pharmacology import (
    load_substance,
    peak_concentration,
    peak_hours,
    shipped_substances,
    substance,
)
from limen.pharmacology.substance.listing import parameter_table, plain

SHIPPED = shipped_substances()


def text_of(id: str) -> str:
    return (files("limen.pharmacology") / "substances" / f"{id}.yaml").read_text(encoding="utf-8")


@pytest.fixture
def wrong(tmp_path):
    """A file with one thing changed, and what the loader says about it."""

    def problems(old: str, new: str):
        text = text_of("lsd")
        assert old in text
        file = tmp_path / "wrong.yaml"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(DocumentError) as caught:
            load_substance(file)
        assert all(problem.file == file for problem in caught.value.problems)
        return caught.value.problems

    return problems


def test_both_substances_are_there():
    assert SHIPPED == ("lsd", "psilocybin")


@pytest.mark.parametrize("id", SHIPPED)
def test_every_number_has_a_source_or_is_marked_as_assumed(id):
    which = substance(id)
    numbers = dict(which.quantities())
    assert len(numbers) >= 29
    for place, quantity in numbers.items():
        assert quantity.unit, place
        assert quantity.source in which.sources or quantity.seen == "assumed", place
        assert quantity.note or quantity.seen != "assumed", place
    assert any(quantity.seen == "assumed" for quantity in numbers.values())


@pytest.mark.parametrize("id", SHIPPED)
def test_every_source_is_used(id):
    which = substance(id)
    cited = {quantity.source for _, quantity in which.quantities()}
    cited |= {study.source for study in which.studies} | {which.perceptibility.counts_source}
    assert set(which.sources) == cited - {None}


# Which set, what was printed for it (dose, peak, time, half-life), and to how many digits.
PRINTED = [
    ("lsd", "oral_base", 10, "0.279", "1.10", "2.70"),
    ("lsd", "oral_base_100", 100, "1.70", "1.70", "3.60"),
    ("psilocybin", "oral", 1000, "0.70", "2.00", "1.80"),
    ("lsd", "sublingual", 10, "0.213", "1.51", "2.93"),
]


@pytest.mark.parametrize("case", PRINTED, ids=lambda case: f"{case[0]}, {case[1]}")
def test_sets_reproduce_what_they_were_derived_from(case, printed):
    id, formulation, dose, peak, when, half_life = case
    k = substance(id).kinetics_of(formulation)
    assert peak_concentration(dose_micrograms=dose, kinetics=k) == printed(peak)
    assert peak_hours(k) == printed(when)
    assert k.half_life_hours == printed(half_life)


def test_clearance_and_volume_of_psilocin_belong_together(printed):
    k = substance("psilocybin").kinetics_of()
    assert k.elimination_per_hour == printed("0.385")


def test_the_sublingual_peak_is_below_the_oral_one(printed):
    assert printed("1.4") == 0.279 / 0.200
    oral, under_the_tongue = (
        float(peak_concentration(dose_micrograms=10, kinetics=substance("lsd").kinetics_of(form)))
        for form in ("oral_base", "sublingual")
    )
    assert oral / under_the_tongue == printed("1.31")


def test_a_microdose_of_psilocybin_is_extrapolation():
    assert substance("psilocybin").extrapolates(3000)
    assert not substance("psilocybin").extrapolates(25_000)
    assert not substance("lsd").extrapolates(10)
    assert "Below 15 mg" in substance("psilocybin").limits[0]


def test_unknown_names_are_answered_with_known_ones():
    with pytest.raises(DocumentError, match="Did you mean 'psilocybin'"):
        substance("psilocibin")
    with pytest.raises(DocumentError, match="Known: lsd, psilocybin"):
        substance("xyz")
    with pytest.raises(DocumentError, match="Known: sublingual"):
        substance("lsd").kinetics_of("drip")
    with pytest.raises(DocumentError, match="Known: cyp2d6"):
        substance("lsd").kinetics_of(None, "grapefruit")


def test_a_wrong_number_is_named_with_line_and_path(wrong):
    (problem,) = wrong("value: 7.78, unit", 'value: "7.78", unit')
    line = next(n for n, t in enumerate(text_of("lsd").splitlines(), 1) if "7.78, unit" in t)
    assert problem.line == line
    assert problem.path == "kinetics[0].clearance_litres_per_hour.value"
    assert problem.message == "This must be a number."


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("unit: L/h, lower", "unit: mL/min, lower", "must be in L/h, and is written in mL/min"),
        ("lower: 6.75", "lower: 8.0", "lies outside"),
        ("source: morse2025, seen: abstract", "source: morse1925, seen: abstract", "morse1925"),
        ("seen: assumed, note: no lag was seen in print", "seen: assumed", "needs a `note`"),
        ("source: morse2025, seen: abstract", "seen: abstract", "needs its `source`"),
        ("lower: 6.75, upper: 8.77,", "lower: 6.75,", "both `lower` and `upper`"),
        ("kinetics: oral_10", "kinetics: oral_11", "names no set of kinetics"),
        ("seen: abstract", "seen: guessed", "Input should be 'full text'"),
        ("effect:\n", "efect:\n", "no such key"),
        ("active_guessed_active: 13, active: 30", "active_guessed_active: 31, active: 30", "More"),
        ("fitted_on: holze2019", "fitted_on: holze1919", "holze1919"),
        ("limen_substance: 1", "limen_substance: 2", "Input should be 1"),
        ("no_occupancy: >-", "note: >-", "no such key"),
        ("title: LSD\n", "title: LSD\ntitle: LSD\n", "second time"),
        ("title: LSD\n", "title: &name LSD\n", "Anchors"),
        ("title: LSD\n", "title: [LSD\n", "not YAML"),
        ("title: LSD\n", "title: !!python/name:os.system LSD\n", "tags are not allowed"),
    ],
)
def test_what_is_wrong_is_said(wrong, old, new, says):
    problems = wrong(old, new)
    assert any(says in problem.message for problem in problems)
    assert all(problem.line for problem in problems)


def test_all_problems_come_at_once(wrong):
    problems = wrong("value: 7.78, unit: L/h", 'value: "x", unit: L/h, colour: red')
    assert [problem.path.rpartition(".")[2] for problem in problems] == ["value", "colour"]


@pytest.mark.parametrize(
    ("content", "says"),
    [(None, "cannot be read"), (b"\xff\xfe", "not UTF-8"), (b"- a\n", "not a mapping")],
)
def test_files_that_are_none(tmp_path, content, says):
    file = tmp_path / "none.yaml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(DocumentError, match=says):
        load_substance(file)


def test_the_table_and_the_plain_data_hold_every_number():
    which = substance("lsd")
    n = len(list(which.quantities()))
    assert len(parameter_table(which).rows) == n
    assert len(plain(which)["parameters"]) == n
    assert np.isfinite([row["value"] for row in plain(which)["parameters"]]).all()
