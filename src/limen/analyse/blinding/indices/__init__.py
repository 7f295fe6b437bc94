"""Blinding indices, one file each. To add one: its file, and its line here."""

from limen.analyse.blinding.indices import (
    area,
    bang,
    bang_five,
    correct_rate,
    criterion,
    james,
    sensitivity,
    share_difference,
)
from limen.analyse.blinding.indices.index import BlindingIndex, analytic_limits

INDICES: dict[str, BlindingIndex] = {
    member.INDEX.key: member.INDEX
    for member in (
        sensitivity,
        criterion,
        bang,
        bang_five,
        james,
        share_difference,
        area,
        correct_rate,
    )
}

__all__ = ["INDICES", "BlindingIndex", "analytic_limits"]
