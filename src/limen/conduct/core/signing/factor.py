"""The second factor of a member of staff: set up, shown to be there, taken away.

```python
secret = totp.new_secret()                  # into the picture; the record does not know it yet
codes = enrol(member, secret, typed, by=…)  # it is theirs once a code of it was typed
sign_in(member, code=typed)                 # from then on, after the password
```
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from django.conf import settings

from limen.conduct.core import clock
from limen.conduct.core.actor import Actor
from limen.conduct.core.codes import code_hash, new_code
from limen.conduct.core.encryption import decrypt_for_staff, encrypt_for_staff
from limen.conduct.core.models import RecoveryCode, SecondFactor, StaffMember
from limen.conduct.core.reasons import refuse_other_words
from limen.conduct.core.signing import totp
from limen.conduct.core.team_reasons import TEAM
from limen.conduct.core.trail import NothingToDo, Record, recording
from limen.errors import ConductError, Problem

RECOVERY_CODES: Final = 10
_PURPOSE = "second factor"


@dataclass(frozen=True)
class Working:
    """The next code that works: in so many seconds (0: now), and for how many from now."""

    code: str
    wait: int
    seconds: int


def factor_of(member: StaffMember) -> SecondFactor | None:
    """Return the second factor that somebody has; None until they have set one up."""
    return SecondFactor.objects.filter(member=member, ended_at=None).first()


def sealed_secret(member: StaffMember, secret: str) -> bytes:
    """Return a secret as it is stored."""
    return encrypt_for_staff(member, secret, purpose=_PURPOSE)


def opened_secret(member: StaffMember, stored: bytes) -> str:
    """Return a stored secret; `ConductError` if the master key is another."""
    return decrypt_for_staff(member, stored, purpose=_PURPOSE)


def enrol(member: StaffMember, secret: str, code: str, *, by: Actor) -> list[str]:
    """Set up a second factor whose app shows this code now; return ten recovery codes.

    They are kept as hashes only. Sessions of before end. `ConductError` for a wrong code, or if
    there is a second factor: whoever has lost it is given leave to set up another.
    """
    step = totp.step_of(secret, code, clock.now())
    if step is None:
        raise ConductError(_WRONG_AT_FIRST)
    codes = [new_code() for _ in range(RECOVERY_CODES)]
    with recording("staff.factor_set", by=by) as record:
        stored = record.fresh(member)
        if not stored.is_active:
            raise ConductError(f"{stored} does not work here any more.")
        if factor_of(stored) is not None:
            raise ConductError(f"{stored} has a second factor already. Sign in with it.")
        factor = record.add(
            SecondFactor(
                member=stored,
                secret=sealed_secret(stored, secret),
                last_step=step,
                since=record.at,
            )
        )
        record.add_all(RecoveryCode(factor=factor, code_hash=code_hash(one)) for one in codes)
        _end_sessions(record, stored)
        record.note("name", stored.name)
    return codes


def reset_factor(member: StaffMember, *, reason: str, by: Actor) -> None:
    """Take somebody's second factor away: they set up another when they next sign in.

    Sessions end. `reason` is a word of `team_reasons.TEAM`, or it is a `ConductError`. Nothing
    happens if they have none.
    """
    with recording("staff.factor_reset", by=by) as record:
        take_factor(record, member, reason=reason)


def take_factor(record: Record, member: StaffMember, *, reason: str) -> None:
    """Do so inside the event."""
    refuse_other_words(reason, TEAM, needed=True)
    if not end_factor(record, member):
        raise NothingToDo
    record.note("name", member.name)
    record.note("reason", reason)


def end_factor(record: Record, member: StaffMember) -> bool:
    """End a second factor as part of another event; return whether there was one."""
    factor = factor_of(member)
    if factor is None:
        return False
    factor.secret, factor.ended_at = b"", record.at
    record.change(factor, "secret", "ended_at")
    _end_sessions(record, record.fresh(member))
    return True


def working_code(member: StaffMember) -> Working:
    """Return the code that somebody's app would show and that was not used: demonstrations only.

    `ConductError` where people are real: there, only the app knows it.
    """
    refuse_real_studies()
    factor = factor_of(member)
    if factor is None:
        problem = Problem(message="They have not set it up.", remedy="Sign in once with it.")
        raise ConductError(f"{member} has no second factor.", [problem])
    secret, now = opened_secret(member, bytes(factor.secret)), clock.now()
    step = max(totp.step_at(now), factor.last_step + 1)
    return _working(secret, step)


def first_code(secret: str) -> Working:
    """Return the code with which a secret that is being set up is confirmed: the same."""
    refuse_real_studies()
    return _working(secret, totp.step_at(clock.now()))


def refuse_real_studies() -> None:
    """Raise `ConductError` unless this is a demonstration."""
    if not settings.LIMEN_DEMONSTRATION:
        message = "This study is no demonstration: only the telephone of its owner shows a code."
        remedy = "Whoever has lost theirs: limen conduct staff reset-factor FOLDER NAME"
        raise ConductError("No code is shown.", [Problem(message=message, remedy=remedy)])


def _end_sessions(record: Record, stored: StaffMember) -> None:
    stored.factor_changes = (stored.factor_changes or 0) + 1
    record.change(stored, "factor_changes")


def _working(secret: str, step: int) -> Working:
    """A code is taken from the half minute before its own to the end of the one after."""
    now = clock.now().timestamp()
    wait = max(0, math.ceil((step - 1) * totp.SECONDS - now))
    return Working(totp.code_of(secret, step), wait, int((step + 2) * totp.SECONDS - now))


_WRONG_AT_FIRST = (
    "That is not the code of now. Compare the time on your telephone with the right one, and enter "
    "the six digits that the app shows."
)
