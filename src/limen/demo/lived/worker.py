"""Time passes for a virtual study, as the worker sees it."""

from __future__ import annotations

from datetime import datetime, timedelta

_STEP = timedelta(hours=1)


def let_pass(since: datetime, until: datetime, *, step: timedelta = _STEP) -> datetime:
    """Let the worker come by at every step up to `until`; return when it last did."""
    from limen.conduct.core import clock, messages

    while since + step <= until:
        since += step
        with clock.as_of(since):
            messages.tick()
    return since
