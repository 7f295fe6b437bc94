"""The answers to one occasion: what counts, and every version before it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from limen.conduct.core.models import ExpectancyAnswer, Occasion, Response
from limen.conduct.core.occasions import Verdict
from limen.conduct.staff.hidden import Matter, hides
from limen.conduct.staff.person.events import words_of
from limen.instruments import catalogue
from limen.instruments.words import Words
from limen.protocol import listed

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


@dataclass(frozen=True, kw_only=True)
class Item:
    """An item: the version that counts and those before; `hidden` ones show no value."""

    instrument: str
    item: str
    words: str
    latest: Response
    value: str | None  # None: erased
    earlier: tuple[Response, ...]  # those that do not count any more, and those set aside
    hidden: bool
    counts: bool = True  # False: all of it was set aside
    option: str = ""  # what the value stands for, in words

    @property
    def said(self) -> str | None:
        """The value as people read it: a moment as a date and a time."""
        own_words = self.latest.free_text_id is not None
        if self.value is None or own_words or not _MOMENT.fullmatch(self.value):
            return self.value
        return date_format(datetime.fromisoformat(self.value), "j M Y, H:i", use_l10n=False)

    @property
    def name(self) -> str:
        """The question in words, or the number or name that the instrument gives it."""
        if self.words:
            return self.words
        return _("Item %(number)s") % {"number": self.item} if self.item.isdigit() else self.item


@dataclass(frozen=True)
class Sheet:
    """The answers to one instrument."""

    instrument: str
    title: str
    items: tuple[Item, ...]
    hidden: bool


def sheets_of(occasion: Occasion, hidden: frozenset[Matter]) -> list[Sheet]:
    """Return the answers to an occasion by instrument, with what may be seen of them."""
    rows = Response.objects.filter(occasion=occasion).select_related(
        "free_text__participant", "submission"
    )
    rows = rows.order_by("pk")
    by_item: dict[tuple[str, str, str], list[Response]] = {}
    for row in rows:
        by_item.setdefault((row.instrument, row.item, row.respondent), []).append(row)
    sheets: dict[str, list[Item]] = {}
    for versions in by_item.values():
        item = _item(versions, hidden)
        sheets.setdefault(item.instrument, []).append(item)
    return [
        Sheet(instrument, title_of(instrument), tuple(items), hides(hidden, instrument))
        for instrument, items in sheets.items()
    ]


def expectancies_of(occasion: Occasion) -> list[tuple[str, ExpectancyAnswer]]:
    """Return what was expected, each with the titles of the question and the intervention."""
    protocol = occasion.made_under.protocol
    asked = {str(one.id): str(one.title) for one in listed(protocol.expectancies)}
    given = {str(one.id): str(one.title) for one in listed(protocol.interventions)}
    rows = ExpectancyAnswer.objects.filter(occasion=occasion).order_by("pk")
    return [
        (": ".join(filter(None, (asked.get(row.name, row.name), _titled(given, row)))), row)
        for row in rows
    ]


def _titled(titles: Mapping[str, str], row: ExpectancyAnswer) -> str:
    return titles.get(row.intervention, row.intervention)


def _item(versions: Sequence[Response], hidden: frozenset[Matter]) -> Item:
    """Return an item; of its versions the highest that counts is the answer."""
    counting = [row for row in versions if _counts(row)]
    latest = max(counting or versions, key=lambda row: row.version)
    others = sorted(versions, key=lambda row: row.version, reverse=True)
    unseen = hides(hidden, latest.instrument)
    return Item(
        instrument=latest.instrument,
        item=latest.item,
        words=_words(latest.instrument, latest.item, latest.language),
        latest=latest,
        value="" if unseen else _value(latest),
        earlier=tuple(row for row in others if row is not latest),
        hidden=unseen,
        counts=bool(counting),
        option="" if unseen else _option(latest),
    )


def _counts(row: Response) -> bool:
    return row.submission is None or Verdict(row.submission.verdict).counts


def _value(row: Response) -> str | None:
    return words_of(row.free_text) if row.free_text is not None else row.value


def _option(row: Response) -> str:
    """Return what a value stands for, where Limen's own words say it."""
    words = _wording(row.instrument, row.language)
    labels = words.labels.get(row.item, {}) if words is not None else {}
    return labels.get(row.value or "", "")


def title_of(instrument: str) -> str:
    """Return what an instrument is called."""
    found = catalogue().get(instrument)
    return found.title if found is not None else instrument


def _words(instrument: str, item: str, language: str) -> str:
    """Return the question in Limen's own words; other instruments show the item's name."""
    words = _wording(instrument, language)
    return words.items.get(item, "") if words is not None else ""


def _wording(instrument: str, language: str) -> Words | None:
    found = catalogue().get(instrument)
    wordings = found.words if found is not None else {}
    return wordings.get(language) or wordings.get("en")
