"""The words of one of Limen's own instruments in one language. They are CC0."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a participant reads.

    `labels` go by item and answer: the choices of a question, or the words at the ends of a scale
    (``{"mood": {"0": "very bad", "100": "very good"}}``). Words in braces (``{outcome}``) stand for
    something that the study says.
    """

    title: str
    instruction: str
    items: Mapping[str, str]
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)  # a second line below a question
