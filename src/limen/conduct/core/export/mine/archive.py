"""A participant takes their data along: one zip with a page to read and tables to keep."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.db import transaction

from limen.conduct.core.actor import Actor
from limen.conduct.core.export.mine.page import page
from limen.conduct.core.export.mine.sheet import Sheet
from limen.conduct.core.export.mine.sheets import sheets_of
from limen.conduct.core.export.setting import SNAPSHOT
from limen.conduct.core.models import Participant
from limen.conduct.core.trail import recording


def my_data(participant: Participant, *, by: Actor | None = None) -> bytes:
    """Return a zip of everything that somebody gave, with `index.html` to read it without network.

    Their own words and contact data are decrypted; what was erased says so. Nobody's arm is in it,
    because it is not on this server; nor is anything that staff wrote, or that raters judged. It is
    made in memory, because it is one person's, and it is an event of the trail.
    """
    with transaction.atomic(using=SNAPSHOT):
        mine = Participant.objects.using(SNAPSHOT).select_related("site", "version")
        stored = mine.get(pk=participant.pk)
        sheets = sheets_of(stored)
    with recording(
        "data.downloaded", by=by or Actor.participant(participant), participant=participant
    ) as record:
        record.note("rows", {sheet.name: len(sheet.rows) for sheet in sheets if sheet.rows})
        moment = record.at
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        files = {"index.html": page(stored, sheets, moment)}
        files |= {f"{sheet.name}.csv": _csv(sheet) for sheet in sheets if sheet.rows}
        for name, text in files.items():
            archive.writestr(ZipInfo(f"my-data/{name}", moment.timetuple()[:6]), text)
    return content.getvalue()


def _csv(sheet: Sheet) -> str:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(sheet.columns)
    writer.writerows(sheet.rows)
    return "\ufeff" + text.getvalue()  # spreadsheets take it for UTF-8 only with this mark
