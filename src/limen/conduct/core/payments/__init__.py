"""Payments to participants for their time: what is due, and what was paid.

A payment is due because an occasion is over, whatever was answered, taken or refused. This room
reads the protocol, occasions and its own rows, and nothing about doses, guesses or adverse events:
who knows what somebody was paid knows nothing of these, and nobody is paid for taking a dose.
"""

from __future__ import annotations

from limen.conduct.core.payments.due import Due, Owed, dues_of, owed_by_site, totals
from limen.conduct.core.payments.pay import pay, take_back

__all__ = ["Due", "Owed", "dues_of", "owed_by_site", "pay", "take_back", "totals"]
