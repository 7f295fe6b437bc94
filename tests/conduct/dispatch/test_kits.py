"""Kits move from stock to people and back; every movement is a row, and the replay adds up."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pharmacy
import pytest
import team

from limen.conduct.core import clock
from limen.conduct.core.actor import Actor
from limen.conduct.core.answering.services import record_administration
from limen.conduct.core.dispatch.kits.codes import flagged_codes, plain
from limen.conduct.core.dispatch.kits.give import dispense, hand_over, put_back, replace
from limen.conduct.core.dispatch.kits.moves import MOVES, after
from limen.conduct.core.dispatch.kits.stock import recall, receive, stock_of
from limen.conduct.core.dispatch.kits.take_back import count, destroy, take_back, write_off
from limen.conduct.core.dispatch.randomisation.assign import assign_set
from limen.conduct.core.dispatch.reconcile import reconcile
from limen.conduct.core.models import AuditEntry, Kit, KitMovement, Participant
from limen.conduct.core.participation import discontinue
from limen.conduct.core.safety.services.dosing import hold_dosing
from limen.conduct.core.trail import recording, verify
from limen.errors import ConductError
from limen.supply.sealed import spoken

BY, State = pharmacy.BY, Kit.State


def state(kit: Kit) -> str:
    """The kit's state as it is now."""
    return Kit.objects.get(pk=kit.pk).state


@pytest.fixture
def stocked(anna) -> Participant:
    """Anna is randomised, and her set lies in her site's cupboard."""
    assign_set(anna, by=BY)
    pharmacy.stocked(anna.site, anna)
    return Participant.objects.get(pk=anna.pk)


def test_the_life_of_a_kit_is_a_row_each_and_reconciles(demonstration_on_each_database, stocked):
    kit = dispense(stocked, by=BY)
    put_back(stocked, kit.number, by=BY)
    assert dispense(stocked, by=BY) == kit
    hand_over(stocked, spoken(kit.number), by=BY)
    take_back(stocked, kit.number, units=2, by=BY)
    count(kit.number, units=3, by=BY)
    destroy(kit.number, reason="end_of_use", witness="Wanda W.", by=BY)
    kinds = list(KitMovement.objects.filter(kit=kit).values_list("kind", flat=True))
    assert kinds == ["received", "dispensed", "put_back", "dispensed", "handed_over", "returned",
                     "counted", "destroyed"]  # fmt: skip
    assert reconcile() == ()
    assert verify().faults == ()
    events = AuditEntry.objects.filter(event__startswith="kit").count()
    assert events == len(kinds)  # the whole set was received in one event


def test_a_kit_is_of_the_set_the_period_and_no_spare(stocked):
    kit = dispense(stocked, by=BY)
    assert (kit.kit_set.participant_id, kit.period, kit.spare) == (stocked.pk, 1, False)
    others = [dispense(stocked, by=BY) for _ in range(4)]
    assert len({kit, *others}) == 5
    with pytest.raises(ConductError, match="No kit of period 1"):
        dispense(stocked, by=BY)


def test_what_is_not_in_the_table_of_moves_cannot_happen(stocked):
    kit = dispense(stocked, by=BY)
    with pytest.raises(ConductError, match="was not moved"):
        take_back(stocked, kit.number, by=BY)
    with pytest.raises(ConductError, match="was not moved"):
        destroy(kit.number, reason="other", witness="Wanda W.", by=BY)
    assert state(kit) == State.DISPENSED


def test_nothing_leads_out_of_destruction_and_loss():
    for kind in MOVES:
        assert after(kind, State.DESTROYED) is None
        assert after(kind, State.LOST) is None


def test_a_kit_of_somebody_else_is_not_handed_over(stocked, people, ines):
    other = pharmacy.newcomer(people.here, ines)
    assign_set(other, by=BY)
    pharmacy.stocked(other.site, other)
    kit = dispense(other, by=BY)
    with pytest.raises(ConductError, match="wrong kit"):
        hand_over(stocked, kit.number, by=BY)


