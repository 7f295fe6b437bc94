"""The words of recovery phrases."""

from __future__ import annotations

from math import log2

import pytest

from limen.conduct.core.codes import new_code
from limen.conduct.core.entering import is_phrase, strange_words
from limen.conduct.core.entering.phrase import LENGTH, TELLS, new_phrase, read_phrase, words


def distance(one: str, other: str) -> int:
    """Return the number of letters to insert, take out or change (Levenshtein)."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


def test_a_phrase_has_77_bits_or_more():
    assert LENGTH * log2(len(words())) >= 77


def test_no_two_words_begin_alike_or_differ_by_one_letter():
    listed = words()
    assert len({word[:TELLS] for word in listed}) == len(listed)
    near = [
        (one, other)
        for index, one in enumerate(listed)
        for other in listed[index + 1 :]
        if abs(len(one) - len(other)) <= 1 and one[-2:] == other[-2:] and distance(one, other) < 2
    ]
    assert near == []


def test_words_are_short_and_plain():
    assert all(3 <= len(word) <= 9 and word.isascii() and word.islower() for word in words())
    assert list(words()) == sorted(words())


def test_every_word_is_drawn_sooner_or_later():
    drawn = {word for _ in range(3000) for word in new_phrase().split()}
    assert len(drawn) > 0.99 * len(words())


@pytest.mark.parametrize(
    "typed",
    [
        "  Harbour lantern ARMCHAIR velvet jigsaw tulip canyon waffle ",
        "1. harbour 2. lantern 3. armchair 4. velvet 5. jigsaw 6. tulip 7. canyon 8. waffle",
        "harb-lant-armc-velv-jigs-tuli-cany-waff",
        "harbor lanterns armchair velvet jigsaw tulips canyon waffles",
    ],
)
def test_a_phrase_is_read_as_people_type(typed):
    assert is_phrase(typed)
    assert read_phrase(typed) == "harbour lantern armchair velvet jigsaw tulip canyon waffle"


@pytest.mark.parametrize("typed", ["", "harbour lantern", "harbour " * 9, "qqqq " * 8])
def test_what_is_no_phrase_is_none(typed):
    assert read_phrase(typed) == ""


def test_a_code_is_not_taken_for_a_phrase():
    for _ in range(300):
        code = new_code()
        for typed in (code, code.replace("-", " "), code.lower(), " ".join(code)):
            assert not is_phrase(typed), typed


def test_a_word_that_is_none_of_ours_is_named():
    assert strange_words("harbour qqqq velvet") == ["qqqq"]
