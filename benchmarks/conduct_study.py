"""A study of 5,000 people and 200,000 entries, for the benchmarks of the server's pages.

It is filled by bulk insert, past the trail, which no page reads. Each person's diary is open this
evening, and `plan.json` beside the folder holds what their telephones will send:

    python -m benchmarks.conduct_study FOLDER ORDER
"""

from __future__ import annotations

import json
import random
import sys
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from limen.conduct.core.lifecycle import at_work

ITEMS = 5  # answers that are stored of each entry
PASSWORD = "harbour lantern oak"
_OCCASIONS = """
INSERT INTO core_occasion (participant_id, {columns})
SELECT p.id, {columns_of_o} FROM core_occasion o CROSS JOIN core_participant p
WHERE o.participant_id = %s AND p.id <> %s ORDER BY p.id, o.id
"""
_SUBMISSIONS = """
INSERT INTO core_submission (client_id, participant_id, occasion_id, page, final, received_at, late,
    verdict, language, respondent, entered_by, content_hash, audit_entry_id)
SELECT {uuid}, participant_id, id, definition, TRUE, submitted_at, FALSE, 'in_time', 'en',
    respondent, '', '', 1
FROM core_occasion WHERE state = 'submitted' ORDER BY submitted_at, participant_id
"""
_UUID = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()"}
_RESPONSES = """
INSERT INTO core_response (participant_id, occasion_id, submission_id, instrument,
    instrument_version, text_hash, language, item, value, state, respondent, version, reason,
    entered_at, audit_entry_id)
SELECT s.participant_id, s.occasion_id, s.id, 'limen_daily', '1', '', 'en', i.item, '50',
    'answered', 'participant', 1, '', s.received_at, 1
FROM core_submission s CROSS JOIN ({items}) i ORDER BY s.id
"""


def main() -> None:
    """Fill the study: `people`, `evenings` before this one, `at` (the moment it is), `seed`."""
    folder, order = Path(sys.argv[1]), json.loads(sys.argv[2])
    at_work(folder)
    from django.db import connection, transaction

    from limen.conduct.core.models import Consent, DeviceToken, Occasion, Participant, Submission

    at, people = datetime.fromisoformat(order["at"]), order["people"]
    with transaction.atomic():
        _bulk(Participant, _participants(people, at.date() - timedelta(days=order["evenings"])))
        _bulk(Consent, _consents(at))
        _bulk(DeviceToken, _devices(at))
        _bulk(Occasion, _occasions(order["evenings"], at))
        _copy()
    with connection.cursor() as cursor:  # what a server does over the weeks
        is_postgresql = connection.vendor == "postgresql"
        cursor.execute("VACUUM ANALYZE" if is_postgresql else "PRAGMA wal_checkpoint(TRUNCATE)")
    _hire(at)
    entries = list(_entries(random.Random(order["seed"])))
    (folder.parent / "plan.json").write_text(json.dumps({"entries": entries}), encoding="utf-8")
    print(json.dumps({"people": people, "entries": Submission.objects.count()}))


def _copy() -> None:
    """Give everybody the first person's evenings, and what was sent for each of them."""
    from django.db import connection

    from limen.conduct.core.models import Occasion, Participant

    first = Participant.objects.order_by("pk").values_list("pk", flat=True)[0]
    names = [field.column for field in Occasion._meta.concrete_fields]
    names = [name for name in names if name not in ("id", "participant_id")]
    items = " UNION ALL ".join(f"SELECT '{number}' AS item" for number in range(1, ITEMS + 1))
    columns, columns_of_o = ", ".join(names), ", ".join(f"o.{name}" for name in names)
    occasions = _OCCASIONS.format(columns=columns, columns_of_o=columns_of_o)
    with connection.cursor() as cursor:
        cursor.execute(occasions, [first, first])
        cursor.execute(_SUBMISSIONS.format(uuid=_UUID[connection.vendor]))
        cursor.execute(_RESPONSES.format(items=items))


def _bulk(model: Any, made: Iterator[Any]) -> None:
    while chunk := list(islice(made, 5_000)):
        model._default_manager.bulk_create(chunk, batch_size=500)


