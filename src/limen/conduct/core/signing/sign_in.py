"""A member of staff signs in, or out: a password first, then the second factor."""

from __future__ import annotations

from django.contrib.auth import authenticate

from limen.conduct.core import clock, throttle
from limen.conduct.core.actor import Actor
from limen.conduct.core.codes import code_hash
from limen.conduct.core.models import RecoveryCode, SecondFactor, StaffMember
from limen.conduct.core.signing import totp
from limen.conduct.core.signing.factor import factor_of, opened_secret
from limen.conduct.core.trail import Record, recording
from limen.errors import WrongCodeError

_SERVER = Actor("system", "web")


def recognise(name: str, password: str, *, token: str = "") -> StaffMember | None:
    """Return whose name and password these are, or None. Nobody is signed in by it.

    An unknown name, a wrong password and somebody who has left are one answer, and take as long.
    `token` is what a browser keeps on which somebody signed in before (`throttle.known_token`).
    `ThrottledError` after too many failures with this name. The second factor comes after this:
    `sign_in`, or `factor.enrol` for who has none yet.
    """
    key = throttle.staff_key(name, token)
    throttle.refuse_if_busy(key)
    member = authenticate(None, username=name.strip(), password=password)
    if not isinstance(member, StaffMember):
        throttle.failed(key)
        return None
    throttle.succeeded(key)
    return member


def sign_in(member: StaffMember, *, code: str = "", recovery: str = "") -> None:
    """Sign somebody in whose password was right, with a code of their app or a recovery code.

    Each is taken once, in however many browsers at the same time; an entry says that they signed
    in, and with what. `WrongCodeError` otherwise, `ThrottledError` after too many failures; that
    somebody must wait is recorded too.
    """
    key = f"factor:{member.pk}"
    throttle.refuse_if_busy(key)
    try:
        with recording("staff.signed_in", by=Actor.staff(member)) as record:
            _take(record, record.fresh(member), code=code, recovery=recovery)
    except WrongCodeError:
        if throttle.failed(key):
            note_locked_out(member, "second factor")
        raise
    throttle.succeeded(key)


def note_first_sign_in(member: StaffMember) -> None:
    """Write that somebody signed in by setting up their second factor."""
    with recording("staff.signed_in", by=Actor.staff(member)) as record:
        record.note("with", "new second factor")


def note_locked_out(member: StaffMember, door: str) -> None:
    """Write that somebody, whoever it was, failed too often at a door behind the password."""
    with recording("staff.locked_out", by=_SERVER) as record:
        record.note("name", member.name)
        record.note("door", door)


def note_sign_out(member: StaffMember) -> None:
    """Write that somebody signed out."""
    with recording("staff.signed_out", by=Actor.staff(member)):
        return


def recovery_codes_left(member: StaffMember) -> int:
    """Return how many recovery codes somebody has not used."""
    return RecoveryCode.objects.filter(factor=factor_of(member), used_at=None).count()


def _take(record: Record, member: StaffMember, *, code: str, recovery: str) -> None:
    factor = factor_of(member)
    if factor is None or not member.is_active:
        raise WrongCodeError
    if recovery.strip():
        _take_recovery_code(record, factor, recovery)
        record.note("with", "recovery code")
        return
    step = totp.step_of(opened_secret(member, bytes(factor.secret)), code, clock.now())
    if step is None or step <= factor.last_step:
        raise WrongCodeError
    factor.last_step = step
    record.change(factor, "last_step")


def _take_recovery_code(record: Record, factor: SecondFactor, recovery: str) -> None:
    found = factor.recovery_codes.filter(code_hash=code_hash(recovery), used_at=None).first()
    if found is None:
        raise WrongCodeError
    found.used_at = record.at
    record.change(found, "used_at")
