"""What is due follows from occasions that are over, is paid once, and never from a dose."""

from __future__ import annotations

import ast
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from uuid import uuid4
from zipfile import ZipFile

import cast
import purse
import pytest
import servers
import team
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from purse import RUN_IN, keys, pays

import limen.conduct.core.payments as room
from limen.conduct.core import clock
from limen.conduct.core.actor import Actor
from limen.conduct.core.answering.services import record_administration
from limen.conduct.core.export import my_data
from limen.conduct.core.models import AuditEntry, Occasion, Participant, Payment, Study
from limen.conduct.core.occasions.services import begin_study, cancel_occasion, settle
from limen.conduct.core.payments import dues_of, owed_by_site, take_back, totals
from limen.conduct.core.services.erase import erase
from limen.conduct.core.trail import recording, verify
from limen.errors import ConductError

TELLING = ("administration", "treatmentguess", "adverseevent", "kit", "response", "score",
           "measurement", "opening", "doselevel", "dosinghold", "alert")  # fmt: skip


def test_an_occasion_that_is_over_is_due_whatever_was_answered(people, anna):
    states = set(Occasion.objects.filter(definition="run_in_diary").values_list("state", flat=True))
    assert states == {"missed"}
    assert keys(anna) == RUN_IN
    assert totals(dues_of(anna)) == {"EUR": Decimal("7.5")}
    with clock.as_of(purse.LATER):
        settle()
        assert sorted(keys(anna)[3:]) == [
            "last_contact:last_contact", "week.1:travel", "week.1:week", "week.2:travel",
            "week.2:week",
        ]  # fmt: skip
        assert totals(dues_of(anna)) == {"EUR": Decimal("57.5"), "USD": Decimal(10)}


def test_what_was_cancelled_or_is_still_to_come_is_not_due(people, anna):
    cancel_occasion(Occasion.objects.get(identifier="week.1"), reason="illness", by=cast.BY)
    with clock.as_of(purse.LATER):
        settle()
        assert "week.1:week" not in keys(anna)
        assert "week.2:week" in keys(anna)


def test_what_was_over_before_somebody_could_be_asked_is_not_due(people):
    late = people.agnes
    with clock.as_of(datetime(2026, 3, 1, 14, tzinfo=UTC)):
        begin_study(late, start=team.DAY_1, by=cast.BY)
    settle()
    assert keys(late) == RUN_IN[2:]


def test_one_occasion_of_several_can_be_paid_alone_and_is_paid_once(deployment):
    said = "title: Travel, amount: 5, currency: USD, occasions: [week]"
    assert said in purse.PROTOCOL
    text = purse.PROTOCOL.replace(said, said.replace("[week]", "[week.2, run_in_diary.1]"))
    with servers.sqlite(text):
        with clock.as_of(team.EVENING):
            anna = cast.people().anna
            team.begins(anna)
        with clock.as_of(purse.LATER):
            settle()
            found = [key for key in keys(anna) if key.endswith(":travel")]
    assert found == ["run_in_diary.1:travel", "week.2:travel"]


def a_life(status: str | None) -> list[tuple[str, Decimal]]:
    """What is due in a study in which anna did this with every dose; None: said nothing."""
    with servers.sqlite(purse.PROTOCOL):
        with clock.as_of(team.EVENING):
            anna = cast.people().anna
            team.begins(anna)
        for day in range(16):
            with clock.as_of(team.EVENING - timedelta(days=1) + timedelta(days=day)):
                settle()
                if status is not None:
                    _takes(anna, status)
        with clock.as_of(purse.LATER):
            settle()
            return [(one.key, one.amount) for one in dues_of(anna)]


def _takes(anna: Participant, status: str) -> None:
    try:
        record_administration(
            anna,
            client_id=uuid4(),
            status=status,
            taken_at=clock.now() - timedelta(minutes=5) if status == "taken" else None,
            by=Actor.participant(anna),
        )
    except ConductError:  # no dose is planned today
        return


def test_the_same_is_due_whether_doses_were_taken_refused_missed_or_never_told():
    lives = [a_life(status) for status in ("taken", "refused", "missed", None)]
    assert len(lives[0]) == 8
    assert lives[1:] == lives[:1] * 3


def test_no_query_of_the_room_touches_a_table_that_tells(people, anna):
    with CaptureQueriesContext(connection) as asked:
        dues_of(anna)
        owed_by_site(Participant.objects.all())
        (paid,) = pays(anna, people.carla, RUN_IN[0])
        take_back(paid, member=people.carla)
    text = " ".join(one["sql"].lower() for one in asked.captured_queries)
    assert "core_occasion" in text
    assert [name for name in TELLING if f"core_{name}" in text] == []


def test_no_module_of_the_room_names_a_model_that_tells():
    named = set()
    for file in Path(room.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Name | ast.Attribute):
                named.add((node.id if isinstance(node, ast.Name) else node.attr).lower())
            elif isinstance(node, ast.ImportFrom):
                named |= {one.name.lower() for one in node.names}
    assert [name for name in TELLING if any(one.startswith(name) for one in named)] == []
    columns = {field.name for field in Payment._meta.concrete_fields}
    assert columns == {
        "id", "audit_entry", "participant", "occasion", "payment", "version", "paid", "amount",
        "currency", "paid_on", "means", "reference", "member", "recorded_at",
    }  # fmt: skip