def _participants(people: int, start: date) -> Iterator[Any]:
    from limen.conduct.core.models import Participant, Site, Study

    site, version = Site.objects.get(identifier="riga"), Study.objects.get().version
    for number in range(people):
        yield Participant(
            number=f"riga-{number:05d}",
            site=site,
            zone="Europe/Riga",
            language="en",
            status="enrolled",
            invited_at=datetime.combine(start - timedelta(days=9), datetime.min.time(), UTC),
            started_on=start,
            version=version,
            consent_due=False,
            audit_entry_id=1,
        )


def _consents(at: datetime) -> Iterator[Any]:
    from limen.conduct.core.models import Consent, Participant

    for key, version in list(Participant.objects.values_list("pk", "version_id")):
        yield Consent(
            participant_id=key,
            version_id=version,
            version_hash="0" * 64,
            documents="{}",
            language="en",
            signed_at=at - timedelta(days=60),
            audit_entry_id=1,
        )


def _token(key: int) -> str:
    """The token of somebody's device: known here, so that it need not be kept."""
    return f"{key:064d}"


def _devices(at: datetime) -> Iterator[Any]:
    from limen.conduct.core.codes import token_hash
    from limen.conduct.core.models import DeviceToken, Participant

    for key in list(Participant.objects.values_list("pk", flat=True)):
        yield DeviceToken(
            participant_id=key, token_hash=token_hash(_token(key)), made_at=at, audit_entry_id=1
        )


def _occasions(evenings: int, at: datetime) -> Iterator[Any]:
    """Give the first person's evenings: all were sent, and the last is open."""
    from limen.conduct.core.models import Occasion, Participant

    today = at.replace(hour=18, minute=0, second=0, microsecond=0)
    for key, version in list(
        Participant.objects.order_by("pk").values_list("pk", "version_id")[:1]
    ):
        for number in range(1, evenings + 2):
            opens = today - timedelta(days=evenings + 1 - number)
            is_open = number == evenings + 1
            wall = opens.replace(tzinfo=None)
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
                opens_local=wall,
                closes_local=wall + timedelta(hours=5),
                grace_ends_local=wall + timedelta(hours=11),
                opens_at=opens,
                closes_at=opens + timedelta(hours=5),
                grace_ends_at=opens + timedelta(hours=11),
                late_rule="flag",
                state="open" if is_open else "submitted",
                submitted_at=None if is_open else opens + timedelta(hours=1),
                made_at=at - timedelta(days=60),
                made_under_id=version,
                audit_entry_id=1,
            )


def _hire(at: datetime) -> None:
    """Let somebody coordinate the site, who has signed below all consents but the latest fifty."""
    from limen.conduct.core.actor import COMMAND
    from limen.conduct.core.models import Consent, CounterSignature
    from limen.conduct.core.services.add_staff import add_staff

    roles = {"riga": ["coordinator"]}
    carla = add_staff("carla", full_name="Carla C.", password=PASSWORD, roles=roles, by=COMMAND)
    keys = list(Consent.objects.order_by("pk").values_list("pk", flat=True))[:-50]
    signed = (
        CounterSignature(
            consent_id=key,
            member=carla,
            respondent="physician",
            meaning="I have explained the study",
            signed_at=at - timedelta(days=59),
            audit_entry_id=1,
        )
        for key in keys
    )
    _bulk(CounterSignature, signed)


def _entries(drawn: random.Random) -> Iterator[dict[str, Any]]:
    """Give what each telephone will send."""
    from limen.conduct.core.answering import asked, page_mark
    from limen.conduct.core.models import Occasion

    rows = Occasion.objects.filter(state="open").select_related("participant", "made_under")
    questions: Any = None
    for row in rows.order_by("pk"):
        questions = questions or list(asked(row).questions)
        yield {
            "token": _token(row.participant_id),
            "path": f"/o/{row.identifier}/",
            "client_id": str(uuid.UUID(int=drawn.getrandbits(128), version=4)),
            "form": {one.key: _answer(one, drawn) for one in questions},
            "page_mark": page_mark(row),
        }


def _answer(question: Any, drawn: random.Random) -> str:
    if question.labels:
        return str(drawn.choice(question.labels).value)
    return f"{drawn.randint(int(question.low), int(question.high))}"


if __name__ == "__main__":
    main()
