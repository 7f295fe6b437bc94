"""The server's half of a kit's key: opened for one requester, and sealed again to that person.

The half alone opens nothing. Whoever calls this commits the record of the release first.
"""

from __future__ import annotations

from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from limen.errors import SupplyError
from limen.supply.sealed.files import decoded, read_json, refused
from limen.supply.sealed.part import SealedKit, ServerPart

PRIVATE_MARKER, PRIVATE_FORMAT = "limen_supply_private", 1


def release_key(file: Path) -> PrivateKey:
    """Return the server's release key from its file; `SupplyError` if it is none."""
    found = read_json(file, marker=PRIVATE_MARKER, version=PRIVATE_FORMAT)
    if found.get("kind") != "server" or "private" not in found:
        raise refused(file, "is not a server's release key.", "`limen supply keys` makes one.")
    try:
        return PrivateKey(decoded(found["private"]))
    except (ValueError, CryptoError):
        raise refused(file, "holds no key of 32 bytes.") from None


def release(part: ServerPart, kit: str, *, key: PrivateKey, to: str) -> bytes:
    """Return the server's half for one kit, sealed to the clinician called `to`.

    Raises `SupplyError` if there is no such kit or clinician, or `key` is another server's.
    """
    sealed = sealed_kit(part, kit)
    if to not in part.clinicians:
        names = ", ".join(part.clinicians) or "nobody"
        raise SupplyError(f"'{to}' is no clinician of this supply. Clinicians: {names}.")
    try:
        half = SealedBox(key).decrypt(sealed.share)
    except CryptoError:
        raise SupplyError(
            f"The server's share of kit {kit} does not open: the release key is another supply's, "
            "or the share was changed. Use the paper code-break."
        ) from None
    return bytes(SealedBox(PublicKey(part.clinicians[to])).encrypt(half))


def sealed_kit(part: ServerPart, kit: str) -> SealedKit:
    """Return the sealed content of a kit, or raise `SupplyError` if there is none."""
    if kit not in part.contents:
        raise SupplyError(f"There is no kit {kit} in this supply. Read the number again.")
    return part.contents[kit]
