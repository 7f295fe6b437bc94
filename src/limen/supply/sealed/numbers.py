"""Kit and set numbers: digits without meaning, the last one a check digit."""

from __future__ import annotations

KIT_DIGITS, SET_DIGITS = 9, 7

_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def check_digit(digits: str) -> str:
    """Return Damm's check digit: it betrays each wrong digit and each swap of neighbours.

    ```bibtex
    @phdthesis{damm2004total,
      title  = {Total anti-symmetrische Quasigruppen},
      author = {Damm, H. Michael},
      school = {Philipps-Universit{\\"a}t Marburg}, year = {2004}
    }
    ```
    """
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return str(interim)


def is_number(text: str, digits: int) -> bool:
    """Return whether a text is a number of so many digits whose check digit is right."""
    plain = text.isascii() and text.isdigit() and len(text) == digits
    return plain and check_digit(text) == "0"


def spoken(number: str) -> str:
    """Return a number in groups of three, as people read it out: ``123 456 789``."""
    return " ".join(number[at : at + 3] for at in range(0, len(number), 3))


def typed(text: str) -> str:
    """Return a number as it is kept from what somebody typed: without spaces and hyphens."""
    return text.replace(" ", "").replace("-", "")
