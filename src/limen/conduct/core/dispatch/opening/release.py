"""The server's half of a key is released: for one kit, to one person, after the record."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

from limen.conduct.core.actor import Actor
from limen.conduct.core.dispatch.opening.may_open import standing_of
from limen.conduct.core.dispatch.supplies.openers import clinicians_of, own_share
from limen.conduct.core.dispatch.supplies.part import part_of
from limen.conduct.core.models import Kit, Opening, StaffMember
from limen.conduct.core.served import served
from limen.conduct.core.trail import recording
from limen.errors import ConductError, Problem
from limen.supply.sealed import SealedKit, release, release_key

FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class Released:
    """All that a clinician's own device needs; without their private key it opens nothing."""

    supply: str
    kit: str
    clinician: str
    content: str  # base64, as the other three
    own_share: str
    released_share: str
    verify_key: str
    public_key: str

    def as_json(self) -> dict[str, Any]:
        """Return it as the page and the file hold it; the command line reads the same."""
        return {
            "limen_supply_release": FORMAT,
            "supply": self.supply,
            "kit": self.kit,
            "clinician": self.clinician,
            "content": self.content,
            "own_share": self.own_share,
            "released_share": self.released_share,
            "verify_key": self.verify_key,
            "public_key": self.public_key,
        }


def release_share(opening: Opening, *, member: StaffMember) -> Released:
    """Release the share of an opening to whoever asked for it; each time is an entry of the trail.

    The entry is on the disk before the share is touched. A repetition gives its requester what they
    had; to anybody else, and to whoever may open no longer, it is a `ConductError`. `SupplyError`
    if the release key is missing or another supply's: then there is the paper code-break.
    """
    if opening.member_id != member.pk or opening.means != Opening.Means.SERVER:
        raise ConductError("This share was released to somebody else.")
    participant = opening.participant
    with recording("share.released", by=Actor.staff(member), participant=participant) as record:
        standing = standing_of(member, participant, record.at)
        if standing.grant is None or standing.problems:
            raise ConductError("Nothing was released.", standing.problems)
        if standing.grant.key_name != opening.key_name:
            message = "You have another key since. Ask for the content anew."
            raise ConductError("Nothing was released.", [Problem(message=message, path="key")])
        record.note("kit", opening.kit.number)
        record.note("to", opening.key_name)
    return _released(opening)


def _released(opening: Opening) -> Released:
    kit, sealed = opening.kit, opening.kit.sealed
    supply, name = kit.kit_set.supply, opening.key_name
    part = part_of(supply, clinicians_of(supply), _sealed(kit))
    share = release(part, kit.number, key=release_key(served().keys.release_file), to=name)
    return Released(
        supply=supply.identifier,
        kit=kit.number,
        clinician=name,
        content=_text(bytes(sealed.content)),
        own_share=own_share(kit, name),
        released_share=_text(share),
        verify_key=_text(part.verify_key),
        public_key=_text(part.clinicians[name]),
    )


def _sealed(kit: Kit) -> SealedKit:
    row = kit.sealed
    return SealedKit(kit=kit.number, content=bytes(row.content), share=bytes(row.share))


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
