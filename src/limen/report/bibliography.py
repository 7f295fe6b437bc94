"""BibTeX entries as people cite them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from limen.results import Results

_HEAD = re.compile(r"@(\w+)\s*\{\s*([^,\s]+)\s*,")
_FIELD = re.compile(r"(\w+)\s*=\s*")
_ACCENT = re.compile(r"""\\(["'`^~=.Hvcu])\s*\{?\s*(\\?[a-zA-Z])\s*\}?""")
_COMBINING = dict(
    zip(
        "\"'`^~=.Hvcu",
        "\u0308\u0301\u0300\u0302\u0303\u0304\u0307\u030b\u030c\u0327\u0306",
        strict=True,
    )
)
_LETTERS = {r"\ss": "ß", r"\o": "ø", r"\O": "Ø", r"\ae": "æ", r"\AE": "Æ", r"\aa": "å", r"\l": "ł"}
_MOST_AUTHORS = 6


@dataclass(frozen=True)
class Entry:
    """One BibTeX entry: its kind, key and fields (names in lower case), and its text."""

    kind: str
    key: str
    fields: tuple[tuple[str, str], ...]
    source: str

    @cached_property
    def field(self) -> dict[str, str]:
        """The fields by name."""
        return dict(self.fields)

    @property
    def doi(self) -> str:
        """The DOI without the resolver's address."""
        return re.sub(r"^https?://(dx\.)?doi\.org/", "", self.field.get("doi", ""))

    def __str__(self) -> str:
        """Authors (year). Title. Where it appeared. Without the DOI."""
        field = self.field
        year = field.get("year", "") or field.get("date", "")[:4]
        authors = _authors(field.get("author", "") or field.get("editor", ""))
        head = " ".join(filter(None, [authors, f"({year})" if year else ""]))
        return " ".join(
            f"{part.rstrip('.')}." for part in (head, _title(field), _place(field)) if part
        )


def entries(sources: Iterable[str]) -> tuple[Entry, ...]:
    """The entries of these texts, each work once (same key, DOI or title), in order."""
    found: list[Entry] = []
    seen: set[str] = set()
    for source in sources:
        for entry in _parse(source):
            names = {entry.key.lower(), entry.doi.lower(), _plain_title(entry)} - {""}
            if not names & seen:
                found.append(entry)
            seen |= names
    return tuple(found)


def bibtex(results: Results) -> str:
    """The BibTeX of everything that the analyses rest on, each work once, in the plan's order."""
    found = entries(source for result in results.results for source in result.references)
    return "\n\n".join(entry.source for entry in found)


@cache  # a report asks for the same few works hundreds of times
def _parse(source: str) -> tuple[Entry, ...]:
    heads = list(_HEAD.finditer(source))
    if not heads:
        plain = source.strip()
        return (Entry("misc", plain, (("title", plain),), plain),) if plain else ()
    return tuple(_entries(source, heads))


def _entries(source: str, heads: list[re.Match[str]]) -> Iterator[Entry]:
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        text = source[head.start() : following.start() if following else len(source)].strip()
        fields = tuple(_fields(text[head.end() - head.start() :]))
        yield Entry(head.group(1).lower(), head.group(2), fields, text)


def _fields(text: str) -> Iterable[tuple[str, str]]:
    position = 0
    while match := _FIELD.search(text, position):
        value, position = _value(text, match.end())
        yield match.group(1).lower(), _readable(value)


def _value(text: str, start: int) -> tuple[str, int]:
    """The value that begins here, {in braces}, "in quotes" or bare, and where it ends."""
    opening = text[start : start + 1]
    if opening not in ("{", '"'):
        end = next((i for i in range(start, len(text)) if text[i] in ",}\n"), len(text))
        return text[start:end].strip(), end
    depth = 0
    for i in range(start, len(text)):
        closes = text[i] == "}" or (opening == '"' and text[i] == '"' and i > start and depth == 0)
        depth += text[i] == "{"
        depth -= text[i] == "}"
        if closes and depth == 0 and (opening == "{" or text[i] == '"'):
            return text[start + 1 : i], i + 1
    return text[start + 1 :], len(text)


def _readable(value: str) -> str:
    value = _ACCENT.sub(_accented, value)
    for command, letter in _LETTERS.items():
        value = re.sub(re.escape(command) + r"(?![a-zA-Z])\s?", letter, value)
    value = re.sub(r"\{(`+|'+)\}", r"\1", value)
    value = value.replace("``", "“").replace("''", "”").replace("`", "‘").replace("'", "’")
    value = value.replace("---", "—").replace("--", "–").replace("~", "\N{NO-BREAK SPACE}")
    return " ".join(re.sub(r"\\([&%$#_])", r"\1", value).replace("{", "").replace("}", "").split())


def _accented(match: re.Match[str]) -> str:
    letter = match.group(2).removeprefix("\\")
    return unicodedata.normalize("NFC", letter + _COMBINING[match.group(1)])


def _authors(value: str) -> str:
    names = [_name(name.strip()) for name in re.split(r"\s+and\s+", value) if name.strip()]
    if len(names) > _MOST_AUTHORS:
        return ", ".join(names[:3]) + ", et al."
    return ", ".join(names)


def _name(name: str) -> str:
    if name == "others":
        return "et al."
    family, comma, given = name.partition(",")
    if not comma:  # a particle in lower case ("van der") begins the family name
        parts = name.split()
        start = next((i for i, part in enumerate(parts) if i and part.islower()), len(parts) - 1)
        given, family = " ".join(parts[:start]), " ".join(parts[start:])
    initials = "".join(
        part[0] for part in re.split(r"[\s.\-]+", given) if part and part[0].isalpha()
    )
    return f"{family.strip()} {initials}".strip()


def _title(field: dict[str, str]) -> str:
    return field.get("title", "")


def _place(field: dict[str, str]) -> str:
    where = field.get("journal") or field.get("booktitle") or field.get("publisher", "")
    volume = field.get("volume", "")
    if volume and field.get("number"):
        volume += f"({field['number']})"
    numbered = ":".join(filter(None, [volume, field.get("pages", "")]))
    return " ".join(filter(None, [where, numbered])) or field.get("howpublished", "")


def _plain_title(entry: Entry) -> str:
    return re.sub(r"\W+", "", _title(entry.field)).lower()
