"""A document as plain blocks, for paper. No database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from markdown_it.token import Token

from limen.conduct.core.consenting.tokens import (
    BOX,
    in_cell,
    is_statement,
    plain_words,
    tokens_of,
    without_mark,
    words_of,
)


@dataclass(frozen=True)
class Block:
    """A piece of plain text: a heading of a level, a point of a list, or a text, some lists deep.

    A point's `mark` stands before it: a bullet, a number, or a box.
    """

    kind: str
    text: str
    level: int = 0
    mark: str = ""


def blocks(text: str) -> Iterator[Block]:
    """Yield a Markdown text as plain blocks in order; a row of a table is one line."""
    tokens = tokens_of(text)
    depth, mark = 0, ""
    for number, token in enumerate(tokens):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
        elif token.type == "list_item_open":
            mark = f"{token.info}{token.markup}" if token.info else "•"
        elif token.type == "tr_open":
            yield Block("text", _row(tokens[number:]))
        elif token.type in ("fence", "code_block"):
            yield Block("text", token.content.rstrip(), depth)
        elif token.type == "inline" and not in_cell(tokens, number):
            yield _block(tokens[number - 1], token, depth, mark)
            mark = ""


def _block(opening: Token, token: Token, depth: int, mark: str) -> Block:
    if opening.type == "heading_open":
        return Block("heading", plain_words(token), int(opening.tag[1]))
    if is_statement(token):
        return Block("point", without_mark(words_of(token)), depth, BOX.strip())
    return Block("point" if mark else "text", words_of(token), depth, mark)


def _row(tokens: Sequence[Token]) -> str:
    cells = takewhile(lambda token: token.type != "tr_close", tokens)
    return " | ".join(plain_words(token) for token in cells if token.type == "inline")
