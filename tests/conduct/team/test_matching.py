"""Which medications a name means: whole words, however they are written, and near misses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from limen.conduct.core.medication import Flags, flags
from limen.conduct.core.medication.alike import alike
from limen.conduct.core.medication.matching import one_apart, words_of
from limen.protocol.document.oversight.medications import Medication

RULES = [
    Medication(id="lithium", title="Lithium", names=("lithium", "Quilonum")),
    Medication(id="wort", title="St John's wort", names=("St. John's wort", "Hypericum")),
    Medication(id="htp", title="5-HTP", names=("5-HTP",)),
    Medication(id="lsd", title="LSD", names=("LSD",)),
]


@pytest.mark.parametrize(
    ("entry", "ids"),
    [
        ("lithium", {"lithium"}),
        ("LITHIUM", {"lithium"}),
        ("Líthiüm", {"lithium"}),
        ("Lithium carbonate 300 mg", {"lithium"}),
        ("Carbonate of lithium, evenings", {"lithium"}),
        ("li thium", {"lithium"}),
        ("Quilonum-retard", {"lithium"}),
        ("St John\u2019s Wort", {"wort"}),
        ("stjohnswort", {"wort"}),
        ("St.-John's-wort tea", {"wort"}),
        ("5 htp", {"htp"}),
        ("5HTP", {"htp"}),
        ("lithium and hypericum", {"lithium", "wort"}),
        ("lithiumless", set()),
        ("prelithium", set()),
        ("wort", set()),
        ("15 htp", set()),
        ("", set()),
        ("...", set()),
    ],
)
def test_whole_words_match_however_they_are_written(entry, ids):
    assert set(flags(entry, RULES).sure) == ids


@pytest.mark.parametrize(
    ("entry", "meant"),
    [
        ("litium", [("lithium", "lithium")]),
        ("lihtium 300", [("lithium", "lithium")]),
        ("lithiumm", [("lithium", "lithium")]),
        ("Lithiun", [("lithium", "lithium")]),
        ("hipericum", [("wort", "Hypericum")]),
        ("lsa", []),  # shorter names have too many neighbours
        ("litum", [("lithium", "lithium")]),  # two letters lost of a long name
        ("quilonorm", []),
        ("litm", []),
        ("thulium", []),
        ("ibuprofen", []),
    ],
)
def test_near_misses_are_perhaps_only(entry, meant):
    found = flags(entry, RULES)
    assert (found.sure, list(found.perhaps)) == ((), meant)


def test_a_rule_that_is_matched_is_not_perhaps_too():
    assert flags("lithium, litium", RULES) == Flags(sure=("lithium",))
    assert not flags("ibuprofen", RULES)


LETTERS = st.text(alphabet="abcd", min_size=0, max_size=6)


def by_edits(first: str, second: str) -> bool:
    """The same by a second route: every string that is one edit away."""
    cuts = [(first[:i], first[i:]) for i in range(len(first) + 1)]
    near = {a + b[1:] for a, b in cuts if b}
    near |= {a + letter + b[1:] for a, b in cuts if b for letter in "abcd"}
    near |= {a + letter + b for a, b in cuts for letter in "abcd"}
    near |= {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    return second in near - {first}


@given(LETTERS, LETTERS)
def test_one_apart_is_one_edit(first, second):
    assert one_apart(first, second) == by_edits(first, second)


@given(st.text(max_size=40))
def test_words_are_plain(text):
    assert all(word and word == word.casefold() for word in words_of(text))
    flags(text, RULES)


@pytest.mark.parametrize(
    ("said", "name", "wanted"),
    [
        ("escitalopram", "citalopram", True),
        ("cytalopran", "citalopram", False),  # two letters other: as far as another substance
        ("sertralin", "sertraline", True),
        ("duloxetine", "fluoxetine", False),
        ("trazodone", "tramadol", False),
        ("lsa", "lsd", False),
        ("lithium", "lithium", False),  # that is a match
    ],
)
def test_other_substances_are_not_alike(said, name, wanted):
    assert alike(said, name) is wanted
