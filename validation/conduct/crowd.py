"""`python -m validation.conduct.crowd FOLDER ORDER`: people whose evening diary is open.

ORDER is JSON: `people`, `seed`, `at` (the moment to which the clock is set), `reminded` (whether
they want e-mail), `sends` (how many of them send their diary) and `invited` (how many more are
invited, and have not come in). Everything goes through services. What their telephones will send is
written to FOLDER/../plan.json.
"""

from __future__ import annotations

import json
import random
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from limen.conduct.core.lifecycle import at_work

DIARY = "diary.1"


def main() -> None:
    """Fill the study and write the plan."""
    folder, order = Path(sys.argv[1]), json.loads(sys.argv[2])
    at_work(folder)
    from limen.conduct.core import clock

    moment, drawn = datetime.fromisoformat(order["at"]), random.Random(order["seed"])
    with clock.as_of(moment - timedelta(days=4)):
        _approve(moment)
        people = [_begun(moment, order["reminded"]) for _ in range(order["people"])]
    with clock.as_of(moment):
        _open_diaries()
        entries = [_entry(one, token, drawn) for one, token in people[: order["sends"]]]
        codes = [_invited() for _ in range(order["invited"])]
    plan = {"entries": entries, "codes": codes}
    (folder.parent / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    print(json.dumps({"entries": len(entries)}))


def _approve(moment: datetime) -> None:
    """Write down every approval that a site needs, so that it may invite."""
    from limen.conduct.core.actor import COMMAND
    from limen.conduct.core.approvals import needed_at
    from limen.conduct.core.approvals.services import record_approval
    from limen.conduct.core.models import Site, Study

    protocol = Study.objects.select_related("version").get().protocol
    first = (moment - timedelta(days=30)).date()
    for site in Site.objects.all():
        for needed in needed_at(site, protocol):
            record_approval(site, needed.id, reference="1", valid_from=first, by=COMMAND)


def _begun(moment: datetime, reminded: bool) -> tuple[Any, str]:
    """Invite somebody, let them agree, and begin; return them and their device's token."""
    from limen.conduct.core.actor import COMMAND
    from limen.conduct.core.codes import new_token, token_hash
    from limen.conduct.core.models import Consent, DeviceToken, Participant, Site
    from limen.conduct.core.occasions.services import begin_study
    from limen.conduct.core.services.invite import invite
    from limen.conduct.core.trail import recording

    one = invite(Site.objects.get(identifier="riga"), by=COMMAND).participant
    token = new_token()
    with recording("load.agreed", by=COMMAND, participant=one) as record:
        stored = record.fresh(one)
        stored.consent_due, stored.status = False, Participant.Status.ENROLLED
        record.change(stored, "consent_due", "status")
        record.add(DeviceToken(participant=stored, token_hash=token_hash(token), made_at=record.at))
        record.add(
            Consent(
                participant=stored,
                version_id=stored.version_id,
                version_hash="0" * 64,
                documents="{}",
                language="en",
                signed_at=record.at,
            )
        )
    begin_study(stored, start=moment.date(), by=COMMAND)
    if reminded:
        _confirm(stored)
    return stored, token


def _confirm(one: Any) -> None:
    """Let somebody want e-mail, and tap the link in the first."""
    from limen.conduct.core.actor import Actor
    from limen.conduct.core.messages import ask_confirmation, confirm_email
    from limen.conduct.core.messages.links import Use, address_token
    from limen.conduct.core.models import ContactDetail

    ask_confirmation(one, f"{one.number}@example.org", by=Actor.participant(one))
    contact = ContactDetail.objects.get(participant=one, kind=ContactDetail.Kind.EMAIL)
    confirm_email(address_token(Use.CONFIRM, contact))


def _open_diaries() -> None:
    """Be the worker who comes by in the evening."""
    from limen.conduct.core.messages import plan_reminders
    from limen.conduct.core.occasions.services import settle

    settle(opened=plan_reminders)


def _entry(one: Any, token: str, drawn: random.Random) -> dict[str, Any]:
    """Return what somebody's telephone will send: form, cookies, id."""
    from limen.conduct.core.answering import asked, page_mark
    from limen.conduct.core.models import Occasion

    occasion = Occasion.objects.select_related("participant", "made_under").get(
        participant=one, identifier=DIARY
    )
    form = {question.key: _answer(question, drawn) for question in asked(occasion).questions}
    return {
        "participant": str(one.code),
        "token": token,
        "path": f"/o/{DIARY}/",
        "client_id": str(UUID(int=drawn.getrandbits(128), version=4)),
        "form": form,
        "page_mark": page_mark(occasion),
    }


def _answer(question: Any, drawn: random.Random) -> str:
    if question.labels:
        return str(drawn.choice(question.labels).value)
    return f"{drawn.randint(int(question.low), int(question.high))}"


def _invited() -> str:
    from limen.conduct.core.actor import COMMAND
    from limen.conduct.core.models import Site
    from limen.conduct.core.services.invite import invite

    return invite(Site.objects.get(identifier="porto"), by=COMMAND).code


if __name__ == "__main__":
    main()
