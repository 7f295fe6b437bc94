"""The response options of ReproSchema items: inline, or in a file that a reference names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from limen.instruments.texts.files.json_ld import bare, language_map
from limen.instruments.texts.files.questionnaire import Choice, number_of
from limen.instruments.texts.files.source import Folder, refuse


@dataclass(frozen=True, kw_only=True)
class Options:
    """What an item's ``responseOptions`` say."""

    choices: tuple[Choice, ...] = ()
    low: float | None = None
    high: float | None = None
    multiple: bool = False


class Choices:
    """Reads response options, following references within the folder."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder

    def of(self, value: Any, file: Path) -> Options:
        """Return the options; a reference that leads back to itself is refused."""
        content, file = self._followed(value, file, ())
        listed, file = self._followed(content.get("choices"), file, (), want=list)
        return Options(
            choices=tuple(_choice(each) for each in listed),
            low=number_of(content.get("minValue")),
            high=number_of(content.get("maxValue")),
            multiple=content.get("multipleChoice") is True,
        )

    def _followed(
        self, value: Any, file: Path, before: tuple[Path, ...], *, want: type = dict
    ) -> tuple[Any, Path]:
        if value is None:
            return want(), file
        if isinstance(value, want):
            return (bare(value) if want is dict else value), file
        if not isinstance(value, str):
            refuse(file, "Its `responseOptions` are neither an object nor a reference.")
        target = self._folder.path(value, beside=file)
        if target in (*before, file):
            names = " → ".join(each.name for each in (*before, file, target))
            refuse(file, f"The references go round: {names}.", "Write the options out.")
        content = self._folder.json(target)
        if want is list and isinstance(content, Mapping):
            content = bare(content).get("choices")
        elif isinstance(content, Mapping) and isinstance(content.get("responseOptions"), str):
            content = content["responseOptions"]
        return self._followed(content, target, (*before, file), want=want)


def _choice(entry: Any) -> Choice:
    if not isinstance(entry, Mapping):
        return Choice(value=None, label={}, name=str(entry))
    plain = bare(entry)
    label = language_map(plain.get("name", plain.get("prefLabel")))
    return Choice(value=number_of(plain.get("value")), label=label, name=str(plain.get("value")))
