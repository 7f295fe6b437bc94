"""Authorising a clinician who came later: one who is authorised seals their halves anew."""

from __future__ import annotations

from datetime import UTC, datetime

from nacl.public import SealedBox

from limen.errors import SupplyError
from limen.supply.keys import PublicPart, Unlocked
from limen.supply.seal import half_of
from limen.supply.sealed import ServerPart
from limen.supply.sealed.files import encoded, json_bytes
from limen.supply.sealed.opener import FORMAT, MARKER, refuse_taken


def authorise(part: ServerPart, newcomer: PublicPart, *, by: Unlocked, at: datetime) -> bytes:
    """Return the file that makes `newcomer` a clinician of the supply; no content is opened.

    `by` is a clinician of it. Halves alone say nothing, so nobody learns anything. Raises
    `SupplyError` if `by` is none, or the newcomer is no clinician or there already.
    """
    if newcomer.kind != "clinician":
        raise SupplyError(f"'{newcomer.name}' is a {newcomer.kind}; a clinician is authorised.")
    if newcomer.name in part.clinicians:
        refuse_taken(part, newcomer.name, newcomer.public)
        raise SupplyError(f"'{newcomer.name}' is a clinician of this supply already.")
    if part.clinicians.get(by.name) != by.public:
        names = ", ".join(part.clinicians) or "nobody"
        raise SupplyError(f"'{by.name}' is no clinician of this supply. Clinicians: {names}.")
    box = SealedBox(newcomer.key)
    shares = {
        kit: encoded(bytes(box.encrypt(half_of(share, by.key, whose=by.name))))
        for kit, share in part.openers[by.name].items()
    }
    return json_bytes(
        {
            MARKER: FORMAT,
            "supply": part.supply,
            "clinician": {"name": newcomer.name, "public": newcomer.public.hex()},
            "granted_by": by.name,
            "at": at.astimezone(UTC).isoformat(timespec="seconds"),
            "shares": shares,
        }
    )
