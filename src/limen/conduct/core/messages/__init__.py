"""Messages to participants: queued with their cause, sent at most once, never forgotten.

`tick` is what the worker does every few seconds; `plan_reminders` is what services of occasions are
given as `opened`. States and guarantees: docs/develop/reminders.md.
"""

from __future__ import annotations

from limen.conduct.core.messages.address import (
    Address,
    Confirmed,
    address,
    ask_confirmation,
    confirm_email,
    turn_off,
    turn_off_by_link,
)
from limen.conduct.core.messages.evidence import opened_by_link
from limen.conduct.core.messages.feed import feed
from limen.conduct.core.messages.plan import plan_reminders
from limen.conduct.core.messages.reading import (
    messages_to_look_at,
)
from limen.conduct.core.messages.send import Sent
from limen.conduct.core.messages.worker import Ticked, tick

__all__ = [
    "Address",
    "Confirmed",
    "Sent",
    "Ticked",
    "address",
    "ask_confirmation",
    "confirm_email",
    "feed",
    "messages_to_look_at",
    "opened_by_link",
    "plan_reminders",
    "tick",
    "turn_off",
    "turn_off_by_link",
]
