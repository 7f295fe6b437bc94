"""Opening one kit: a clinician's own key together with the share that the server released."""

from __future__ import annotations

from typing import Any

from limen.errors import SupplyError
from limen.supply.keys import Unlocked
from limen.supply.seal import half_of, open_in_two, read_message
from limen.supply.sealed import ServerPart
from limen.supply.sealed.release import sealed_kit
from limen.supply.writing import KIT


def open_kit(part: ServerPart, kit: str, *, clinician: Unlocked, released: bytes) -> dict[str, Any]:
    """Return what a kit holds: intervention with its title and dose, period, dose level.

    `released` is what `limen.supply.sealed.release` gave for this kit and this clinician. What a
    browser does, done here for the rehearsal, for a drill, and for the tests that hold both alike.
    """
    sealed = sealed_kit(part, kit)
    shares = part.openers.get(clinician.name)
    if shares is None or part.clinicians[clinician.name] != clinician.public:
        names = ", ".join(part.clinicians) or "nobody"
        raise SupplyError(
            f"The key of '{clinician.name}' is not one that this supply was sealed for. "
            f"Clinicians: {names}."
        )
    own = half_of(shares[kit], clinician.key, whose=clinician.name)
    message = open_in_two(
        sealed.content, own, half_of(released, clinician.key, whose=clinician.name)
    )
    content = read_message(message, KIT, supply=part.supply, verify_key=part.verify_key)
    if content["kit"] != kit:
        raise SupplyError(
            f"Kit {kit} holds the content of kit {content['kit']}: somebody swapped them. "
            "Do not act on it; use the paper code-break, and tell the sponsor."
        )
    return content
