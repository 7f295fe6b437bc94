"""The page in the zip: opens in any browser, without network, script or anything beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from limen.conduct.core.export.mine.sheet import Cells, Sheet
from limen.conduct.core.models import Participant, Study

_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem }
table { border-collapse: collapse; margin-block: 1rem; width: 100% }
th, td { border: 1px solid #888; padding: .3rem .5rem; text-align: start; vertical-align: top }
.wide { overflow-x: auto }
:root { color-scheme: light dark }
"""


def page(participant: Participant, sheets: Sequence[Sheet], moment: datetime) -> str:
    """Return the page as HTML; all that people wrote is escaped."""
    study = Study.objects.get()
    title = _("Your data in %(study)s") % {"study": study.title}
    made = _("Made on %(when)s. Times are those of %(zone)s.") % {
        "when": Cells(participant).moment(moment),
        "zone": participant.zone,
    }
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{escape(get_language() or "en")}" '
            f'dir="{"rtl" if get_language_bidi() else "ltr"}">',
            '<head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title><style>{_STYLE}</style></head>",
            f"<body><h1>{escape(title)}</h1>",
            *(f"<p>{escape(text)}</p>" for text in (made, *_said())),
            *(part for sheet in sheets if sheet.rows for part in _table(sheet)),
            "</body></html>",
            "",
        ]
    )


def _said() -> tuple[str, ...]:
    return (
        _("This is all that you gave, and what was done with it. Each table is also a file."),
        _("What you were given is not in here: it is not on this server, and nobody who meets you "
          "knows it before the study has ended."),
        _("Not in here either: scores (they follow from your answers), what others judged of you, "
          "and notes of the study team. Ask the team for these."),
    )  # fmt: skip


def _table(sheet: Sheet) -> Iterable[str]:
    yield f"<h2>{escape(sheet.title)}</h2>"
    yield '<div class="wide" tabindex="0"><table><thead><tr>'
    yield "".join(f'<th scope="col">{escape(str(name))}</th>' for name in sheet.columns)
    yield "</tr></thead><tbody>"
    for row in sheet.rows:
        yield f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>"
    yield "</tbody></table></div>"
