"""What a form holds: the versions that count and those before, and its story."""

from __future__ import annotations

from dataclasses import dataclass, replace

from limen.conduct.core.forms import FormDue
from limen.conduct.core.forms.definition import form_of
from limen.conduct.core.models import FormEvent, TreatmentGuess, VisitForm
from limen.conduct.staff.forms.lines import STEPS
from limen.conduct.staff.hidden import Matter
from limen.conduct.staff.person.answers import Sheet, sheets_of
from limen.conduct.staff.person.events import words_of
from limen.conduct.staff.person.measured import Measured, measured_of


@dataclass(frozen=True)
class Held:
    """What is in a form; of guesses their number, which is all that anybody sees of them."""

    measured: list[Measured]
    sheets: list[Sheet]
    guesses: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing was entered."""
        return not self.measured and not self.sheets and not self.guesses

    @property
    def is_hidden(self) -> bool:
        """Whether the blind hides some of it from the reader."""
        return self.guesses > 0 or not self.can_be_compared

    @property
    def can_be_compared(self) -> bool:
        """Whether the reader can compare all of it with its source; guesses have no other one."""
        return not any(sheet.hidden for sheet in self.sheets)


@dataclass(frozen=True)
class Step:
    """A step in the life of a form."""

    event: FormEvent
    title: object
    words: str | None  # None: erased


def held_of(one: FormDue, hidden: frozenset[Matter]) -> Held:
    """Return what a form holds, with what may be seen of it."""
    measured = [
        each
        for each in measured_of(one.occasion)
        if each.latest.row.respondent == one.form.respondent
        and one.form.holds(measurement=each.latest.row.name)
    ]
    order = {name: place for place, name in enumerate(one.form.measurements)}
    measured.sort(key=lambda each: order.get(each.latest.row.name, len(order)))
    sheets = [_of(one, sheet) for sheet in sheets_of(one.occasion, hidden)]
    mine = TreatmentGuess.objects.filter(occasion=one.occasion, respondent=one.form.respondent)
    guesses = mine.count() if one.form.is_own else 0
    return Held(measured, [sheet for sheet in sheets if sheet.items], guesses)


def story_of(row: VisitForm | None) -> list[Step]:
    """Return what happened to a form, the latest first."""
    if row is None:
        return []
    rows = FormEvent.objects.filter(form=row).select_related("member", "words__participant")
    return [Step(one, STEPS[one.kind], words_of(one.words)) for one in rows.order_by("-at", "-pk")]


def _of(one: FormDue, sheet: Sheet) -> Sheet:
    """Return of a sheet what this form holds."""
    items = tuple(
        item
        for item in sheet.items
        if item.latest.respondent == one.form.respondent
        and form_of(one.occasion, one.form.respondent, instrument=item.instrument) == one.form
    )
    return replace(sheet, items=items)
