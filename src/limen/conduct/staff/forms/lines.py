"""Forms as lines of a page, and what may be done with each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from limen.conduct.core.access import WRITERS, Role
from limen.conduct.core.forms import FormDue, form_due
from limen.conduct.core.forms.due import TO_COME
from limen.conduct.core.forms.states import DUE, TABLE
from limen.conduct.core.models import FormEvent, Occasion, Participant, VisitForm
from limen.conduct.staff.person.days import Line as Days
from limen.conduct.staff.person.days import lines as days
from limen.conduct.staff.views.occasion import occasion_of

_State, _Kind = VisitForm.State, FormEvent.Kind
STATES: Mapping[str, Any] = {
    TO_COME: _("to come"),
    DUE: _("due"),
    _State.IN_WORK: _("in work"),
    _State.COMPLETE: _("complete"),
    _State.VERIFIED: _("verified at its source"),
    _State.SIGNED: _("signed"),
    _State.FROZEN: _("frozen"),
    _State.LOCKED: _("locked"),
    _State.NOT_DONE: _("not done"),
}
STEPS: Mapping[str, Any] = {
    _Kind.SAVED: _("begun or gone on with"),
    _Kind.COMPLETED: _("completed"),
    _Kind.NOT_DONE: _("said not to be done"),
    _Kind.CHANGED: _("changed after it was complete"),
    _Kind.VERIFIED: _("verified at its source"),
    _Kind.SIGNED: _("signed"),
    _Kind.FROZEN: _("frozen"),
    _Kind.UNFROZEN: _("unfrozen"),
    _Kind.LOCKED: _("locked"),
}
_GOOD = (_State.SIGNED, _State.FROZEN, _State.LOCKED)


@dataclass(frozen=True)
class Line:
    """A form as it stands, for a page."""

    due: FormDue

    @property
    def state_words(self) -> Any:
        """How far it has come, in words."""
        return STATES[self.due.state]

    @property
    def tone(self) -> str:
        """How it stands out."""
        if self.due.is_overdue:
            return "danger"
        if self.due.is_waiting:
            return "warn"
        return "good" if self.due.state in _GOOD else ""

    @property
    def may_be_filled(self) -> bool:
        """Whether the team may enter it, or go on with it; what is a rater's, raters fill in."""
        if self.due.form.is_rating:
            return False
        return self.due.state in (DUE, _State.IN_WORK, _State.NOT_DONE)

    @property
    def may_be_left(self) -> bool:
        """Whether it may be said not to be done."""
        return self._may(_Kind.NOT_DONE)

    @property
    def may_be_corrected(self) -> bool:
        """Whether what it holds may be corrected."""
        return self._may(_Kind.CHANGED)

    @property
    def correctors(self) -> tuple[str, ...]:
        """Who corrects what it holds: a rating until it is signed nobody but its rater."""
        if not self.due.form.is_rating:
            return WRITERS
        return (Role.INVESTIGATOR,) if self.due.state == _State.SIGNED else (Role.RATER,)

    @property
    def may_be_verified(self) -> bool:
        """Whether a monitor may say that it agrees with its source."""
        row = self.due.row
        return self._may(_Kind.VERIFIED) and row is not None and row.verified_at is None

    @property
    def may_be_signed(self) -> bool:
        """Whether an investigator may sign it."""
        return self._may(_Kind.SIGNED)

    @property
    def may_be_frozen(self) -> bool:
        """Whether an investigator may freeze it."""
        return self._may(_Kind.FROZEN)

    @property
    def is_frozen(self) -> bool:
        """Whether an investigator may unfreeze it."""
        return self._may(_Kind.UNFROZEN)

    def _may(self, event: str) -> bool:
        return (self.due.state, event) in TABLE


@dataclass(frozen=True)
class Visit:
    """An occasion and its forms."""

    line: Days
    forms: tuple[Line, ...]


def visits_of(found: Iterable[FormDue]) -> list[Visit]:
    """Return forms by occasion, in the order of the occasions."""
    grouped = [
        (one, [Line(each) for each in some])
        for one, some in groupby(found, key=lambda each: each.occasion)
    ]
    heads = days([one for one, _forms in grouped])
    return [Visit(head, tuple(forms)) for head, (_one, forms) in zip(heads, grouped, strict=True)]


def counted(found: Iterable[FormDue]) -> list[tuple[Any, int]]:
    """Return how many forms stand in which state, in words, as far as there are some."""
    states = [one.state for one in found]
    return [(words, states.count(state)) for state, words in STATES.items() if state in states]


def line_of(person: Participant, identifier: str, form: str) -> tuple[Occasion, Line]:
    """Return a form of somebody's occasion; 404 if there is none."""
    occasion = occasion_of(person, identifier)
    found = form_due(occasion, form)
    if found is None:
        raise Http404
    return occasion, Line(found)
