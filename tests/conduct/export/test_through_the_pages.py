"""What participants sent, through the services that the pages call, is exported as stored."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from lived_through import BY, TEXT, screened

from limen.analyse.plan import run
from limen.conduct.core import clock
from limen.conduct.core.actor import Actor
from limen.conduct.core.answering import asked
from limen.conduct.core.answering.services.submit import submit
from limen.conduct.core.export import export
from limen.conduct.core.models import Occasion, Response, Score, Site, Submission, TreatmentGuess
from limen.conduct.core.occasions.services import begin_study, settle
from limen.conduct.core.services.add_staff import add_staff
from limen.conduct.core.services.invite import invite
from limen.conduct.core.trail import verify
from limen.dataset import read_dataset
from limen.dataset.check import check_dataset
from limen.dataset.derive import scores_of_responses
from limen.instruments import catalogue

AFTER = datetime(2026, 4, 10, 10, tzinfo=UTC)


def filled(occasion):
    """A form in which every question is answered by the lowest or first answer."""
    form = {}
    for question in asked(occasion).questions:
        match question.kind:
            case "choice" | "scale":
                form[question.key] = question.labels[0].value
            case "text":
                form[question.key] = TEXT
            case "clock":
                form[question.key] = "23:00"
            case "moment":
                form[question.key] = "2026-03-12T20:00"
            case _:
                form[question.key] = f"{question.low or 0:g}"
    return form


@pytest.fixture
def gone_through(demonstration_on_each_database):
    """Two people who sent what the pages ask for; the second sends one evening too late."""
    with clock.as_of(datetime(2026, 3, 2, 10, tzinfo=UTC)):
        ines = add_staff(
            "ines",
            full_name="Ines I.",
            password="harbour lantern oak",
            roles={"riga": ["investigator"]},
            by=BY,
        )
        people = [invite(Site.objects.get(identifier="riga"), by=BY).participant for _ in range(2)]
        for one in people:
            screened(one, ines)
            begin_study(one, start=date(2026, 3, 10), by=BY)
    first, second = people
    for row in Occasion.objects.filter(participant=first).order_by("opens_at")[:12]:
        send(row, row.opens_at + timedelta(minutes=30))
    late = Occasion.objects.get(participant=second, identifier="diary.2")
    send(late, late.grace_ends_at + timedelta(hours=1))
    with clock.as_of(AFTER):
        settle(by=BY)
    return people


def send(row, at):
    """Send a form once, and the same once more, as a telephone does that heard no answer."""
    client_id, form = uuid4(), filled(row)
    for _ in range(2):
        with clock.as_of(at):
            submit(row, client_id=client_id, form=form, by=Actor.participant(row.participant))


def test_it_is_exported_as_it_is_stored(gone_through, tmp_path):
    with clock.as_of(AFTER):
        found = export(tmp_path / "dataset", by=BY)
    dataset = read_dataset(found.folder)
    assert check_dataset(dataset).errors == ()
    assert Submission.objects.filter(verdict="set_aside").count() == 1
    stored = Response.objects.exclude(submission__verdict="set_aside").exclude(item__contains=".")
    wanted = Counter(stored.values_list("occasion__identifier", "instrument", "item", "value"))
    rows = dataset.rows("responses")
    names = ("occasion", "instrument", "item", "response")
    assert Counter(tuple(row[name] for name in names) for row in rows) == wanted
    derived = {(one.id, name) for one in catalogue().values() for name in one.derived}
    made = Score.objects.values_list("occasion__identifier", "instrument", "subscale", "value")
    numbers = {row[:3]: row[3] for row in made if row[1:3] not in derived}
    told = {(row["occasion"], row["instrument"], row["subscale"]): row["score"]
            for row in dataset.rows("scores")}  # fmt: skip
    assert {key: float(score) if score else None for key, score in told.items()} == numbers
    by = ("participant", "occasion", "instrument", "subscale", "respondent")
    again = {tuple(row[name] for name in by): str(row["items_missing"])
             for row in scores_of_responses(dataset)}  # fmt: skip
    missing = {tuple(row[name] for name in by): row["items_missing"]
               for row in dataset.rows("scores")}  # fmt: skip
    assert missing == {place: again.get(place, "") for place in missing}
    assert "0" in missing.values()
    assert not list((found.folder / "evidence").glob("outside_*"))
    assert dataset.count("guesses") == TreatmentGuess.objects.count() > 0
    assert dataset.count("expectancies") == 2
    assert run(dataset).characteristics.rows
    assert verify().faults == ()


def test_the_evening_that_came_too_late_is_missed_and_stays_with_its_owner(gone_through, tmp_path):
    second = gone_through[1]
    with clock.as_of(AFTER):
        found = export(tmp_path / "dataset", by=BY)
    dataset = read_dataset(found.folder)
    state = {
        row["occasion"]: row["state"]
        for row in dataset.rows("occasions")
        if row["participant"] == second.number
    }
    assert state["diary.2"] == "missed"
    assert second.number not in set(dataset.rows("responses").column("participant"))
    assert any("set aside" in each for each in found.findings)
