"""Somebody was examined outside of the window: it counts, and a deviation is proposed."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from limen.conduct.core.deviations import note_deviation
from limen.conduct.core.forms.standing import Standing
from limen.conduct.core.models import Deviation
from limen.conduct.core.trail import Record

_WINDOW = Deviation.Category.VISIT_WINDOW


def propose_deviation(record: Record, standing: Standing, at: datetime) -> None:
    """Propose a deviation for a form that was examined at a moment outside of the window.

    One per occasion, whatever became of it: a visit that came late is late once, not once a form.
    """
    occasion = standing.occasion
    if Deviation.objects.filter(occasion=occasion, category=_WINDOW).exists():
        return
    local = at.astimezone(ZoneInfo(occasion.zone))
    note_deviation(
        record,
        occasion.participant,
        category=_WINDOW,
        words=_("“%(form)s” was done on %(at)s; the window was %(opens)s to %(closes)s.")
        % {
            "form": standing.form.title,
            "at": _written(local),
            "opens": _written(occasion.opens_local),
            "closes": _written(occasion.closes_local),
        },
        occasion=occasion,
        happened_on=local.date(),
    )


def _written(local: datetime) -> str:
    return date_format(local, "j M Y, H:i", use_l10n=False)
