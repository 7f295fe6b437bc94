"""Everything Limen raises on purpose.

LimenError
├── DocumentError               a document cannot be used; carries all its problems
│   ├── ProtocolError           the protocol does not make sense
│   ├── RuleError               a rule is malformed, or asks for something that is not there
│   └── InstrumentError         an instrument is unknown, or has no such subscale
├── DatasetError                a dataset breaks its protocol's promises; carries all its problems
│   ├── SealedError             the allocations are needed, and are still sealed
│   ├── AllocationsError        these allocations do not belong to this dataset, or were changed
│   └── FetchError              a public data set could not be had
├── AllocationError             an allocation procedure cannot do what it was asked
├── BoundaryError               a stopping boundary cannot be computed
├── RehearsalError              a rehearsal cannot begin or go on
├── SupplyError                 the sealed supply refuses; carries all its problems
│   └── ExhaustedError          the allocator's pool has run out
├── ConductError                the study's server refuses; carries all its problems
│   ├── ErasedError             the data were erased, and nobody can read them any more
│   ├── LockedError             the database is locked: nothing is written any more
│   └── ThrottledError          too many attempts failed; how long to wait
└── AnalysisError               the data cannot answer the question put to them
    ├── DesignMatrixError       the fixed effects cannot be told apart
    ├── NoGuessesError          nobody in the arm was asked, so blinding cannot be assessed
    ├── EmptyStratumError       an arm × guess stratum holds nobody
    └── NotIdentifiedError      the protocol's order of measurement does not allow this estimate
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that is wrong: where it is, what it is, and what to write or do instead."""

    message: str
    remedy: str = ""
    file: Path | None = None
    line: int | None = None  # 1 is the first line
    column: int | None = None  # 1 is the first column
    path: str = ""  # the place inside the document, e.g. ``arms[1].periods[0]``

    def __str__(self) -> str:
        """``file:line:column: path: message remedy``, with what is known."""
        numbers = [str(n) for n in (self.line, self.column) if n is not None]
        place = ":".join([str(self.file), *numbers]) if self.file is not None else ":".join(numbers)
        parts = [part for part in (place, self.path) if part]
        return ": ".join([*parts, " ".join(filter(None, [self.message, self.remedy]))])


class LimenError(Exception):
    """Everything Limen raises on purpose; the text is meant for the person who reads it."""


class _ProblemsError(LimenError):
    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join([self.message, *(f"  {problem}" for problem in self.problems)])


class DocumentError(_ProblemsError):
    """A document cannot be used; `problems` lists everything that is wrong with it."""


class ProtocolError(DocumentError):
    """The protocol does not make sense."""


class RuleError(DocumentError):
    """A rule is malformed, or asks for something that is not there."""


class InstrumentError(DocumentError):
    """An instrument is unknown, or has no such subscale."""


class DatasetError(_ProblemsError):
    """A dataset does not keep its protocol's promises; `problems` lists all the places."""


class SealedError(DatasetError):
    """The allocations are needed, and are still sealed."""


class AllocationsError(DatasetError):
    """These allocations do not belong to this dataset, or were changed."""


class FetchError(DatasetError):
    """A public data set could not be had; the text says what to download and where to put it."""


class AllocationError(LimenError):
    """An allocation procedure cannot do what it was asked."""


class BoundaryError(LimenError):
    """A stopping boundary cannot be computed."""


class RehearsalError(LimenError):
    """A rehearsal cannot begin or go on; what is finished is kept."""


class SupplyError(_ProblemsError):
    """The sealed supply refuses: a key, a seal, a file or an entry is not as it must be."""


class ExhaustedError(SupplyError):
    """The allocator's pool has run out; it never says of which arm."""


class ConductError(_ProblemsError):
    """The study's server refuses; `problems` lists every reason, each with a remedy."""


class ErasedError(ConductError):
    """The data were erased: their key is destroyed, and nobody can read them any more."""


class LockedError(ConductError):
    """The database is locked: nothing is written any more."""


class ThrottledError(ConductError):
    """Too many attempts failed; `wait_seconds` says when the next one is looked at."""

    def __init__(self, wait_seconds: int) -> None:
        unit = "second" if wait_seconds == 1 else "seconds"
        super().__init__(f"Too many attempts failed. Try again in {wait_seconds} {unit}.")
        self.wait_seconds = wait_seconds


class WrongCodeError(ConductError):
    """It is no code of the second factor, or it was used before."""

    def __init__(self) -> None:
        super().__init__("That code is wrong, or was used before. Wait for the next one.")


class AnalysisError(LimenError):
    """The data cannot answer the question put to them."""


class DesignMatrixError(AnalysisError):
    """The fixed effects cannot be told apart: a column repeats others, or never varies."""


class NoGuessesError(AnalysisError):
    """Nobody in the arm was asked, so blinding cannot be assessed."""


class EmptyStratumError(AnalysisError):
    """An arm × guess stratum holds nobody, so a curve through it does not exist."""


class NotIdentifiedError(AnalysisError):
    """The protocol's order of measurement does not allow this estimate."""
