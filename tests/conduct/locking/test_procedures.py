"""Minimisation, self-drawn envelopes and strata of a baseline: from the server to the arms."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import cast
import lived_through
import pharmacy
import procedures
import pytest
import sealing
import servers
from django.db import connections
from pharmacy import BY

from limen.conduct.core import clock
from limen.conduct.core.actor import Actor
from limen.conduct.core.answering.services import record_administration
from limen.conduct.core.dispatch.kits.codes import flagged_codes
from limen.conduct.core.dispatch.randomisation.allocator import SOCKET
from limen.conduct.core.dispatch.randomisation.assign import assign_set
from limen.conduct.core.dispatch.randomisation.obstacles import standing_in_the_way
from limen.conduct.core.dispatch.randomisation.strata import levels_of
from limen.conduct.core.dispatch.reconcile import reconcile
from limen.conduct.core.export import export
from limen.conduct.core.locking import lock_study
from limen.conduct.core.models import (
    KitSet,
    Measurement,
    Occasion,
    Participant,
    ParticipationEvent,
    Score,
)
from limen.conduct.core.occasions.services import begin_study
from limen.conduct.core.services.invite import invite
from limen.conduct.core.trail import recording, verify
from limen.dataset import read_dataset
from limen.dataset.check import check_dataset
from limen.errors import SupplyError
from limen.supply.allocator import read_pool
from limen.supply.create import create
from limen.supply.keys import make_key, rehearse_allocator, unlock
from limen.supply.opening import (
    Holders,
    assigned_by_kits,
    read_assigned,
    read_unblinded_part,
    unseal,
)
from limen.supply.plan import draw_sets
from limen.supply.sealed import read_server_part

INVITED = datetime(2026, 3, 2, 10, tzinfo=UTC)
START = datetime(2026, 3, 10, tzinfo=UTC).date()
DOSING = datetime(2026, 3, 10, 8, tzinfo=UTC)  # the morning of study day 1


def screened(people: cast.Cast, nth: int, **said: str) -> Participant:
    """Somebody who was found eligible, with every signature and a baseline."""
    one = invite(people.here if nth % 2 else people.elsewhere, by=BY).participant
    lived_through.screened(one, people.ines, **said)
    with recording("test.ready", by=BY, participant=one) as record:
        consent = one.consents.get()
        record.add(
            pharmacy.CounterSignature(
                consent=consent,
                member=people.ines,
                respondent="physician",
                meaning="I explained.",
                signed_at=record.at,
            )
        )
        kind = ParticipationEvent.Kind.BASELINE_LOCKED
        record.add(ParticipationEvent(participant=one, kind=kind, at=record.at))
    return Participant.objects.select_related("site", "version").get(pk=one.pk)


def unsealed(folder, supply, people, *, assigned=None):
    """The arms of a locked dataset, opened by both holders."""
    dataset = read_dataset(folder)
    assert dataset.provenance.locked.startswith("20")
    part = read_server_part(supply / "server")
    holders = Holders(
        first=people["anna"],
        second=people["ben"],
        purpose="lock",
        reason="Locked in a test of the procedures",
        at=sealing.NOW,
    )
    sets = assigned or assigned_by_kits(part, dataset)
    unblinded = read_unblinded_part(supply / "unblinded")
    made = unseal(part, unblinded, dataset, assigned=sets, holders=holders)
    assert check_dataset(dataset, allocations=made).errors == ()
    return dataset.unseal(made).arm_of, made


@pytest.fixture(params=["sqlite", "postgresql"])
def minimising(request, deployment, tmp_path):
    """A study with minimisation, its supply, and an allocator that answers."""
    text = procedures.minimised()
    keys = tmp_path / "keys"
    people = sealing.make_people(keys)
    make_key(keys, name="allocator", kind="allocator", passphrase=sealing.PASSPHRASE,
             cost=sealing.CHEAP)  # fmt: skip
    key = unlock(keys / "allocator.private.json", sealing.PASSPHRASE)
    rehearse_allocator(keys, key, at=sealing.NOW)
    supply = tmp_path / "supply"
    create(procedures.protocol_of(text), keys=keys, out=supply, now=sealing.NOW, count=8,
           chances=sealing.still())  # fmt: skip
    with getattr(servers, request.param)(text):
        pharmacy.load_supply(supply / "server", by=BY, reason="")
        yield supply, people, key, keys


@pytest.fixture
def answering(minimising):
    """The allocator's own process, at the socket where this server asks."""
    supply, _people, _key, keys = minimising
    path = servers.READY.folder / SOCKET
    words = ["supply", "allocator", supply / "allocator", "--socket", path, "--passphrase-stdin",
             "--private", keys / "allocator.private.json"]  # fmt: skip
    code = [sys.executable, "-c", "from limen.cli import main; main()", *map(str, words)]
    process = subprocess.Popen(code, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin
    process.stdin.write(sealing.PASSPHRASE + "\n")
    process.stdin.flush()
    try:
        limit = time.monotonic() + 30
        while not path.exists():
            assert process.poll() is None
            assert time.monotonic() < limit
            time.sleep(0.05)
        yield path
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)
        path.unlink(missing_ok=True)


