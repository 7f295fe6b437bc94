"""Opening: one content by two halves, and the whole list by both key holders after the lock."""

from limen.supply.opening.authorise import authorise
from limen.supply.opening.holders import Holders, open_everything, open_list, open_set
from limen.supply.opening.night import Released, open_kit, open_released, read_released
from limen.supply.opening.record import Opening, openings
from limen.supply.opening.unblinded import UnblindedPart, read_unblinded_part
from limen.supply.opening.unseal import (
    assigned_by_kits,
    read_assigned,
    refuse_snapshot,
    unknown_kits,
    unseal,
)

__all__ = [
    "Holders",
    "Opening",
    "Released",
    "UnblindedPart",
    "assigned_by_kits",
    "authorise",
    "open_everything",
    "open_kit",
    "open_list",
    "open_released",
    "open_set",
    "openings",
    "read_assigned",
    "read_released",
    "read_unblinded_part",
    "refuse_snapshot",
    "unknown_kits",
    "unseal",
]
