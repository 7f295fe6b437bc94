"""Lines as ink: letters of Arabic joined, and right-to-left runs in the order they are drawn.

fpdf2 draws characters one after the other from the left. The forms of Arabic letters are characters
of their own in Unicode, and their decompositions say which letter each is a form of: so the joining
needs no table of ours. What an OpenType engine does besides (marks placed by the font, other
scripts' shaping) is not done here; `lacking` says which texts cannot be set.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache

from fpdf.bidi import BidiParagraph
from fpdf.enums import TextDirection

_FORMS = range(0xFB50, 0xFF00)  # Arabic Presentation Forms A and B
_PAIRS = ("()", "[]", "{}", "<>", "«»", "‹›", "≤≥")
_MIRRORED = {pair[at]: pair[1 - at] for pair in _PAIRS for at in (0, 1)}
_KINDS = ("<isolated>", "<initial>", "<medial>", "<final>")


@cache
def _forms() -> dict[tuple[str, str], str]:
    """Return the form of a letter or of a ligature of letters, by kind and letters."""
    found: dict[tuple[str, str], str] = {}
    for code in _FORMS:
        kind, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        if kind in _KINDS:
            found[kind, "".join(chr(int(letter, 16)) for letter in letters)] = chr(code)
    return found


def joined(text: str) -> str:
    """Return a text with each Arabic letter in the form that its neighbours give it."""
    letters = _with_ligatures(list(text))
    return "".join(_form(letters, number) for number in range(len(letters)))


def drawn(line: str, *, rtl: bool) -> str:
    """Return a line, joined already, in the order in which it is drawn from the left."""
    if not rtl and line.isascii():
        return line
    direction = TextDirection.RTL if rtl else TextDirection.LTR
    placed = BidiParagraph(line, base_direction=direction).get_reordered_characters()
    return "".join(
        _MIRRORED.get(one.character, one.character) if one.embedding_level % 2 else one.character
        for one in placed
    )


def _with_ligatures(letters: list[str]) -> list[str]:
    """Put lam and alef together: written apart they are a mistake, not a style."""
    found: list[str] = []
    for letter in letters:
        if found and found[-1] == "ل" and letter in "آأإا":
            found[-1] += letter
        else:
            found.append(letter)
    return found


def _form(letters: Sequence[str], number: int) -> str:
    letter = letters[number]
    if ("<isolated>", letter) not in _forms():
        return letter
    before = _joins_onwards(_neighbour(letters, number, -1))
    after = _joins_onwards(letter) and _takes(_neighbour(letters, number, 1))
    kind = {
        (False, False): "<isolated>",
        (False, True): "<initial>",
        (True, True): "<medial>",
        (True, False): "<final>",
    }[before, after]
    return _forms().get((kind, letter), letter)


def _neighbour(letters: Sequence[str], number: int, step: int) -> str:
    number += step
    while 0 <= number < len(letters):
        if unicodedata.category(letters[number][-1]) != "Mn":  # vowel marks do not part letters
            return letters[number]
        number += step
    return ""


def _joins_onwards(letter: str) -> bool:
    return letter == "ـ" or ("<initial>", letter) in _forms()


def _takes(letter: str) -> bool:
    return letter == "ـ" or ("<final>", letter) in _forms()
