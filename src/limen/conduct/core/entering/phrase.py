"""Recovery phrases: eight words that can be written down, read aloud and typed again.

The words are Limen's own list: short English words, no two of which differ by one letter, sound
alike, or begin with the same four letters. So four letters of each are enough. 833 words, eight
times: 77.6 bits, which nobody guesses.
"""

from __future__ import annotations

import re
import secrets
from functools import cache
from importlib.resources import files

from limen.conduct.core.codes import token_hash

LENGTH = 8
TELLS = 4  # letters that tell a word from all others


@cache
def words() -> tuple[str, ...]:
    """Return the list of words."""
    text = (files(__package__) / "words.txt").read_text(encoding="utf-8")
    return tuple(text.split())


@cache
def _by_beginning() -> dict[str, str]:
    return {word[:TELLS]: word for word in words()}


def new_phrase() -> str:
    """Return a new phrase: words with a space between them."""
    return " ".join(secrets.choice(words()) for _ in range(LENGTH))


def is_phrase(text: str) -> bool:
    """Whether somebody typed a phrase, right or wrong, and not a code.

    A code has four groups of letters and digits; a phrase has more words, and no digit in any.
    """
    groups = [group for group in re.findall(r"\w+", text.lower()) if not group.isdigit()]
    return len(groups) > LENGTH // 2 and all(len(one) > 1 and one.isalpha() for one in groups)


def strange_words(text: str) -> list[str]:
    """Return typed words that no phrase holds. This tells nothing about anybody's phrase."""
    return [word for word in _typed(text) if word[:TELLS] not in _by_beginning()]


def read_phrase(text: str) -> str:
    """Return a phrase as it was made from what somebody typed: case, commas, typing errors after
    the fourth letter forgiven; empty if it cannot be one.
    """
    found = [_by_beginning().get(word[:TELLS], "") for word in _typed(text)]
    return " ".join(found) if len(found) == LENGTH and all(found) else ""


def lookup_hash(phrase: str) -> str:
    """Return the hash by which a phrase's row is found; the argon2 hash is what proves it."""
    return token_hash(f"limen:phrase:{phrase}")


def _typed(text: str) -> list[str]:
    """Return the words of a text; the numbers of a list that was copied along are left out."""
    found: list[str] = re.findall(r"[a-z]+", text.lower())
    return found
