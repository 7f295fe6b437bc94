"""Forms, queries, releases and casebooks beside the dataset: by role, never by staff's name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from limen.conduct.core.export.evidence import Sheet
from limen.conduct.core.export.setting import CHUNK, SNAPSHOT, Setting
from limen.conduct.core.models import CasebookSignature, FormEvent, QueryEvent, Release
from limen.dataset.tables.spec import ColumnSpec, occasion, participant

Record = dict[str, Any]

FORMS = Sheet(
    name="forms",
    title="Forms of visits",
    row="one step in the life of one form",
    own=(
        participant(),
        occasion(),
        ColumnSpec("form", "Id of the form in the protocol", required=True),
        ColumnSpec("respondent", "Whose answers it holds", required=True),
        ColumnSpec("step", "`saved`, `completed`, `verified`, `signed`, …", required=True),
        ColumnSpec("state", "In which state it was then", required=True),
        ColumnSpec("at", "When", "instant", required=True),
    ),
    key=("participant", "occasion", "form", "step", "at"),
)
QUERIES = Sheet(
    name="queries",
    title="Queries",
    row="one step in the life of one query",
    own=(
        participant(),
        ColumnSpec("query", "Number of the query", "integer", required=True),
        ColumnSpec("about", "`occasion`, `item`, `event`, …", required=True),
        occasion(required=False),
        ColumnSpec("form", "Id of the form, if it is about one"),
        ColumnSpec("instrument", "Instrument, if it is about an answer"),
        ColumnSpec("name", "Item, or what was measured"),
        ColumnSpec("number", "Of the adverse event, or of the dose", "integer"),
        ColumnSpec("step", "`asked`, `answered`, `closed`", required=True),
        ColumnSpec("role", "Role in which somebody did it", required=True),
        ColumnSpec("at", "When", "instant", required=True),
    ),
    key=("query", "step", "at"),
)
RELEASES = Sheet(
    name="releases",
    title="Releases after a dose that staff watched",
    row="one release of one participant",
    own=(
        participant(),
        ColumnSpec("number", "Number of the administration", "integer", required=True),
        ColumnSpec("taken_at", "When the dose was taken", "instant", required=True),
        ColumnSpec("observed_until", "Until when the protocol asks", "instant"),
        ColumnSpec("released_at", "When somebody let them go", "instant", required=True),
        ColumnSpec("criteria", "What was so, by criterion, as JSON"),
        ColumnSpec(
            "against_advice", "Whether they left against advice", "choice", choices=("yes", "no")
        ),
    ),
    key=("participant", "number"),
)
CASEBOOKS = Sheet(
    name="casebooks",
    title="Signatures below casebooks",
    row="one signature of an investigator below one casebook",
    own=(
        participant(),
        ColumnSpec("entry", "Last entry of the trail that wrote in it", "integer", required=True),
        ColumnSpec("hash", "Hash of that entry", required=True),
        ColumnSpec("meaning", "What signing means, as it was shown", required=True),
        ColumnSpec("at", "When", "instant", required=True),
    ),
    key=("participant", "entry"),
)


def forms(setting: Setting) -> Iterator[Record]:
    """Each step of each form of somebody in the study."""
    rows = FormEvent.objects.using(SNAPSHOT).order_by("form__participant_id", "form_id", "pk")
    names = ("form__participant_id", "form__occasion__identifier", "form__form",
             "form__respondent", "kind", "state", "at")  # fmt: skip
    yield from _told(setting, FORMS, rows.values_list(*names))


def queries(setting: Setting) -> Iterator[Record]:
    """Each step of each query about somebody in the study; its words stay where they are."""
    rows = QueryEvent.objects.using(SNAPSHOT).order_by("query__participant_id", "query_id", "nth")
    names = ("query__participant_id", "query_id", "query__about", "query__occasion__identifier",
             "query__form", "query__instrument", "query__name", "query__number", "kind", "role",
             "at")  # fmt: skip
    yield from _told(setting, QUERIES, rows.values_list(*names))


def releases(setting: Setting) -> Iterator[Record]:
    """Each release of somebody in the study."""
    rows = Release.objects.using(SNAPSHOT).order_by("participant_id", "number")
    names = ("participant_id", "number", "taken_at", "observed_until", "released_at", "criteria",
             "against_advice")  # fmt: skip
    yield from _told(setting, RELEASES, rows.values_list(*names))


def casebooks(setting: Setting) -> Iterator[Record]:
    """Each signature below the casebook of somebody in the study."""
    rows = CasebookSignature.objects.using(SNAPSHOT).order_by("participant_id", "pk")
    names = ("participant_id", "seen_number", "seen_hash", "meaning", "signed_at")
    yield from _told(setting, CASEBOOKS, rows.values_list(*names))


def _told(setting: Setting, sheet: Sheet, rows: Any) -> Iterator[Record]:
    """Yield rows whose first value is a participant's key, as a sheet names their values."""
    for whose, *told in rows.iterator(chunk_size=CHUNK):
        person = setting.people.get(whose)
        if person is not None:
            yield {
                "participant": person.number,
                **dict(zip(sheet.names[1:], told, strict=True)),
            }