def test_without_its_allocator_nobody_is_randomised(minimising):
    with clock.as_of(INVITED):
        one = screened(cast.people(), 0)
        with pytest.raises(SupplyError, match="cannot be reached"):
            assign_set(one, by=BY)
    assert not KitSet.objects.exclude(participant=None).exists()


def test_minimisation_from_the_answers_to_the_arms(minimising, answering, tmp_path):
    supply, holders, key, _keys = minimising
    with clock.as_of(INVITED):
        people = cast.people()
        crowd = [
            screened(people, n, sex=("female", "male")[n % 3 == 0], age_years=str(25 + n))
            for n in range(8)
        ]

    def randomise(one: Participant) -> str:
        try:
            with clock.as_of(INVITED):
                return assign_set(one, by=BY).number
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        given = dict(zip([one.number for one in crowd], pool.map(randomise, crowd), strict=True))
    assert len(set(given.values())) == 8
    for one in crowd:
        stratum = KitSet.objects.get(participant=one).stratum
        assert json.loads(stratum)["site"] == one.site.identifier
    with clock.as_of(INVITED + timedelta(hours=1)):
        for one in crowd:
            begin_study(one, start=START, by=BY)
        procedures.leaves_and_is_signed_for(crowd, investigator_of_all(people))
        lock_study(by=BY)
    folder = export(tmp_path / "dataset", by=BY).folder
    assigned = read_assigned(folder / "evidence" / "assigned.csv")
    assert assigned == given
    arms, _made = unsealed(folder, supply, holders, assigned=assigned)
    pool = read_pool(supply / "allocator", key)  # a second route: what the allocator holds
    names = pool.procedure.arms
    planned = {one.set: names[one.arm] for one in pool.sets}
    assert arms == {person: planned[number] for person, number in given.items()}
    assert set(Counter(arms.values())) == {"PL", "MD"}
    assert verify().faults == ()


def investigator_of_all(people: cast.Cast):
    """Ines, who investigates at the other site too."""
    from limen.conduct.core.models import Membership

    with recording("test.hired", by=BY) as record:
        record.add(
            Membership(
                member=people.ines, site=people.elsewhere, role="investigator", since=record.at
            )
        )
    return people.ines


def test_levels_that_change_between_asking_and_writing(minimising, answering, monkeypatch):
    """The allocator has answered, and the server failed: with other levels it says what to do."""
    from limen.conduct.core.dispatch.randomisation import assign

    with clock.as_of(INVITED):
        people = cast.people()
        one = screened(people, 0, sex="male")
        told = assign.allocated_set(one, levels_of(one).known)
        monkeypatch.setattr(
            assign, "levels_of",
            lambda who: levels_of(who).__class__(known={"site": one.site.identifier,
                                                        "sex": "female"}, missing=()),
        )  # fmt: skip
        with pytest.raises(SupplyError, match="enter the levels as they were, randomise"):
            assign_set(one, by=BY)
        monkeypatch.undo()
        assert assign_set(one, by=BY).number == told


@pytest.fixture(params=["sqlite", "postgresql"])
def drawing(request, deployment):
    """A study whose participants pack and draw themselves, and the sets of six of them."""
    text = procedures.self_packed()
    protocol = procedures.protocol_of(text)
    drawn = draw_sets(protocol, seed=11, count=6)
    sealed = pharmacy.seal(protocol, drawn, seed=11)
    with getattr(servers, request.param)(text):
        pharmacy.loaded(sealed)
        yield sealed, drawn
    servers.READY.keys.release_file.unlink(missing_ok=True)


def takes(one: Participant, kit: str) -> None:
    """Tell that an envelope was taken, on the morning of study day 1."""
    record_administration(
        one, client_id=uuid4(), status="taken", number=1, envelope=kit,
        taken_at=clock.now(), by=Actor.participant(one),
    )  # fmt: skip


