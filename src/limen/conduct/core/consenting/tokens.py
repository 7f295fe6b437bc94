"""Markdown as tokens, and tokens as plain words. No database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

PARSER = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
BOX = "☐ "
_STATEMENT = re.compile(r"\[ \]\s+")


def plainly(text: str) -> str:
    """Return a text in NFC with single spaces: two that read alike are equal."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def tokens_of(text: str) -> list[Token]:
    """Return a Markdown text as tokens; raw HTML in it is text, and so are pictures."""
    return PARSER.parse(text)


def is_statement(token: Token) -> bool:
    """Whether an inline token is a point of a list that begins with `[ ]`."""
    return token.level >= 3 and _STATEMENT.match(token.content) is not None


def without_mark(text: str) -> str:
    """Return a statement's words without the `[ ]` before them."""
    return _STATEMENT.sub("", text, count=1)


def in_cell(tokens: Sequence[Token], number: int) -> bool:
    """Whether a token stands in a table's cell."""
    return tokens[number - 1].type in ("th_open", "td_open")


def plain_words(token: Token) -> str:
    """Return an inline token as plain words on one line."""
    return plainly(words_of(token))


def words_of(token: Token) -> str:
    """Return an inline token as plain words, with breaks; a link is followed by its address."""
    said: list[str] = []
    address = ""
    for child in token.children or ():
        if child.type == "link_open":
            address = str(child.attrGet("href") or "")
        elif child.type == "link_close":
            said.append(f" ({address})" if address and address not in "".join(said) else "")
        elif child.type == "softbreak":
            said.append(" ")
        elif child.type == "hardbreak":
            said.append("\n")
        else:
            said.append(child.content)
    return "".join(said)
