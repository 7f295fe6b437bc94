"""What a supply consists of, before anything is sealed: places, strata, arms, contents, numbers."""

from limen.supply.plan.contents import held_kit, held_set, longest_kit, longest_list, longest_set
from limen.supply.plan.drawing import DrawnSet, draw_sets
from limen.supply.plan.layout import places
from limen.supply.plan.numbering import new_numbers
from limen.supply.plan.strata import strata, strata_levels

__all__ = [
    "DrawnSet",
    "draw_sets",
    "held_kit",
    "held_set",
    "longest_kit",
    "longest_list",
    "longest_set",
    "new_numbers",
    "places",
    "strata",
    "strata_levels",
]
