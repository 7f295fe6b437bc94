"""The words of one instrument in one language, and the hash that names them."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from limen.instruments.words import Words


@dataclass(frozen=True, kw_only=True)
class ItemWords:
    """What a participant reads at one slot; `labels` go by the answer they stand for."""

    stem: str
    labels: Mapping[str, str] = field(default_factory=dict)
    before: str = ""  # a heading or sentence that stands between the item before and this one
    hint: str = ""  # a second line below the question


@dataclass(frozen=True, kw_only=True)
class Text:
    """The words of one instrument in one language: instructions, and one piece per slot."""

    instrument: str
    language: str
    items: Mapping[str, ItemWords]
    instructions: str = ""

    def content(self) -> dict[str, Any]:
        """Return the words as plain data: NFC, line feeds, no white space at either end."""
        return {
            "instrument": self.instrument,
            "language": self.language,
            **({"instructions": plain(self.instructions)} if plain(self.instructions) else {}),
            "items": {id: _item(words) for id, words in self.items.items()},
        }

    def words(self, title: str) -> Words:
        """Return them in the form that Limen's own instruments have; a heading joins its stem."""
        return Words(
            title=title,
            instruction=self.instructions,
            items={
                id: "\n\n".join(filter(None, [words.before, words.stem]))
                for id, words in self.items.items()
            },
            labels={id: words.labels for id, words in self.items.items() if words.labels},
            hints={id: words.hint for id, words in self.items.items() if words.hint},
        )

    @property
    def sha256(self) -> str:
        """SHA-256 of the canonical JSON: two routes to the same words give one hash."""
        return sha256(canonical_json(self.content()).encode("utf-8")).hexdigest()


def canonical_json(content: Any) -> str:
    """Return plain data as JSON text with sorted keys and no spaces, to be encoded as UTF-8."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def plain(text: str) -> str:
    """Return a text in NFC, with line feeds, without white space at either end."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", lines).strip()


def written(value: float) -> str:
    """Return a response value as it is written everywhere: `2`, not `2.0`."""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _item(words: ItemWords) -> dict[str, Any]:
    content: dict[str, Any] = {"before": plain(words.before), "stem": plain(words.stem)}
    content["hint"] = plain(words.hint)
    content["labels"] = {answer: plain(label) for answer, label in words.labels.items()}
    return {key: value for key, value in content.items() if value}
