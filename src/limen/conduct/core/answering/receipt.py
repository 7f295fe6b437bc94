"""What somebody is told who sent something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from limen.conduct.core.occasions import Verdict


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """The answer to something sent; sending it again gives the same, but for `repeated`.

    `words` are for the participant, in the language that is active. `shown` are words of safety
    rules that fired: show them at once, before anything else. `unchanged` are keys of answers that
    are asked once and stay as they were first given.
    """

    id: UUID  # the client's id
    received_at: datetime
    verdict: Verdict
    final: bool
    words: str
    shown: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()  # ids of the safety rules that fired
    unchanged: tuple[str, ...] = ()
    repeated: bool = False  # it had been received before: nothing was written now

    @property
    def stored(self) -> bool:
        """Whether the answers are kept."""
        return self.verdict.kept