def test_a_wrong_digit_is_no_other_kit(stocked):
    kit = dispense(stocked, by=BY)
    wrong = kit.number[:-1] + str((int(kit.number[-1]) + 1) % 10)
    with pytest.raises(ConductError, match="one digit is wrong"):
        hand_over(stocked, wrong, by=BY)


def test_a_replacement_has_the_same_place(stocked):
    kit = dispense(stocked, by=BY)
    hand_over(stocked, kit.number, by=BY)
    spare = replace(stocked, kit.number, reason="left_behind", by=BY)
    assert state(kit) == State.LOST
    assert (spare.kit_set, spare.period, spare.dose_level) == (
        kit.kit_set,
        kit.period,
        kit.dose_level,
    )
    assert spare.spare
    movement = KitMovement.objects.get(kit=spare, kind="dispensed")
    assert (movement.instead_of, movement.reason) == (kit, "left_behind")
    with pytest.raises(ConductError, match="No spare"):
        replace(stocked, spare.number, reason="broken", by=BY)
    assert reconcile() == ()


def test_a_replacement_needs_a_reason_of_the_list(stocked):
    kit = dispense(stocked, by=BY)
    with pytest.raises(ConductError):
        replace(stocked, kit.number, reason="Anna dropped it", by=BY)


def test_a_recall_takes_a_lot_out_of_stock_and_asks_back_what_is_at_home(stocked):
    kit = dispense(stocked, by=BY)
    hand_over(stocked, kit.number, by=BY)
    concerned = recall(pharmacy.LOT, by=BY)
    assert len(concerned) == 6
    assert state(kit) == State.TO_BE_BROUGHT_BACK
    assert Kit.objects.filter(state=State.RECALLED).count() == 5
    assert recall(pharmacy.LOT, by=BY) == []
    with pytest.raises(ConductError, match="No kit"):
        dispense(stocked, by=BY)
    take_back(stocked, kit.number, by=BY)
    assert state(kit) == State.RETURNED
    assert reconcile() == ()
    with pytest.raises(ConductError, match="No kit of lot"):
        recall("L-unknown", by=BY)


def test_a_recall_at_some_sites_leaves_the_others_alone(stocked, people, ines):
    boris = pharmacy.newcomer(people.elsewhere, ines)
    assign_set(boris, by=BY)
    pharmacy.stocked(boris.site, boris)
    assert len(recall(pharmacy.LOT, by=BY, sites=[people.elsewhere])) == 6
    kept = Kit.objects.filter(kit_set__participant=stocked)
    assert set(kept.values_list("state", flat=True)) == {State.IN_STOCK}
    with pytest.raises(ConductError, match="at these sites"):
        recall("L-unknown", by=BY, sites=[people.here])


def test_an_expired_kit_is_not_dispensed(anna):
    assign_set(anna, by=BY)
    numbers = [one.number for one in Kit.objects.filter(kit_set__participant=anna)]
    receive(anna.site, numbers, lot="L-1", expires_on=date(2026, 3, 1), by=BY)
    with clock.as_of(datetime(2026, 3, 2, 12, tzinfo=UTC)), pytest.raises(ConductError):
        dispense(anna, by=BY)
    with clock.as_of(datetime(2026, 3, 1, 12, tzinfo=UTC)):
        assert dispense(anna, by=BY).state == State.DISPENSED


