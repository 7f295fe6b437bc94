"""Single measured quantities: a number with its unit; findings: one of some options."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from limen.conduct.core.answering.questionnaire import Label, Question, Section
from limen.protocol.document.measurement import Measurement

WIDEST = 1e9  # of a quantity whose plausible range the protocol does not say


def section(measurements: Sequence[Measurement], language: str) -> Section:
    """Return quantities as one section; keys are ``measurement.<id>``."""
    return Section(
        id=f"measurement.{measurements[0].id}",
        about="measurement",
        subject=measurements[0].id,
        title=_("Measurements"),
        language=language,
        questions=tuple(_question(one) for one in measurements),
    )


def _question(measurement: Measurement) -> Question:
    low, high = measurement.limits
    words = measurement.choices
    if measurement.kind == "yes_no":
        words = (_("No"), _("Yes"))
    return Question(
        key=f"measurement.{measurement.id}",
        kind="number" if measurement.kind == "number" else "scale",
        words=str(measurement.title),
        about="measurement",
        subject=measurement.id,
        slot=measurement.id,
        low=-WIDEST if low is None else low,
        high=WIDEST if high is None else high,
        step=0 if measurement.kind == "number" else 1,
        labels=tuple(Label(value=str(n), words=one) for n, one in enumerate(words)),
        unit=measurement.unit_in_words if measurement.kind == "number" else "",
    )
