"""The words of a document: Markdown as headings, safe HTML and statements. No database.

Two things keep a document from doing anything but being read: Markdown is parsed without raw HTML,
and what comes out is cleaned to a short list of elements, none of which loads or runs anything.

A point of a list that begins with `[ ]` is a **statement**: it is agreed to one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import nh3
from markdown_it.token import Token

from limen.conduct.core.consenting.tokens import (
    BOX,
    PARSER,
    is_statement,
    plain_words,
    plainly,
    tokens_of,
    without_mark,
    words_of,
)

_ELEMENTS = {
    "p", "br", "hr", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li",
    "a", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES: dict[str, set[str]] = {"a": {"href"}, "ol": {"start"}, "*": set()}
_SCHEMES = {"https", "http", "mailto", "tel"}
_BEGIN_SECTIONS = ("h1", "h2")  # deeper headings stay inside their section


@dataclass(frozen=True)
class Section:
    """A part of a document: its heading, a place to link to, and its words as safe HTML.

    What stands before the first heading has an empty heading. `level` is 1 or 2.
    """

    heading: str
    anchor: str
    level: int
    html: str


def headings(text: str) -> tuple[str, ...]:
    """Return all headings of a Markdown text, in order."""
    return tuple(_headings(tokens_of(text)))


@lru_cache(maxsize=64)
def sections(text: str, prefix: str = "") -> tuple[Section, ...]:
    """Return a Markdown text as sections, each begun by a heading of level 1 or 2.

    An anchor is made of `prefix` and the heading's words, so that it stays as long as they do.
    """
    taken: dict[str, int] = {}
    return tuple(
        Section(heading, _anchor(prefix, heading, taken), level, _safe(tokens))
        for heading, level, tokens in _parts(tokens_of(text))
    )


@lru_cache(maxsize=64)
def statements(text: str) -> tuple[str, ...]:
    """Return the points of lists that begin with `[ ]`, without it."""
    return tuple(
        plainly(without_mark(words_of(token)))
        for token in tokens_of(text)
        if token.type == "inline" and is_statement(token)
    )


def passage(heading: str, text: str) -> int | None:
    """Return the number of the section that a heading stands in, from 0; None if there is none."""
    wanted = plainly(heading)
    for number, (own, _, tokens) in enumerate(_parts(tokens_of(text))):
        if wanted == own or wanted in _headings(tokens):
            return number
    return None


def _headings(tokens: Sequence[Token]) -> list[str]:
    opened = [number for number, token in enumerate(tokens) if token.type == "heading_open"]
    return [plain_words(tokens[number + 1]) for number in opened]


def _parts(tokens: Sequence[Token]) -> list[tuple[str, int, list[Token]]]:
    """Return heading, level and tokens of each section; an empty one before a heading goes."""
    return [part for part in _cut(tokens) if part[0] or part[2]]


def _cut(tokens: Sequence[Token]) -> Iterator[tuple[str, int, list[Token]]]:
    heading, level, inside = "", 1, list[Token]()
    number = 0
    while number < len(tokens):
        token = tokens[number]
        if token.type == "heading_open" and token.level == 0 and token.tag in _BEGIN_SECTIONS:
            yield heading, level, inside
            heading, level, inside = plain_words(tokens[number + 1]), int(token.tag[1]), []
            number += 3  # opening, words, closing
        else:
            inside.append(token)
            number += 1
    yield heading, level, inside


def _safe(tokens: list[Token]) -> str:
    for token in tokens:
        if token.type == "inline" and is_statement(token) and token.children:
            token.children[0].content = BOX + without_mark(token.children[0].content)
    return nh3.clean(
        PARSER.renderer.render(tokens, PARSER.options, {}),
        tags=_ELEMENTS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
    ).strip()


def _anchor(prefix: str, heading: str, taken: dict[str, int]) -> str:
    words = re.findall(r"\w+", plainly(heading).casefold())
    anchor = "-".join(part for part in (prefix, *words) if part) or "start"
    taken[anchor] = taken.get(anchor, 0) + 1
    return anchor if taken[anchor] == 1 else f"{anchor}-{taken[anchor]}"
