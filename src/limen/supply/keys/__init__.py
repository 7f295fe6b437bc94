"""Keys of people and of the server, and the rehearsal that proves that they open."""

from limen.supply.keys.pair import Unlocked, make_key, make_release_key, unlock
from limen.supply.keys.public import PublicPart, Ring, read_ring
from limen.supply.keys.rehearsal import (
    rehearse_allocator,
    rehearse_clinician,
    rehearse_holders,
    require_rehearsed,
)

__all__ = [
    "PublicPart",
    "Ring",
    "Unlocked",
    "make_key",
    "make_release_key",
    "read_ring",
    "rehearse_allocator",
    "rehearse_clinician",
    "rehearse_holders",
    "require_rehearsed",
    "unlock",
]
