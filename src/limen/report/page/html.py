"""HTML as text: every word from outside is escaped on its way in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from limen.figures.paper.svg import clean as clean

_CODE = re.compile(r"`([^`<>]+)`")
_ID = re.compile(r"(?<![\w.])[a-z]+(?:_[a-z0-9]+)+(?![\w.])")
_VOID = frozenset({"meta", "link", "br", "hr", "img", "col"})


@dataclass(frozen=True)
class Section:
    """One section of the page: an anchor, a heading, and markup; `short` stands in the contents."""

    id: str
    title: str
    body: str
    short: str = ""


def tag(name: str, /, *children: str, **attributes: str | int | bool | None) -> str:
    """One element; children are markup already, attribute values are escaped.

    `class_` becomes ``class``, ``_`` becomes ``-``; True gives a bare attribute, None and False
    leave it out.
    """
    pairs = "".join(
        f" {key.rstrip('_').replace('_', '-')}"
        + ("" if value is True else f'="{clean(str(value))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return f"<{name}{pairs}>" if name in _VOID else f"<{name}{pairs}>{''.join(children)}</{name}>"


def prose(text: str) -> str:
    """Text from outside as markup; what stands in `backticks` becomes code."""
    return _CODE.sub(r"<code>\1</code>", clean(text))


def paragraph(text: str, class_: str | None = None) -> str:
    """A paragraph of text from outside."""
    return tag("p", prose(text), class_=class_)


def listed(sentences: list[str] | tuple[str, ...], class_: str | None = None) -> str:
    """A list of sentences from outside; nothing when there are none."""
    if not sentences:
        return ""
    return tag("ul", *(tag("li", prose(sentence)) for sentence in sentences), class_=class_)


def folded(summary: str, *body: str, class_: str | None = None, id: str | None = None) -> str:
    """A part that opens on demand; `summary` is markup."""
    return tag("details", tag("summary", summary), *body, id=id, class_=class_)


def definitions(pairs: list[tuple[str, str]], class_: str = "facts") -> str:
    """A two-column list of facts from outside; empty facts are left out."""
    rows = [tag("dt", clean(name)) + tag("dd", clean(fact)) for name, fact in pairs if fact]
    return tag("dl", *rows, class_=class_) if rows else ""


def spoken(text: str) -> str:
    """The text with ids that are made of several words, like_this_one, as words."""
    return _ID.sub(lambda found: found.group().replace("_", " "), text)


def chip(text: str, kind: str = "") -> str:
    """A small label, e.g. a role."""
    return tag("span", clean(text), class_=f"chip {kind}".strip())


def slug(text: str) -> str:
    """Letters, digits and hyphens of a text, for anchors and file names."""
    kept = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in text)
    return "-".join(filter(None, kept.lower().split("-"))) or "x"
