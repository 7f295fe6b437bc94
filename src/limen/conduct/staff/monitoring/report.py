"""The board's open report: one file that holds everything, and no arm.

It is made from one state of the record, read through the snapshot, in English. The same state at
the same moment gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import override

from limen import __version__
from limen.conduct.core.export.setting import SNAPSHOT, Setting, snapshot
from limen.conduct.core.models import Site
from limen.conduct.core.monitoring.glance import glance
from limen.conduct.core.monitoring.scope import Scope, scope_of
from limen.conduct.core.monitoring.topic import day
from limen.conduct.core.trail import Head
from limen.conduct.staff.monitoring.matters import MATTERS
from limen.conduct.staff.monitoring.show import shown
from limen.figures import style

TEMPLATE = "staff/monitoring/report.html"


@dataclass(frozen=True)
class OpenReport:
    """The file's bytes, and the end of the trail as it was in what they show."""

    content: bytes
    shows: Head


def open_report() -> OpenReport:
    """Return the report of the whole study as it is now; after the lock, as it was at the lock."""
    with snapshot() as setting, override("en"):
        scope = scope_of(Site.objects.using(SNAPSHOT), using=SNAPSHOT, now=setting.now)
        topics = [read(scope) for read in MATTERS.values()]
        context = {
            "study": setting.study,
            "made_at": setting.now,
            "facts": _facts(setting, scope),
            "glances": [line for name in MATTERS for line in glance(scope, name)],
            "topics": [(topic, [shown(exhibit) for exhibit in topic.exhibits]) for topic in topics],
            # On white paper, whatever the reader's colour scheme
            "figures": mark_safe(style().partition("/* dark */")[0]),
        }
        text = render_to_string(TEMPLATE, context)
        return OpenReport(text.encode(), setting.head)


def _facts(setting: Setting, scope: Scope) -> tuple[tuple[str, str], ...]:
    study = setting.study
    return (
        ("Study", study.identifier),
        ("Protocol in force", str(study.version)),
        ("Protocol's hash", study.version.hash),
        ("Record as of", _moment(setting.now)),
        ("End of the audit trail", str(setting.head)),
        ("Sites", ", ".join(one.title for one in scope.sites)),
        ("Locked", _moment(study.locked_at) if study.locked_at else "not yet"),
        ("Made by", f"limen {__version__}"),
    )


def _moment(at: datetime) -> str:
    return f"{day(at)}, {at:%H:%M:%S} UTC"
