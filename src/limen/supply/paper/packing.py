"""The packing list: which kit gets what. It is the blind in clear, and lives as short as it can."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from io import StringIO
from operator import itemgetter
from typing import Any

from limen.supply.sealed import KitSet, PackedKit, ServerPart

HEADER = ("set", "stratum", "order", "draw", "kit", "period", "dose_level", "spare", "intervention")


def packing_list(
    part: ServerPart,
    contents: Mapping[str, Mapping[str, Any]],
    *,
    sets: Sequence[str] | None = None,
) -> str:
    """Return the list as CSV text, a row for each kit in the order of its number.

    `contents` come from `open_everything`; `sets` limits it to some. Sorted by number, so that
    whoever glimpses a page sees no runs of one arm's sets.
    """
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    chosen = [one for one in part.sets if sets is None or one.set in sets]
    rows = [_row(one, packed, contents) for one in chosen for packed in one.kits]
    rows.sort(key=itemgetter(4))
    writer.writerows(rows)
    return text.getvalue()


def _row(
    one: KitSet, packed: PackedKit, contents: Mapping[str, Mapping[str, Any]]
) -> tuple[str, ...]:
    return (
        one.set,
        ", ".join(f"{name} {level}" for name, level in one.stratum.items()),
        str(one.order),
        str(one.draw or ""),
        packed.kit,
        str(packed.place.period),
        packed.place.dose_level,
        "yes" if packed.place.spare else "no",
        contents[one.set]["kits"][packed.kit],
    )
