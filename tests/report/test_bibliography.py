"""BibTeX as people cite it."""

from __future__ import annotations

import pytest
from example_results import CURVE, LMER

from limen.report import entries


def test_an_article() -> None:
    (entry,) = entries([LMER])
    assert str(entry) == (
        "Bates D, Mächler M, Bolker B, Walker S (2015). Fitting Linear Mixed-Effects Models Using "
        "lme4. Journal of Statistical Software 67(1):1–48."
    )
    assert entry.doi == "10.18637/jss.v067.i01"


def test_quotes_bare_years_and_addresses_as_doi() -> None:
    (entry,) = entries([CURVE])
    assert str(entry).startswith("Szigeti B, Nutt D, Carhart-Harris R, Erritzoe D (2023). The ")
    assert "‘placebo group’ and ‘placebo control’" in str(entry)
    assert entry.doi == "10.1038/s41598-023-34938-7"


def test_a_work_is_listed_once_whatever_its_key() -> None:
    other = LMER.replace("bates2015", "lme4")
    assert [entry.key for entry in entries([LMER, CURVE, other, LMER])] == [
        "bates2015",
        "szigeti2023",
    ]


def test_two_entries_in_one_text() -> None:
    assert [entry.key for entry in entries([f"{LMER}\n\n{CURVE}"])] == ["bates2015", "szigeti2023"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"M{\"u}ller, J{\'e}r{\^o}me", "Müller J"),
        (r"{\O}degaard, Ole", "Ødegaard O"),
        (r"\v{S}ime\v{c}ek, Petr", "Šimeček P"),
        ("Jan van der Berg", "van der Berg J"),
        ("Kenward, M. G. and Roger, J. H.", "Kenward MG, Roger JH"),
        ("Kenward, M. G. and others", "Kenward MG, et al"),
    ],
)
def test_names(written: str, read: str) -> None:
    (entry,) = entries([f"@book{{x, author = {{{written}}}}}"])
    assert str(entry) == f"{read}."


def test_many_authors_are_shortened() -> None:
    authors = " and ".join(f"Name{letter}, A" for letter in "ABCDEFGH")
    (entry,) = entries([f"@article{{x, author={{{authors}}}, title={{T}}}}"])
    assert str(entry) == "NameA A, NameB A, NameC A, et al. T."


def test_what_is_no_bibtex_is_shown_as_it_is() -> None:
    (entry,) = entries(["Bang H. Assessment of blinding. 2004."])
    assert str(entry) == "Bang H. Assessment of blinding. 2004."
    assert entries(["", "  "]) == ()
