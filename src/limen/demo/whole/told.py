"""What the terminal says of a study that was lived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from limen.demo.lived.accounts import holders_of, team_of
from limen.demo.lived.folder import ADDRESS

if TYPE_CHECKING:
    from limen.demo.whole.live import Whole


def told(made: Whole) -> str:
    """Return what took place, how often, and where everything lies."""
    counts = "\n".join(f"  {n:>6}  {what}" for what, n in made.life.happened.items() if n)
    looked, closed = made.looked, made.closed
    return (
        f"Lived up to {made.until:%Y-%m-%d} (its own clock):\n{counts}\n\n"
        f"The look on {looked.at:%Y-%m-%d}, {looked.people} people:\n"
        f"  open report    {looked.open_report}\n"
        f"  closed report  {looked.closed_report}\n\n"
        f"Locked; the trail ends at {closed.head}\n"
        f"  dataset        {closed.dataset}  ({closed.hash[:16]}…, {closed.findings} findings)\n"
        f"  report         {closed.report}\n\n"
        f"To look around: limen conduct serve {made.server}\n"
        f"then {ADDRESS}/staff/, with the code that the page shows, as\n{team_of()}\n"
        f"The key holders, who unsealed it (docs/run/lock-and-unseal.md):\n{holders_of()}"
    )