def test_a_kit_that_expired_in_the_cupboard_is_not_handed_over(anna):
    assign_set(anna, by=BY)
    numbers = [one.number for one in Kit.objects.filter(kit_set__participant=anna)]
    receive(anna.site, numbers, lot="L-1", expires_on=date(2026, 3, 1), by=BY)
    with clock.as_of(datetime(2026, 3, 1, 12, tzinfo=UTC)):
        kit = dispense(anna, by=BY)
    with (
        clock.as_of(datetime(2026, 3, 2, 12, tzinfo=UTC)),
        pytest.raises(ConductError, match="has expired"),
    ):
        hand_over(anna, kit.number, by=BY)
    with clock.as_of(datetime(2026, 3, 1, 12, tzinfo=UTC)):
        assert hand_over(anna, kit.number, by=BY).state == State.HANDED_OVER


def test_all_kits_are_received_or_none(anna):
    numbers = [one.number for one in Kit.objects.all()[:3]]
    with pytest.raises(ConductError, match="no kit number"):
        receive(anna.site, [*numbers, "123456789"], lot="L-1", expires_on=None, by=BY)
    assert not Kit.objects.exclude(state=State.EXPECTED).exists()
    receive(anna.site, numbers, lot="L-1", expires_on=None, by=BY)
    with pytest.raises(ConductError, match="In stock"):
        receive(anna.site, numbers[:1], lot="L-1", expires_on=None, by=BY)
    assert [one.states for one in stock_of(anna.site)] == [{"in_stock": 3}]


def test_the_set_of_somebody_elsewhere_is_not_received_here(people, ines):
    boris = pharmacy.newcomer(people.elsewhere, ines)
    assign_set(boris, by=BY)
    kit = Kit.objects.filter(kit_set__participant=boris).first()
    with pytest.raises(ConductError, match="another site"):
        receive(people.here, [kit.number], lot="L-1", expires_on=None, by=BY)


def test_destruction_needs_a_second_person(stocked):
    kit = Kit.objects.filter(kit_set__participant=stocked).first()
    for witness in ("", "  ", BY.name):
        with pytest.raises(ConductError, match="second person"):
            destroy(kit.number, reason="end_of_use", witness=witness, by=BY)


def test_nothing_is_given_while_doses_are_held_or_stopped(stocked, ines):
    kit = dispense(stocked, by=BY)
    team.begins(stocked)
    discontinue(stocked, by=BY)
    with pytest.raises(ConductError, match="No dose follows"):
        dispense(stocked, by=BY)
    hold_dosing(stocked, member=ines, reason="headache")
    with pytest.raises(ConductError, match="Dosing is held"):
        hand_over(stocked, kit.number, by=BY)


@pytest.mark.parametrize(
    ("column", "words"), [("paused_since", "pauses"), ("consent_due", "Consent is due again")]
)
def test_nothing_is_given_in_a_pause_or_without_consent(stocked, column, words):
    kit = dispense(stocked, by=BY)
    with recording("test.column", by=BY, participant=stocked) as record:
        setattr(stocked, column, record.at if column == "paused_since" else True)
        record.change(stocked, column)
    for give in (
        lambda: dispense(stocked, by=BY),
        lambda: hand_over(stocked, kit.number, by=BY),
        lambda: replace(stocked, kit.number, reason="broken", by=BY),
    ):
        with pytest.raises(ConductError, match=words):
            give()
    assert state(kit) == State.DISPENSED


def test_a_spare_that_has_expired_replaces_nothing(anna):
    assign_set(anna, by=BY)
    numbers = [one.number for one in Kit.objects.filter(kit_set__participant=anna, spare=True)]
    receive(anna.site, numbers, lot="L-1", expires_on=date(2026, 3, 1), by=BY)
    others = Kit.objects.filter(kit_set__participant=anna, spare=False)
    receive(anna.site, [one.number for one in others], lot="L-2", expires_on=None, by=BY)
    kit = dispense(anna, by=BY)
    with (
        clock.as_of(datetime(2026, 3, 2, 12, tzinfo=UTC)),
        pytest.raises(ConductError, match="No spare"),
    ):
        replace(anna, kit.number, reason="broken", by=BY)
    with clock.as_of(datetime(2026, 3, 1, 12, tzinfo=UTC)):
        assert replace(anna, kit.number, reason="broken", by=BY).spare


