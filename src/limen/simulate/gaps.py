"""What a protocol may leave unknown and still be simulated, and what it may not."""

from __future__ import annotations

import re

from limen.errors import DocumentError, Problem
from limen.protocol import Protocol
from limen.protocol.document.opening import unknowns, written

_NEEDED = re.compile(
    r"arms(\[\d+\]\.periods.*)?"
    r"|interventions(\[\d+\])?"
    r"|design|phases"
    r"|periods(\.(count|days|washout_days))?"
    r"|occasions(\[\d+\]\.(phase|schedule(\.(?!day$).*)?|entries_per_day))?"
    r"|outcomes(\[\d+\]\.(instrument|subscale|measurement|derived.*|occasions.*|exposure"
    r"|exposure_lag_days|change_from|better))?"
    r"|guesses\[\d+\]\.(occasions|options|about).*"
    r"|allocation\.(ratio|block_sizes|strata|factors|limit|probability|distance).*"
    r"|instruments\[\d+\]\.subscales(\[\d+\])?"
)


def refuse_gaps(protocol: Protocol) -> None:
    """Raise `DocumentError` with everything unknown that a simulation needs.

    The number of people, the regimen, the allocation as a whole, windows and single days may be
    unknown: the scenario says the first, and the reference of scenarios what holds for the others.
    """
    found = [
        Problem(
            message=f"This is unknown ({gap.reason}).",
            remedy="A simulation needs it: write what might be in a copy of the protocol.",
            path=written(path),
        )
        for path, gap in unknowns(protocol)
        if _NEEDED.fullmatch(written(path))
    ]
    if found:
        raise DocumentError(f"Protocol {protocol.id!r} cannot be simulated.", found)