def test_a_payment_is_recorded_once_and_can_be_taken_back(on_each):
    anna = on_each.anna
    due = keys(anna)
    assert len(due) == 3
    first, second = pays(anna, on_each.carla, *due[:2])
    assert (first.amount, first.currency, second.version) == ("20.00", "EUR", 1)
    assert first.reference.startswith("sealed:")
    assert keys(anna, owed=True) == due[2:]
    with pytest.raises(ConductError) as refusal:
        pays(anna, on_each.ines, *due[1:])
    assert "recorded already, by carla" in str(refusal.value)
    assert keys(anna, owed=True) == due[2:]  # all, or none
    take_back(first, member=on_each.ines)
    with pytest.raises(ConductError, match="not taken back"):
        take_back(first, member=on_each.ines)
    assert keys(anna, owed=True) == [due[0], due[2]]
    (again,) = pays(anna, on_each.carla, due[0])
    assert again.version == 3
    notes = " ".join(AuditEntry.objects.values_list("payload", flat=True))
    assert "Receipt" not in notes
    assert verify().faults == ()


def test_today_is_the_day_of_the_clock_on_which_staff_write(people, anna):
    with recording("test.travelled", by=cast.BY, participant=anna) as record:
        anna.zone = "Pacific/Honolulu"
        record.change(anna, "zone")
    assert anna.site.zone == "Europe/Riga"
    with clock.as_of(datetime(2026, 3, 3, 22, 30, tzinfo=UTC)):  # past midnight in Riga
        with pytest.raises(ConductError, match="still to come"):
            pays(anna, people.carla, RUN_IN[0], paid_on=date(2026, 3, 5))
        pays(anna, people.carla, RUN_IN[0], paid_on=date(2026, 3, 4))


def test_of_people_who_record_the_same_payment_at_once_one_has_it(on_each):
    anna = on_each.anna
    members, due = [on_each.carla, on_each.ines] * 2, keys(anna)

    def records(member):
        try:
            with clock.as_of(purse.LATER):
                return len(pays(anna, member, *due))
        except ConductError:
            return 0
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(records, members)) == [0, 0, 0, 3]
    assert Payment.objects.count() == 3
    assert verify().faults == ()


@pytest.mark.parametrize(
    ("due", "more", "said"),
    [
        ((), {}, "Choose what was paid"),
        (("week.1:week",), {}, "not due"),
        (RUN_IN[:1], {"paid_on": date(2026, 3, 5)}, "still to come"),
        (RUN_IN[:1], {"means": "gold"}, "how it was paid"),
        (RUN_IN[:1], {"reference": "x" * 201}, "too long"),
    ],
)
def test_what_makes_no_sense_is_refused(people, anna, due, more, said):
    with pytest.raises(ConductError) as refusal:
        pays(anna, people.carla, *due, **more)
    assert said in str(refusal.value)


def test_monitors_and_other_sites_record_nothing(people, anna):
    for member in (people.mei, people.dario):
        with pytest.raises(ConductError, match="No payment was recorded"):
            pays(anna, member, RUN_IN[0])


def test_what_is_owed_is_paid_after_an_erasure_and_after_the_lock(people, anna):
    erase(anna, by=cast.BY)
    (paid,) = pays(anna, people.carla, RUN_IN[0])
    assert paid.reference == "not kept: the participant was erased"
    with recording("study.locked", by=cast.BY) as record:
        study = Study.objects.get()
        study.locked_at = record.at
        record.change(study, "locked_at")
    pays(anna, people.carla, RUN_IN[1])
    assert keys(anna, owed=True) == RUN_IN[2:]


def test_my_data_say_what_was_paid_and_not_where_to(people, anna):
    pays(anna, people.carla, RUN_IN[0])
    with ZipFile(BytesIO(my_data(anna))) as archive:
        text = archive.read("my-data/payments.csv").decode()
    assert "run_in_diary.1,run_in,1,yes,2.50,EUR,2026-03-03,Cash" in text
    assert "Receipt" not in text


def test_the_pages_list_record_and_take_back(people, anna):
    carla, address = team.browser_of(people.carla), team.address("person_payments", anna)
    said = carla.get(team.address("payments")).content.decode()
    assert anna.number in said
    assert "7.50 EUR" in said
    assert "Payments" in carla.get(team.address("person", anna)).content.decode()
    form = {"do": "pay", "due": RUN_IN, "paid_on": "2026-03-03", "means": "transfer",
            "reference": "T 12"}  # fmt: skip
    assert carla.post(address, form | {"paid_on": ""}).status_code == 422
    assert carla.post(address, form).status_code == 302
    said = carla.get(address).content.decode()
    assert "Nothing is owed" in said
    assert "T 12" in said
    assert "Nobody is owed anything" in carla.get(team.address("payments")).content.decode()
    row = Payment.objects.first()
    assert carla.post(address, {"do": "take_back", "payment": row.pk}).status_code == 302
    assert keys(anna, owed=True) == [f"{row.occasion.identifier}:run_in"]
    mei = team.browser_of(people.mei)
    assert "Take back" not in mei.get(address).content.decode()
    assert mei.post(address, form).status_code == 403


def test_the_other_site_is_owed_nothing_of_ours(people, anna):
    other = team.browser_of(people.dario)
    assert anna.number not in other.get(team.address("payments")).content.decode()
    assert other.get(team.address("person_payments", anna)).status_code == 404