def test_a_written_off_kit_is_out_of_use(stocked):
    kit = dispense(stocked, by=BY)
    write_off(kit.number, reason="temperature", by=BY)
    assert state(kit) == State.DAMAGED
    assert reconcile() == ()


def takes(person: Participant, code: str, number: int = 1) -> None:
    """Anna records her first dose with a code."""
    at = datetime(2026, 3, 3, 6, tzinfo=UTC)
    with clock.as_of(team.EVENING):
        record_administration(
            person,
            client_id=uuid4(),
            status="taken",
            number=number,
            envelope=code,
            taken_at=at,
            by=Actor.participant(person),
        )


@pytest.fixture
def dosing(anna) -> tuple[Participant, Kit]:
    """Anna has begun, and has a kit at home since before her first dose."""
    with clock.as_of(team.BEGAN):
        kit = pharmacy.given(anna)
    team.begins(anna)
    return Participant.objects.get(pk=anna.pk), kit


@pytest.mark.parametrize("written", ["{0}", "{1}", "{2}"])
def test_the_right_code_confirms_the_kit(dosing, written):
    person, kit = dosing
    number = kit.number
    takes(person, written.format(number, spoken(number), "-".join(number)))
    assert state(kit) == State.CONFIRMED
    assert flagged_codes(person) == []
    assert reconcile() == ()


@pytest.mark.parametrize(
    ("wrong", "why"), [("123", "unknown"), ("other", "of_another"), ("mine", "not_handed_over")]
)
def test_a_wrong_code_is_kept_and_flagged_and_never_refused(dosing, wrong, why):
    person, kit = dosing
    mine = Kit.objects.filter(kit_set__participant=person).exclude(pk=kit.pk)
    other = Kit.objects.exclude(kit_set__participant=person)
    code = {"123": "123", "other": other.first().number, "mine": mine.first().number}[wrong]
    takes(person, code)
    assert person.administrations.get().kit == code
    assert [(one.dose, one.why) for one in flagged_codes(person)] == [(1, why)]
    assert [one.kind for one in reconcile()] == ["code"]
    assert state(kit) == State.HANDED_OVER


def test_letters_that_look_like_figures_are_forgiven():
    assert plain("l23 4o5-I") == "1234051"


def test_the_replay_finds_what_was_changed_past_the_gateway(stocked):
    kit = dispense(stocked, by=BY)
    assert reconcile() == ()
    Kit.objects.filter(pk=kit.pk).update(state=State.IN_STOCK)
    assert [(one.kind, one.about) for one in reconcile()] == [("ledger", kit.number)]


def test_the_replay_finds_a_set_that_was_skipped(anna):
    given = assign_set(anna, by=BY)
    type(given).objects.filter(pk=given.pk).update(participant=None)
    later = type(given).objects.get(stratum=given.stratum, order=2)
    type(given).objects.filter(pk=later.pk).update(participant=anna)
    assert [(one.kind, one.about) for one in reconcile()] == [("order", given.number)]


def test_kits_still_at_home_after_the_end_are_listed(dosing):
    person, kit = dosing
    discontinue(person, by=BY)
    assert [(one.kind, one.about) for one in reconcile()] == [("return", person.number)]
    take_back(person, kit.number, units=0, by=BY)
    assert reconcile() == ()


def test_a_set_that_is_out_of_use_altogether_was_not_skipped(anna):
    given = assign_set(anna, by=BY)
    type(given).objects.filter(pk=given.pk).update(participant=None)
    later = type(given).objects.get(stratum=given.stratum, order=2)
    type(given).objects.filter(pk=later.pk).update(participant=anna)
    numbers = [one.number for one in given.kits.all()]
    receive(anna.site, numbers, lot="L-1", expires_on=None, by=BY)
    recall("L-1", by=BY)
    assert reconcile() == ()
