"""The words of an instrument in somebody's language, or the nearest there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from limen.errors import InstrumentError
from limen.instruments import Instrument, Words
from limen.instruments.texts import ItemWords, Text, text_of

_RIGHT_TO_LEFT = frozenset(("ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"))
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}")
Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True, kw_only=True)
class Wording:
    """Words, their language, and the SHA-256 by which responses name them."""

    words: Words
    language: str  # blank: there are no words, only the slots' ids
    text_hash: str

    @property
    def dir(self) -> Direction:
        """In which direction the language is written."""
        return direction(self.language)


def is_language(tag: str) -> bool:
    """Whether this looks like a language, and so may become part of a file's name."""
    return _LANGUAGE.fullmatch(tag) is not None


def direction(language: str) -> Direction:
    """Return in which direction a language is written."""
    return "rtl" if language.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"


def wording(
    instrument: Instrument, language: str, folder: Path | None, others: tuple[str, ...] = ()
) -> Wording:
    """Return the words of an instrument: in the language asked for, else the nearest.

    The order is: this language, the language without its region, `others`, English, any. Words of
    the study's folder come before Limen's own. Without any, the slots' ids stand in: only a
    demonstration gets that far, because `obstacles` keeps a study closed until it has its words.
    """
    for wanted in _candidates(language, others, instrument.words):
        found = _stored(instrument, wanted, folder) or _own(instrument, wanted)
        if found is not None:
            return found
    slots = [item.id for item in instrument.items] or [part.id for part in instrument.subscales]
    bare = Words(title=instrument.title, instruction="", items={id: id for id in slots})
    return Wording(words=bare, language="", text_hash="")


def own_text(instrument: Instrument, language: str) -> Text:
    """Return the words that one of Limen's own instruments carries, in the form that has a hash."""
    words = instrument.words[language]
    items = {
        item.id: ItemWords(
            stem=words.items[item.id],
            labels=words.labels.get(item.id, {}),
            hint=words.hints.get(item.id, ""),
        )
        for item in instrument.items
    }
    return Text(
        instrument=instrument.id, language=language, items=items, instructions=words.instruction
    )


def _candidates(language: str, others: tuple[str, ...], own: Mapping[str, Words]) -> Iterator[str]:
    yield from dict.fromkeys((language, language.partition("-")[0], *others, "en", *own))


def _own(instrument: Instrument, language: str) -> Wording | None:
    if language not in instrument.words:
        return None
    text = own_text(instrument, language)
    return Wording(words=instrument.words[language], language=language, text_hash=text.sha256)


def _stored(instrument: Instrument, language: str, folder: Path | None) -> Wording | None:
    if folder is None or not is_language(language):
        return None
    try:
        stored = text_of(folder, instrument, language)
    except InstrumentError:
        return None
    words = stored.text.words(instrument.title)
    return Wording(words=words, language=language, text_hash=stored.text.sha256)
