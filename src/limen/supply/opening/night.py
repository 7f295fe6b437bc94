"""Opening one kit: a clinician's own key together with the share that the server released."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from limen.errors import SupplyError
from limen.supply.keys import Unlocked
from limen.supply.keys.public import fingerprint
from limen.supply.seal import half_of, open_in_two, read_message
from limen.supply.sealed import ServerPart
from limen.supply.sealed.files import decoded, read_json, refused
from limen.supply.sealed.release import sealed_kit
from limen.supply.writing import KIT


@dataclass(frozen=True, kw_only=True)
class Released:
    """All that one opening needs but the clinician's private key."""

    supply: str
    kit: str
    clinician: str
    content: bytes
    own_share: bytes
    released_share: bytes
    verify_key: bytes

    @property
    def fingerprint(self) -> str:
        """What stands on the clinician's card, if the content is the pharmacist's."""
        return fingerprint(self.verify_key)


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
    return _opened(
        Released(
            supply=part.supply,
            kit=kit,
            clinician=clinician.name,
            content=sealed.content,
            own_share=shares[kit],
            released_share=released,
            verify_key=part.verify_key,
        ),
        clinician,
    )


def read_released(file: Path) -> Released:
    """Return what the study's server put into a file for one clinician and one kit.

    Raises `SupplyError` if the file is none, or was cut off.
    """
    found = read_json(file, marker="limen_supply_release", version=1)
    try:
        return Released(
            supply=found["supply"],
            kit=found["kit"],
            clinician=found["clinician"],
            content=decoded(found["content"]),
            own_share=decoded(found["own_share"]),
            released_share=decoded(found["released_share"]),
            verify_key=decoded(found["verify_key"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise refused(file, f"lacks or garbles something: {error}.", "Save it again.") from None


def open_released(released: Released, clinician: Unlocked) -> dict[str, Any]:
    """Return what a kit holds, from the server's file and the clinician's own key.

    Compare `released.fingerprint` with the card: a server that made up a content has another one.
    """
    if released.clinician != clinician.name:
        raise SupplyError(
            f"This share was released to '{released.clinician}', not to '{clinician.name}'."
        )
    return _opened(released, clinician)


def _opened(released: Released, clinician: Unlocked) -> dict[str, Any]:
    own = half_of(released.own_share, clinician.key, whose=clinician.name)
    theirs = half_of(released.released_share, clinician.key, whose=clinician.name)
    message = open_in_two(released.content, own, theirs)
    content = read_message(message, KIT, supply=released.supply, verify_key=released.verify_key)
    if content["kit"] != released.kit:
        raise SupplyError(
            f"Kit {released.kit} holds the content of kit {content['kit']}: somebody swapped them. "
            "Do not act on it; use the paper code-break, and tell the sponsor."
        )
    return content
