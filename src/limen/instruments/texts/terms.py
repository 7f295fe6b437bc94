"""What a study states about the words it brings, and what each licence class asks of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from limen.errors import Problem
from limen.instruments.instrument import LICENCES, Instrument

STATUSES: Mapping[str, str] = {
    "official": "the owner's own text, or a translation that the owner issued",
    "draft": "not yet checked against the owner's text",
    "study": "worded or translated by the study, which answers for it",
}
#: Classes whose words may be changed after import: public domain, open licence, our own.
MODIFIABLE = frozenset({"A", "B", "O"})


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What the study states; which of it is needed depends on the licence class."""

    source: str = ""  # where the words were taken from
    citation: str = ""
    licence: str = ""  # the licence line as printed, or the reference of a bought licence
    owners_terms: str = ""  # the owner's own terms, in full
    permission: str = ""  # reference of a permission or registration
    non_commercial: bool = False  # the study declares that it has no commercial use
    translator: str = ""
    status: str = "draft"


_ASKS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "A": (("source", "where the words were taken from", "--source TEXT"),),
    "B": (
        ("citation", "the citation of the article", "--citation TEXT"),
        ("licence", "the licence line, read on the article itself", "--licence TEXT"),
    ),
    "C": (("owners_terms", "the owner's terms, which are stored with the words", "--terms FILE"),),
    "D": (
        ("non_commercial", "a declaration that the study's use is not commercial",
         "--non-commercial"),
    ),
    "E": (("permission", "the reference of the permission or registration", "--permission TEXT"),),
    "F": (("licence", "the reference of the licence", "--licence TEXT"),),
    "O": (),
}  # fmt: skip


def asked_of(instrument: Instrument) -> str:
    """Return in words what a study states to bring the words of an instrument, with the options."""
    asks = [f"{what} ({option})" for _, what, option in _ASKS[instrument.licence]]
    return " and ".join(asks) or "nothing"


def missing_terms(instrument: Instrument, terms: Terms) -> list[Problem]:
    """Return what the licence class of an instrument asks and the study has not stated."""
    problems = [
        Problem(
            path=name,
            message=f"{instrument.id!r} is of class {instrument.licence} "
            f"({LICENCES[instrument.licence]}), which asks for {what}.",
            remedy=f"State it: {option}.",
        )
        for name, what, option in _ASKS[instrument.licence]
        if not _stated(getattr(terms, name))
    ]
    if terms.status not in STATUSES:
        message = f"{terms.status!r} is no status of a text."
        remedy = f"Use {', '.join(STATUSES)}."
        problems.append(Problem(path="status", message=message, remedy=remedy))
    return problems


def _stated(value: str | bool) -> bool:
    return value if isinstance(value, bool) else bool(value.strip())
