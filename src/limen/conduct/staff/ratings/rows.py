"""Ratings as lines of a page: number, visit, window, and nothing else about anybody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from limen.conduct.core.actor import Actor
from limen.conduct.core.forms.due import TO_COME
from limen.conduct.core.forms.states import DUE
from limen.conduct.core.models import Measurement, VisitForm
from limen.conduct.core.occasions.named import name_of
from limen.conduct.core.ratings import Given, Rating, is_stored
from limen.conduct.core.ratings.given import Row
from limen.conduct.staff.person.events import words_of
from limen.conduct.staff.person.measured import said_of

SOON = timedelta(days=28)
LATELY = 50  # of what was rated, the latest


@dataclass(frozen=True, kw_only=True)
class Line:
    """A rating as a line."""

    rating: Rating

    @property
    def visit(self) -> str:
        """The visit as its version of the protocol calls it."""
        occasion = self.rating.occasion
        return name_of(occasion.made_under.protocol, occasion.identifier)


@dataclass(frozen=True)
class Lists:
    """What is to be rated now, what is to come soon, and what somebody rated lately."""

    now: tuple[Line, ...]
    to_come: tuple[Line, ...]
    done: tuple[Line, ...]


@dataclass(frozen=True)
class Said:
    """A version of an answer in words."""

    row: Row
    words: str
    own: bool  # the rater's; why an investigator corrected is not for raters to read


@dataclass(frozen=True, kw_only=True)
class Item:
    """An answer of a rating, with the versions before."""

    given: Given
    latest: Said
    earlier: tuple[Said, ...]


def lists_of(ratings: Sequence[Rating], now: datetime) -> Lists:
    """Return ratings sorted into the three lists; what was rated last comes first."""
    done = [one for one in ratings if is_stored(one)]
    soon = (one for one in ratings if one.state == TO_COME and one.occasion.opens_at < now + SOON)
    return Lists(
        now=_lines(one for one in ratings if _is_open(one, now)),
        to_come=_lines(soon),
        done=_lines(sorted(done, key=_completed_at, reverse=True)[:LATELY]),
    )


def items_of(rating: Rating, given: Iterable[Given]) -> list[Item]:
    """Return the answers of a rating in words."""
    return [
        Item(
            given=one,
            latest=_said(rating, one, one.latest),
            earlier=tuple(_said(rating, one, row) for row in one.earlier),
        )
        for one in given
    ]


def _is_open(one: Rating, now: datetime) -> bool:
    """Whether it is to be rated; what was called not done, as long as its window lasts."""
    if one.state == VisitForm.State.NOT_DONE:
        return now <= max(one.occasion.closes_at, one.occasion.grace_ends_at)
    return one.state in (DUE, VisitForm.State.IN_WORK)


def _lines(ratings: Iterable[Rating]) -> tuple[Line, ...]:
    return tuple(Line(rating=one) for one in ratings)


def _completed_at(one: Rating) -> datetime:
    assert one.row is not None
    assert one.row.completed_at is not None
    return one.row.completed_at


def _said(rating: Rating, given: Given, row: Row) -> Said:
    rater = rating.row.performed_by if rating.row is not None else None
    own = rater is not None and row.audit_entry.by == str(Actor.staff(rater))
    return Said(row, _words(given, row), own)


def _words(given: Given, row: Row) -> str:
    if isinstance(row, Measurement):
        return said_of(given.question, row)
    if row.state != "answered":
        return str(row.get_state_display())
    if row.free_text is not None:
        words = words_of(row.free_text)
        return _("erased") if words is None else words
    labels = {label.value: label.words for label in given.question.labels}
    word = labels.get(row.value, "")
    return f"{row.value}: {word}" if word and word != row.value else row.value
