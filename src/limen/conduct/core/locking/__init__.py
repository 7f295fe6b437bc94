"""The database lock: what stands in its way, signatures below casebooks, and the lock itself.

`standing_in_the_way_of_lock()` says what is still to be done, kind by kind; `lock_study` asks it
again inside its own transaction and locks the study. Nothing is written afterwards but what
`trail.AFTER_THE_LOCK` names. For data managers: docs/run/lock-and-unseal.md.
"""

from __future__ import annotations

from limen.conduct.core.locking.casebook import casebook_states, signed_casebooks
from limen.conduct.core.locking.in_the_way import InTheWay
from limen.conduct.core.locking.kinds import KINDS, Kind
from limen.conduct.core.locking.lock import Locked, lock_study
from limen.conduct.core.locking.sign import meaning_of_casebook, sign_casebook
from limen.conduct.core.locking.standing import (
    in_the_way,
    in_the_way_of_casebooks,
    standing_in_the_way_of_lock,
    with_casebook,
)

__all__ = [
    "KINDS",
    "InTheWay",
    "Kind",
    "Locked",
    "casebook_states",
    "in_the_way",
    "in_the_way_of_casebooks",
    "lock_study",
    "meaning_of_casebook",
    "sign_casebook",
    "signed_casebooks",
    "standing_in_the_way_of_lock",
    "with_casebook",
]
