"""The contact log: every attempt to reach somebody, and whether it did.

A line is never changed; one that was a mistake is taken back by another. Before somebody is noted
as lost, pages show how often they were tried since they were last reached.
"""

from __future__ import annotations

from limen.conduct.core.contacts.reading import Tried, contact_log, latest_contact, tried
from limen.conduct.core.contacts.services import log_contact, take_back

__all__ = [
    "Tried",
    "contact_log",
    "latest_contact",
    "log_contact",
    "take_back",
    "tried",
]
