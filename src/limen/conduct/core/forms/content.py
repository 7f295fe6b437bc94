"""What a form holds, as one hash: what somebody verified or signed is what had it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from limen.conduct.core.forms.definition import FormDefinition, form_of
from limen.conduct.core.models import (
    ExpectancyAnswer,
    Measurement,
    Occasion,
    Response,
    TreatmentGuess,
)
from limen.conduct.core.trail.canonical import digest


def content_of(occasion: Occasion, form: FormDefinition) -> str:
    """Return SHA-256 over the latest version of each answer; blank for a form that holds none.

    A text counts by the row that holds it, so that an erasure leaves signatures as they are.
    """
    held = [*_measured(occasion, form), *_answered(occasion, form)]
    held += _said_once(occasion, form) if form.is_own else []
    return digest(sorted(held)) if held else ""


def _measured(occasion: Occasion, form: FormDefinition) -> Iterator[list[Any]]:
    rows = Measurement.objects.filter(occasion=occasion, respondent=form.respondent)
    latest = {row.name: row for row in rows.order_by("version")}
    for name, row in latest.items():
        if form.holds(measurement=name):
            yield ["measurement", name, row.version, "" if row.value is None else repr(row.value)]


def _answered(occasion: Occasion, form: FormDefinition) -> Iterator[list[Any]]:
    rows = Response.objects.filter(occasion=occasion, respondent=form.respondent)
    latest = {(row.instrument, row.item): row for row in rows.order_by("version")}
    for (instrument, item), row in latest.items():
        if form_of(occasion, form.respondent, instrument=instrument) == form:
            text = f"text {row.free_text_id}" if row.free_text_id else row.value
            yield [instrument, item, row.version, f"{row.state}:{text}"]


def _said_once(occasion: Occasion, form: FormDefinition) -> Iterator[list[Any]]:
    for model in (TreatmentGuess, ExpectancyAnswer):
        rows = model.objects.filter(occasion=occasion, respondent=form.respondent)
        for key in rows.values_list("pk", flat=True):
            yield [model.__name__, str(key), 1, ""]
