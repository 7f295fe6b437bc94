"""Single measured quantities: a number with its unit."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from limen.conduct.core.answering.questionnaire import Question, Section
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
    low, high = measurement.low, measurement.high
    return Question(
        key=f"measurement.{measurement.id}",
        kind="number",
        words=str(measurement.title),
        about="measurement",
        subject=measurement.id,
        slot=measurement.id,
        low=low if isinstance(low, (int, float)) else -WIDEST,
        high=high if isinstance(high, (int, float)) else WIDEST,
        step=0,
        unit=str(measurement.unit),
    )
