"""`python -m validation.conduct.found FOLDER [finish]`: what was acknowledged, and what is there.

With `finish` it is the next worker first, until nothing is left to do.

Reads FOLDER/../plan.json and answers.json, and prints JSON: every count from `lost` on must be
nought, and `faults` empty.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from limen.conduct.core.lifecycle import at_work
from validation.conduct.crowd import DIARY

_KEPT = ("in_time", "late", "again")


def main() -> None:
    """Compare, and print what was found."""
    folder = Path(sys.argv[1])
    at_work(folder)
    from limen.conduct.core.messages import tick
    from limen.conduct.core.trail import verify

    if "finish" in sys.argv:
        while not tick().idle:
            pass
    read = (folder.parent / "plan.json").read_text(encoding="utf-8")
    entries = {one["client_id"]: one for one in json.loads(read)["entries"]}
    read = (folder.parent / "answers.json").read_text(encoding="utf-8")
    acknowledged = {one["client_id"] for one in json.loads(read) if one["acknowledged"]}
    found = _entries(entries, acknowledged) | {
        "impossible_occasions": _impossible(),
        **_messages(),
        "faults": [str(fault) for fault in verify().faults],
    }
    print(json.dumps(found))


def _entries(entries: dict[str, Any], acknowledged: set[str]) -> dict[str, Any]:
    from limen.conduct.core.models import AuditEntry, Response, Submission

    stored = Counter(str(key) for key in Submission.objects.values_list("client_id", flat=True))
    there = [key for key in entries if stored[key]]
    wrong = [key for key in there if not _whole(key, entries[key])]
    told = AuditEntry.objects.filter(event="occasion.answered").count()
    return {
        "acknowledged": len(acknowledged),
        "stored": len(there),
        "responses": Response.objects.count(),
        "stored_unacknowledged": len([key for key in there if key not in acknowledged]),
        "lost": len([key for key in acknowledged if not stored[key]]),
        "double": len([key for key, count in stored.items() if count > 1]),
        "strange": len([key for key in stored if key not in entries]),
        "not_as_sent": len(wrong),
        "entries_of_the_trail_too_many": told - len(there),
    }


def _whole(key: str, entry: dict[str, Any]) -> bool:
    """Whether an entry is there once, with every answer as it was sent, and every score."""
    from limen.conduct.core.models import Occasion, Response, Score, Submission

    submission = Submission.objects.select_related("occasion", "participant").get(client_id=key)
    rows = Response.objects.filter(submission=submission, version=1, state="answered")
    answers = {f"{row.instrument}.{row.item}": float(row.value) for row in rows}
    occasion = submission.occasion
    scores = Score.objects.filter(occasion=occasion)
    subscales = Counter(scores.values_list("instrument", "subscale"))
    return (
        str(submission.participant.code) == entry["participant"]
        and Response.objects.filter(occasion=occasion).count() == len(entry["form"])
        and answers == {name: float(value) for name, value in entry["form"].items()}
        and len(subscales) > 0
        and set(subscales.values()) == {1}
        and occasion is not None
        and occasion.state == Occasion.State.SUBMITTED
    )


def _impossible() -> int:
    """How many occasions are in a state that contradicts what came for them."""
    from limen.conduct.core.models import Occasion, Submission

    sent = set(
        Submission.objects.filter(final=True, verdict__in=_KEPT).values_list("occasion", flat=True)
    )
    count = 0
    for row in Occasion.objects.all():
        is_submitted = row.state == Occasion.State.SUBMITTED
        has_ended = row.state in ("expired", "missed", "cancelled")
        count += (
            is_submitted != (row.pk in sent)
            or is_submitted != (row.submitted_at is not None)
            or has_ended != (row.ended_at is not None)
        )
    return count


def _messages() -> dict[str, Any]:
    """Return reminders by state, each e-mail's state by its id, and how many were forgotten.

    Forgotten is a reminder of the diary that is neither sent nor uncertain, unless the diary came.
    """
    from limen.conduct.core.messages.words import message_id
    from limen.conduct.core.models import OutboxMessage

    rows = list(OutboxMessage.objects.select_related("occasion"))
    diary = [row for row in rows if row.occasion is not None and row.occasion.identifier == DIARY]
    settled = ("sent", "uncertain")
    return {
        "messages": Counter(row.state for row in diary),
        "sent": {message_id(row): row.state for row in rows},
        "reminders_of_the_diary": len(diary),
        "forgotten": sum(
            row.state not in settled
            and not (row.state == "cancelled" and row.occasion.state == "submitted")
            for row in diary
        ),
    }


if __name__ == "__main__":
    main()
