"""What becomes of a form: where its answers go, who may do what, and what a signature is below."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import cast
import pytest
import team
import visit
from django.db import connections

from limen.conduct.core import clock
from limen.conduct.core.answering import FormError, asked, correct, doses, record_administration
from limen.conduct.core.answering.services import submit
from limen.conduct.core.answering.services.recompute import recompute
from limen.conduct.core.export import export
from limen.conduct.core.export.mine.answered import measured
from limen.conduct.core.export.mine.sheet import Cells
from limen.conduct.core.forms import forms_at, forms_due, unsigned
from limen.conduct.core.forms.content import content_of
from limen.conduct.core.forms.services import (
    Seen,
    fill_form,
    freeze,
    mark_not_done,
    release,
    sign,
    unfreeze,
    verify,
)
from limen.conduct.core.forms.watched import watched
from limen.conduct.core.models import (
    Alert,
    AuditEntry,
    Deviation,
    FormEvent,
    Measurement,
    Participant,
    Release,
    Response,
    Score,
    Submission,
    VisitForm,
)
from limen.conduct.core.occasions.services import settle
from limen.conduct.core.services.amend import preview
from limen.conduct.core.services.erase import erase
from limen.conduct.core.services.free_text import read_text
from limen.conduct.core.trail import verify as chain
from limen.dataset import read_dataset
from limen.dataset.check import check_dataset
from limen.errors import ConductError

IN_WINDOW = datetime(2026, 3, 1, 10, tzinfo=UTC)
RATED = datetime(2026, 3, 3, 9, tzinfo=UTC)


def rates(person: Participant, people, **options):
    """Let the physician rate anna: an occasion that is a form."""
    questions = asked(team.occasion(person, "rated"), respondent="physician", of="rated")
    return visit.fills(person, people.carla, "rated", "rated", fields=team.filled(questions),
                       at=RATED, **options)  # fmt: skip


def test_findings_are_measurements_of_the_forms_respondent(anna, people):
    row = visit.fills(anna, people.carla, at=IN_WINDOW, performed_by=people.ines)
    sent = Submission.objects.get(occasion=row.occasion)
    assert (sent.page, sent.respondent, sent.entered_by) == (
        "vital_signs", "physician", "staff:carla",
    )  # fmt: skip
    assert (sent.verdict, row.performed_by, row.completed_by) == (
        "in_time", people.ines, people.carla,
    )  # fmt: skip
    pulse = Measurement.objects.get(name="pulse")
    assert (pulse.value, pulse.measured_at, pulse.submission) == (64, IN_WINDOW, sent)
    assert row.occasion.state != "submitted"
    entry = AuditEntry.objects.get(number=row.audit_entry_id)
    assert entry.event == "occasion.answered"
    assert '"form":"baseline:vital_signs"' in entry.payload


def test_what_comes_after_the_window_counts_as_late(anna, people):
    visit.fills(anna, people.carla)
    assert Submission.objects.get().verdict == "late"
    assert Submission.objects.get().late
    assert visit.now_of(anna) == "complete"


def test_outside_of_the_window_a_deviation_is_proposed_once_a_visit(anna, people):
    visit.fills(anna, people.carla, at=IN_WINDOW)
    assert not Deviation.objects.exists()
    done = clock.now()
    for form in ("laboratory", "ecg"):
        fields = team.filled(
            asked(team.occasion(anna, "baseline"), respondent="physician", of=form)
        )
        visit.fills(anna, people.carla, form, fields=fields, at=done)
    one = Deviation.objects.get()
    assert (one.category, one.proposed, one.occasion.identifier) == (
        "visit_window", True, "baseline",
    )  # fmt: skip
    assert one.happened_on == done.astimezone(ZoneInfo(one.occasion.zone)).date()
    assert "Laboratory" in read_text(one.words)


def test_a_rating_out_of_time_of_an_occasion_that_is_one_counts(anna, people):
    with clock.as_of(clock.now() + timedelta(days=30)):
        settle()
        assert team.occasion(anna, "rated").state == "missed"
        questions = asked(team.occasion(anna, "rated"), respondent="physician", of="rated")
        visit.fills(anna, people.carla, "rated", "rated", fields=team.filled(questions),
                    at=clock.now())  # fmt: skip
    found = team.occasion(anna, "rated")
    assert (found.state, found.late) == ("submitted", True)
    assert visit.due(anna, "rated", "rated").state == "complete"
    assert Score.objects.get(occasion=found).respondent == "physician"
    assert Deviation.objects.get().occasion == found


def test_nothing_is_kept_before_the_occasion_opens_or_after_a_withdrawal(anna, people):
    with pytest.raises(ConductError, match="Nothing was changed"):
        visit.fills(anna, people.carla, identifier="last_contact")
    from limen.conduct.core.occasions.services import withdraw

    withdraw(anna, data_use="keep", by=cast.BY)
    with pytest.raises(ConductError, match="Nothing was changed"):
        visit.fills(anna, people.carla)
    assert Measurement.objects.count() == VisitForm.objects.count() == 0


def test_a_finding_from_the_future_is_refused(anna, people):
    with pytest.raises(ConductError, match="future"):
        visit.fills(anna, people.carla, at=clock.now() + timedelta(hours=1))


def test_what_is_sent_twice_is_stored_once(anna, people):
    id = uuid4()
    visit.fills(anna, people.carla, client_id=id)
    number = AuditEntry.objects.count()
    visit.fills(anna, people.carla, client_id=id)
    assert (AuditEntry.objects.count(), Submission.objects.count()) == (number, 1)
    with pytest.raises(ConductError, match="used before"):
        visit.fills(anna, people.carla, "tests", client_id=id)


def test_a_rating_is_scored_and_its_occasion_is_submitted(anna, people):
    row = rates(anna, people)
    assert row.state == "complete"
    assert team.occasion(anna, "rated").state == "submitted"
    assert Response.objects.filter(occasion=row.occasion, respondent="physician").exists()
    assert recompute(anna) == []
    scores = Score.objects.filter(occasion=row.occasion)
    assert {one.respondent for one in scores} <= {"physician"}
    answer = Response.objects.filter(occasion=row.occasion).first()
    correct(answer, value="3", reason="misread", by=visit.actor(people.carla))
    assert FormEvent.objects.latest("pk").kind == "changed"
    assert recompute(anna) == []


def test_a_finding_is_exported_as_its_place_with_words_for_it(people, tmp_path):
    anna = visit.consented(people)
    tests = {"measurement.pregnancy_test": "0", "measurement.drug_test": "1"}
    visit.fills(anna, people.carla, "tests", fields=tests)
    data = read_dataset(export(tmp_path / "dataset", by=cast.BY).folder)
    rows = {row["measurement"]: row for row in data.rows("measurements")}
    found = rows["drug_test"]
    assert (found["value"], found["unit"]) == ("1", "0 negative, 1 positive")
    assert found["respondent"] == "physician"
    assert rows["pregnancy_test"]["unit"] == "0 negative, 1 positive, 2 not applicable"
    assert check_dataset(data).errors == ()
    sheet = measured(anna, Cells(anna))
    assert {row[1]: row[2] for row in sheet.rows} == {
        "drug_test": "positive",
        "pregnancy_test": "negative",
    }


@pytest.mark.parametrize(
    ("options", "refused"),
    [
        (["negative", "positive", "not legible"], False),
        (["positive", "negative"], True),
        (["none", "positive"], True),
    ],
)
def test_no_amendment_gives_what_was_recorded_another_meaning(
    anna, people, deployment, options, refused
):
    document = json.loads(visit.PROTOCOL)
    document["version"] = "2.0"
    found = next(one for one in document["measurements"] if one["id"] == "drug_test")
    found["options"] = options
    text = json.dumps(document)
    assert preview(text, deployment).problems == ()
    tests = {"measurement.pregnancy_test": "0", "measurement.drug_test": "1"}
    visit.fills(anna, people.carla, "tests", fields=tests)
    problems = preview(text, deployment).problems
    assert [one.path for one in problems] == ["measurements.drug_test.options"] * refused


def test_a_safety_rule_looks_at_findings_too(anna, people):
    visit.fills(anna, people.carla, fields=visit.VITALS | {"measurement.pulse": "160"})
    assert Alert.objects.get().rule == "fast_pulse"
    visit.corrects(anna, "pulse", 155, people.carla)
    assert FormEvent.objects.latest("pk").kind == "changed"


def test_a_form_asks_its_own_questions_only(anna, people):
    occasion = team.occasion(anna, "baseline")
    vitals = asked(occasion, respondent="physician", of="vital_signs")
    assert [one.slot for one in vitals.questions] == ["systolic", "diastolic", "pulse"]
    everything = {one.slot for one in asked(occasion, respondent="physician").questions}
    assert {"pulse", "creatinine", "qtc", "looks_well"} <= everything
    own = {one.about for one in asked(occasion).questions}
    assert "measurement" not in own
    with pytest.raises(FormError):
        visit.fills(anna, people.carla, fields=visit.VITALS | {"measurement.qtc": "400"})


def test_no_participant_fills_in_a_form(anna):
    occasion = team.occasion(anna, "baseline")
    form = forms_at(anna.version.protocol, "baseline", "baseline")[0]
    with pytest.raises(ConductError):
        submit(occasion, client_id=uuid4(), form=visit.VITALS, by=visit.hers(anna),
               respondent=form.respondent)  # fmt: skip
    with pytest.raises(ConductError):
        submit(occasion, client_id=uuid4(), form=visit.VITALS, by=visit.hers(anna),
               respondent=form.respondent, filling=visit.filling("vital_signs"))  # fmt: skip
    assert Measurement.objects.count() == 0


def test_only_who_may_verifies_signs_and_freezes(anna, people):
    row = visit.fills(anna, people.carla)
    for somebody in (people.carla, people.ines, people.dario):
        with pytest.raises(ConductError):
            verify(row, member=somebody, seen=row.content)
    for somebody in (people.carla, people.mei, people.dario):
        with pytest.raises(ConductError):
            visit.signs(row, somebody)
    visit.signs(row, people.ines)
    for somebody in (people.carla, people.mei, people.dario):
        with pytest.raises(ConductError):
            freeze(row, member=somebody)
    freeze(row, member=people.ines)
    with pytest.raises(ConductError):
        unfreeze(row, member=people.carla, reason="because")


def test_only_coordinators_and_investigators_of_the_site_fill_in_and_leave_out(anna, people):
    """Asked of the services: another page may call them."""
    rita = team.rita()
    for somebody in (people.mei, people.dario, rita):
        with pytest.raises(ConductError, match="Nothing was changed"):
            visit.fills(anna, somebody)
        with pytest.raises(ConductError, match="Nothing was changed"):
            visit.skips(anna, somebody)
    assert not VisitForm.objects.exists()
    visit.fills(anna, people.ines)


def test_nobody_is_let_go_by_who_may_not_write_there(anna, people):
    first = next(one.due for one in doses(anna))
    record_administration(anna, client_id=uuid4(), status="taken", number=first.number,
                          taken_at=clock.now(), by=visit.actor(people.carla))  # fmt: skip
    for somebody in (people.mei, people.dario, team.rita()):
        with pytest.raises(ConductError, match="Nothing was changed"):
            release(anna, first.number, member=somebody, confirmed={}, against_advice=True,
                    words="She left")  # fmt: skip
    assert not Release.objects.exists()


def test_what_is_still_to_come_is_not_called_not_done(anna, people):
    found = forms_due(Participant.objects.filter(pk=anna.pk), to_come=True)
    later = next(one for one in found if one.occasion.opens_at > clock.now())
    with pytest.raises(ConductError, match="still to come"):
        mark_not_done(later.occasion, later.form, member=people.carla, reason="she moves")


def test_nobodys_name_stays_below_what_they_did_not_see(anna, people):
    row = visit.fills(anna, people.carla)
    verify(row, member=people.mei, seen=row.content)
    row = visit.signs(row, people.ines)
    assert (row.verified_by, row.signed_by) == (people.mei, people.ines)
    visit.corrects(anna, "pulse", 77, people.carla)
    row.refresh_from_db()
    assert row.state == "complete"
    assert (row.verified_at, row.verified_by, row.signed_at, row.signed_by) == (None,) * 4


def test_signing_is_all_or_nothing(anna, people):
    row = visit.fills(anna, people.carla)
    begun = visit.fills(anna, people.carla, "tests", final=False,
                        fields={"measurement.drug_test": "0"})  # fmt: skip
    both = [Seen(row, row.content), Seen(begun, begun.content)]
    with pytest.raises(ConductError):
        sign(anna, both, member=people.ines)
    with pytest.raises(ConductError):
        sign(anna, [Seen(row, "0" * 64)], member=people.ines)
    with pytest.raises(ConductError):
        sign(people.boris, [Seen(row, row.content)], member=people.ines)
    with pytest.raises(ConductError):
        sign(anna, [], member=people.ines)
    assert visit.now_of(anna) == "complete"


def test_a_signature_stands_below_what_stands_there_even_after_an_erasure(anna, people):
    row = rates(anna, people)
    visit.signs(row, people.ines)
    event = FormEvent.objects.get(kind="signed")
    assert event.content == row.content == content_of(row.occasion, visit.due(
        anna, "rated", "rated").form)  # fmt: skip
    assert event.member == people.ines
    assert event.meaning
    erase(anna, by=cast.BY)
    form = visit.due(anna, "rated", "rated").form
    assert content_of(row.occasion, form) == event.content
    assert chain().faults == ()


def test_what_keeps_the_database_from_being_locked(anna, people):
    before = {(one.occasion.identifier, one.form.id) for one in unsigned()}
    assert before == {
        ("baseline", "vital_signs"), ("baseline", "laboratory"), ("baseline", "ecg"),
        ("baseline", "tests"), ("diary.1", "going_home"), ("diary.2", "going_home"),
        ("rated", "rated"),
    }  # fmt: skip
    row = visit.fills(anna, people.carla)
    assert len(unsigned()) == 7
    verify(row, member=people.mei, seen=row.content)
    assert len(unsigned()) == 7  # a monitor's word is no signature
    visit.signs(row, people.ines)
    one = visit.due(anna, "laboratory")
    mark_not_done(one.occasion, one.form, member=people.carla, reason="no blood could be drawn")
    left = {(one.occasion.identifier, one.form.id) for one in unsigned()}
    assert left == before - {("baseline", "vital_signs"), ("baseline", "laboratory")}
    visit.fills(anna, people.carla, "extra", fields={"measurement.looks_well": "1"})
    assert ("baseline", "extra") in {(one.occasion.identifier, one.form.id) for one in unsigned()}


def test_forms_of_a_cancelled_occasion_are_due_to_nobody(anna, people):
    from limen.conduct.core.occasions.services import cancel_occasion

    people_of = Participant.objects.filter(pk=anna.pk)
    later = {one.occasion.identifier for one in forms_due(people_of, to_come=True)}
    assert "last_contact" in later
    cancel_occasion(team.occasion(anna, "last_contact"), by=cast.BY, reason="illness")
    later = {one.occasion.identifier for one in forms_due(people_of, to_come=True)}
    assert "last_contact" not in later


def test_the_first_dose_that_was_taken_is_the_one_that_is_watched(anna, people):
    first, second = (one.due for one in doses(anna)[:2])
    by = visit.actor(people.carla)
    record_administration(anna, client_id=uuid4(), status="missed", number=first.number, by=by)
    assert watched(anna) == []
    day_4 = datetime(2026, 3, 5, 8, tzinfo=UTC)
    with clock.as_of(day_4 + timedelta(minutes=5)):
        settle()
        record_administration(anna, client_id=uuid4(), status="taken", number=second.number,
                              taken_at=day_4, by=by)  # fmt: skip
        (one,) = watched(anna)
    assert one.administration.number == second.number == 2
    assert one.until == day_4 + timedelta(hours=visit.HOURS)


def test_a_form_that_two_fill_in_at_once_is_filled_in_once(on_each):
    team.begins(on_each.anna)
    members = [on_each.carla, on_each.ines]
    one = visit.due(on_each.anna, "vital_signs")
    seen = content_of(one.occasion, one.form)

    def fills(number: int) -> str:
        try:
            with clock.as_of(team.EVENING):
                fields = visit.VITALS | {"measurement.pulse": str(60 + number)}
                fill_form(one.occasion, one.form, client_id=uuid4(), fields=fields, seen=seen,
                          member=members[number % 2])  # fmt: skip
        except ConductError:
            return "refused"
        finally:
            connections.close_all()
        return "kept"

    with ThreadPoolExecutor(8) as pool:
        came = list(pool.map(fills, range(8)))
    assert sorted(came) == ["kept"] + ["refused"] * 7
    assert Measurement.objects.filter(name="pulse").count() == 1
    assert FormEvent.objects.count() == 1
    assert chain().faults == ()


def test_what_is_signed_while_somebody_corrects_is_what_was_seen(on_each):
    team.begins(on_each.anna)
    row = visit.fills(on_each.anna, on_each.carla)
    seen = Seen(VisitForm.objects.select_related("participant__site").get(pk=row.pk), row.content)
    carla, ines = on_each.carla, on_each.ines

    def runs(what: str) -> str:
        try:
            with clock.as_of(team.EVENING):
                if what == "sign":
                    sign(seen.form.participant, [seen], member=ines)
                else:
                    visit.corrects(seen.form.participant, "pulse", 77, carla)
        except ConductError:
            return f"{what} refused"
        finally:
            connections.close_all()
        return what

    with ThreadPoolExecutor(2) as pool:
        came = set(pool.map(runs, ["sign", "correct"]))
    state = VisitForm.objects.get(pk=row.pk).state
    assert came in ({"sign", "correct"}, {"sign refused", "correct"})
    assert state == "complete"  # corrected last, or not signed at all
    for event in FormEvent.objects.filter(kind="signed"):
        assert event.content == seen.content