def test_envelopes_that_people_drew_are_decoded_after_the_lock(drawing, tmp_path):
    sealed, drawn = drawing
    part = read_server_part(sealed.server)
    arms = {one.set: plan.arm for one, plan in zip(part.sets, drawn, strict=True)}
    with clock.as_of(INVITED):
        people = cast.people()
        crowd = [screened(people, 1) for _ in range(4)]
        for one in crowd:
            assign_set(one, by=BY)
            begin_study(one, start=START, by=BY)
    kept = {}
    with clock.as_of(DOSING):
        for nth, one in enumerate(crowd):
            theirs = list(KitSet.objects.filter(participant=one).order_by("order"))
            assert Counter(arms[each.number] for each in theirs) == {"PL": 1, "MD": 1}
            kept[one.number] = theirs[nth % 2]
            takes(one, kept[one.number].kits.order_by("number").first().number)
        assert [flagged_codes(one) for one in crowd] == [[]] * 4
        takes_of_another = screened(people, 1)
        assign_set(takes_of_another, by=BY)
        begin_study(takes_of_another, start=START, by=BY)
    assert reconcile() == ()
    with clock.as_of(DOSING + timedelta(minutes=1)):
        everybody = list(Participant.objects.order_by("number"))
        mark_forms_not_done(everybody)
        procedures.leaves_and_is_signed_for(everybody, people.ines)
        lock_study(by=BY)
    folder = export(tmp_path / "dataset", by=BY).folder
    assert not (folder / "evidence" / "assigned.csv").exists()
    found, made = unsealed(folder, sealed.folder, sealed.people)
    assert found == {person: arms[one.number] for person, one in kept.items()}
    held = {"PL": "placebo", "MD": "lsd_10"}
    rows = [row for row in made.rows if row["kit"]]
    assert len(rows) == 4
    assert all(row["intervention"] == held[found[row["participant"]]] for row in rows)


def mark_forms_not_done(people: list[Participant]) -> None:
    """Say of every form that is due that it was not done."""
    from limen.conduct.core.forms import forms_due
    from limen.conduct.core.models import VisitForm

    with recording("test.not_done", by=BY) as record:
        for due in forms_due(Participant.objects.filter(pk__in=[one.pk for one in people])):
            record.add(
                VisitForm(
                    participant=due.occasion.participant,
                    occasion=due.occasion,
                    form=due.form.id,
                    respondent=due.form.respondent,
                    state="not_done",
                )
            )


def test_an_envelope_of_somebody_else_is_flagged(drawing):
    with clock.as_of(INVITED):
        people = cast.people()
        one, other = screened(people, 1), screened(people, 1)
        for each in (one, other):
            assign_set(each, by=BY)
            begin_study(each, start=START, by=BY)
    with clock.as_of(DOSING):
        takes(one, KitSet.objects.filter(participant=other).first().kits.first().number)
        assert [flag.why for flag in flagged_codes(one)] == ["of_another"]


@pytest.fixture
def by_baseline(deployment):
    """A study whose strata are what was found before the first dose."""
    text = procedures.by_baseline()
    protocol = procedures.protocol_of(text)
    with servers.sqlite(text):
        pharmacy.loaded(pharmacy.seal(protocol, draw_sets(protocol, seed=3, count=2), seed=3))
        yield protocol
    servers.READY.keys.release_file.unlink(missing_ok=True)


def measured(one: Participant, name: str, value: float, *, at: str = "baseline", version: int = 1):
    row = Occasion.objects.get(participant=one, identifier=at)
    with recording("test.measured", by=BY, participant=one) as record:
        shared = {"participant": one, "occasion": row, "value": value, "version": version}
        if name == "mood":
            record.add(
                Score(
                    **shared,
                    instrument="limen_daily",
                    instrument_version="1",
                    scoring_version="1",
                    subscale="mood",
                    computed_at=record.at,
                )
            )
            return
        record.add(Measurement(**shared, name=name, respondent="physician", entered_at=record.at))


def test_strata_of_a_baseline(by_baseline, tmp_path):
    with clock.as_of(INVITED):
        people = cast.people()
        one = screened(people, 1)
        begin_study(one, start=START, by=BY)
        one = Participant.objects.select_related("site", "version").get(pk=one.pk)
        lacking = [problem.path for problem in standing_in_the_way(one)]
        assert lacking == ["pulse", "pregnancy_test", "mood"]
        measured(one, "pulse", 65)
        measured(one, "pulse", 72, version=2)  # corrected
        measured(one, "pregnancy_test", 0)
        measured(one, "mood", 80, at="run_in_diary.1")
        measured(one, "mood", 30, at="run_in_diary.3")  # the latest before treatment
        measured(one, "mood", 90, at="diary.1")  # after it
        levels = {"pulse": "fast", "pregnancy_test": "negative", "mood": "low"}
        assert levels_of(one).known == levels
        given = assign_set(one, by=BY)
        assert json.loads(given.stratum) == levels
        measured(one, "pulse", 60, version=3)  # a correction afterwards does not change it
    folder = export(tmp_path / "dataset", by=BY).folder
    (row,) = read_dataset(folder).rows("participants")
    for text in ("pulse=fast", "pregnancy_test=negative", "mood=low"):
        assert text in row["stratum"]


def test_a_finding_that_is_no_level_leaves_it_unknown(by_baseline):
    with clock.as_of(INVITED):
        people = cast.people()
        one = screened(people, 1)
        begin_study(one, start=START, by=BY)
        measured(one, "pregnancy_test", 2)  # "not applicable"
        found = levels_of(Participant.objects.select_related("site", "version").get(pk=one.pk))
    assert found.known == {}
    assert "Enter what was measured before the first dose" in str(found.missing[0].remedy)
