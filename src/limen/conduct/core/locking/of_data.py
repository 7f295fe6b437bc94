"""Forms that are not signed, and queries that are not closed."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from limen.conduct.core.forms import unsigned
from limen.conduct.core.locking.in_the_way import InTheWay
from limen.conduct.core.models import Participant
from limen.conduct.core.occasions.named import name_of
from limen.conduct.core.queries import open_queries


def unfinished_forms(people: QuerySet[Participant]) -> Iterator[InTheWay]:
    """Yield forms that are due and neither signed nor marked as not done."""
    for one in unsigned(people):
        person, at = one.occasion.participant, one.occasion.identifier
        about = f"{person.number} {name_of(one.occasion.made_under.protocol, at)}"
        about += "" if one.form.is_own else f": {one.form.title}"
        yield InTheWay(kind="forms", about=about, code=person.code, place=f"{at}/{one.form.id}")


def unclosed_queries(people: QuerySet[Participant]) -> Iterator[InTheWay]:
    """Yield queries that wait for an answer, or for somebody to close them."""
    rows = open_queries().filter(participant__in=people)
    for one in rows.order_by("participant__number", "pk"):
        code = one.participant.code
        yield InTheWay(kind="queries", about=str(one), code=code, place=str(one.pk))
