"""A supply of the demonstration's protocol, and people who are ready to be randomised."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import cast
import servers

sys.path.insert(0, str(Path(__file__).parents[3] / "supply"))
import sealing

from limen.conduct.core.actor import Actor
from limen.conduct.core.dispatch.kits.give import dispense, hand_over
from limen.conduct.core.dispatch.kits.move import Move, move
from limen.conduct.core.dispatch.kits.stock import receive
from limen.conduct.core.dispatch.opening.grant import grant_opening
from limen.conduct.core.dispatch.randomisation.assign import assign_set
from limen.conduct.core.dispatch.supplies.load import load_supply
from limen.conduct.core.models import (
    Consent,
    CounterSignature,
    EligibilityDecision,
    Kit,
    KitMovement,
    KitSet,
    Opening,
    OpeningGrant,
    Participant,
    ParticipationEvent,
    Site,
    StaffMember,
    Supply,
)
from limen.conduct.core.services.invite import invite
from limen.conduct.core.trail import recording
from limen.protocol import Protocol, parse_protocol
from limen.supply.create import seal_supply
from limen.supply.keys import Unlocked, read_ring
from limen.supply.plan import DrawnSet, draw_sets

BY = cast.BY
LOT, EXPIRES = "L-2026-04", date(2027, 6, 30)
DEMONSTRATION = parse_protocol(servers.DEMONSTRATION)


@dataclass(frozen=True)
class Sealed:
    """A supply in a folder, and the keys that it was sealed for."""

    folder: Path
    keys: Path
    people: dict[str, Unlocked]

    @property
    def server(self) -> Path:
        """The server's part."""
        return self.folder / "server"

    @property
    def release_file(self) -> Path:
        """The server's release key."""
        return self.keys / "release.private.json"


@cache
def _people() -> tuple[Path, dict[str, Unlocked]]:
    keys = Path(mkdtemp(prefix="limen-supply-keys-")) / "keys"
    return keys, sealing.make_people(keys)


@cache
def sealed(protocol: Protocol = DEMONSTRATION, *, count: int = 4, swapped: bool = False) -> Sealed:
    """A supply of so many sets in each stratum; `swapped` gives everybody the other arm."""
    drawn = draw_sets(protocol, seed=sealing.SEED, count=count)
    return seal(protocol, other_arms(protocol, drawn) if swapped else drawn)


def seal(protocol: Protocol, drawn: Sequence[DrawnSet], *, seed: int = sealing.SEED) -> Sealed:
    """A supply of a list; another `seed` makes one with other numbers and another id."""
    keys, people = _people()
    folder = Path(mkdtemp(prefix="limen-supply-")) / "supply"
    chances = sealing.still(seed)
    if seed != sealing.SEED:
        chances = replace(chances, supply=f"{seed:016x}")
    seal_supply(
        protocol,
        drawn,
        ring=read_ring(keys),
        out=folder,
        now=sealing.NOW,
        chances=chances,
    )
    return Sealed(folder, keys, people)


def other_arms(protocol: Protocol, drawn: Sequence[DrawnSet]) -> list[DrawnSet]:
    """The same list with every arm exchanged for the other."""
    first, second = protocol.arms
    other = {first.id: second, second.id: first}
    return [
        replace(one, arm=other[one.arm].id, course=tuple(other[one.arm].periods)) for one in drawn
    ]


def loaded(supply: Sealed, *, reason: str = "") -> Supply:
    """Load a supply into the study at hand, release key and all."""
    file = servers.READY.keys.release_file
    shutil.copyfile(supply.release_file, file)
    file.chmod(0o600)
    return load_supply(supply.server, by=BY, reason=reason)


def ready(person: Participant, investigator: StaffMember) -> Participant:
    """Let somebody have all that is needed before a kit, without the pages; return the row."""
    with recording("test.ready", by=BY, participant=person) as record:
        stored = record.fresh(person)
        consent = record.add(
            Consent(
                participant=stored,
                version=stored.version,
                version_hash="0" * 64,
                documents="{}",
                language="en",
                signed_at=record.at,
            )
        )
        record.add(
            CounterSignature(
                consent=consent,
                member=investigator,
                respondent="physician",
                meaning="I explained.",
                signed_at=record.at,
            )
        )
        record.add(
            EligibilityDecision(
                participant=stored,
                protocol_version=stored.version,
                eligible=True,
                failed="[]",
                undecided="[]",
                member=investigator,
                decided_at=record.at,
            )
        )
        kind = ParticipationEvent.Kind.BASELINE_LOCKED
        record.add(ParticipationEvent(participant=stored, kind=kind, at=record.at))
        stored.status, stored.consent_due = Participant.Status.ELIGIBLE, False
        record.change(stored, "status", "consent_due")
        return stored


def newcomer(site: Site, investigator: StaffMember) -> Participant:
    """Somebody new who is ready."""
    return ready(invite(site, by=BY).participant, investigator)


def stocked(site: Site, participant: Participant) -> list[Kit]:
    """Receive all kits of somebody's set at a site."""
    numbers = Kit.objects.filter(kit_set__participant=participant).values_list("number", flat=True)
    return receive(site, list(numbers), lot=LOT, expires_on=EXPIRES, by=BY)


def given(person: Participant) -> Kit:
    """Randomise somebody who is ready, and hand them their first kit over."""
    assign_set(person, by=BY)
    stocked(person.site, person)
    kit = dispense(person, by=BY)
    return hand_over(person, kit.number, by=BY)


def listed(member: StaffMember, key_name: str = "clara") -> OpeningGrant:
    """Put somebody on the list of those who may open."""
    return grant_opening(
        member, role="physician_on_call", key_name=key_name, by=Actor("system", "command")
    )


def opened_once(person: Participant, member: StaffMember) -> Opening:
    """Give somebody a kit, and let a member of staff have opened it; nothing else changes."""
    loaded(sealed())
    listed(member)
    with recording("test.opened", by=BY, participant=person) as record:
        stored, one = record.fresh(person), KitSet.objects.order_by("pk").first()
        one.participant, one.assigned_at = stored, record.at
        record.change(one, "participant", "assigned_at")
        kit = one.kits.order_by("pk").first()
        move(record, kit, Move(kind=KitMovement.Kind.RECEIVED, site=stored.site, lot=LOT))
        move(record, kit, Move(kind=KitMovement.Kind.DISPENSED, participant=stored))
        return record.add(
            Opening(
                participant=stored,
                kit=kit,
                member=member,
                category=Opening.Category.EMERGENCY,
                means=Opening.Means.SERVER,
                key_name="clara",
                dosing_after="continues",
                opened_at=record.at,
                recorded_at=record.at,
            )
        )
