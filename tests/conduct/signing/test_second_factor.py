"""The second factor: set up, taken once, given up; and what is written down of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import cast
import entrance
import pytest
from django.db import connections

from limen.conduct.core import clock, signing
from limen.conduct.core.models import AuditEntry, RecoveryCode, SecondFactor, StaffMember
from limen.conduct.core.services.replace_keys import replace_keys
from limen.conduct.core.signing import totp
from limen.conduct.core.signing.factor import enrol, factor_of, reset_factor, working_code
from limen.conduct.core.signing.sign_in import recovery_codes_left
from limen.conduct.core.trail import verify
from limen.errors import ConductError, ThrottledError, WrongCodeError

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def carla(on_each_database, by) -> StaffMember:
    with clock.as_of(NOON):
        yield cast.people(by).carla


def events() -> list[str]:
    """What happened to staff, in order."""
    rows = AuditEntry.objects.filter(event__startswith="staff.").order_by("number")
    return list(rows.values_list("event", flat=True))


def test_a_code_lets_in_once(carla):
    entrance.set_up(carla)
    code = entrance.code_of(carla)
    signing.sign_in(carla, code=code)
    assert events()[-2:] == ["staff.factor_set", "staff.signed_in"]
    with pytest.raises(WrongCodeError):
        signing.sign_in(carla, code=code)
    with clock.as_of(NOON + timedelta(seconds=30)):
        with pytest.raises(WrongCodeError):
            signing.sign_in(carla, code=code)
        signing.sign_in(carla, code=entrance.code_of(carla))
    assert events().count("staff.signed_in") == 2
    assert verify().faults == ()


def test_a_code_that_is_older_than_one_that_was_taken_is_over(carla):
    entrance.set_up(carla)
    signing.sign_in(carla, code=entrance.code_of(carla, later=1))
    with pytest.raises(WrongCodeError):
        signing.sign_in(carla, code=entrance.code_of(carla))


def at_once(count: int, **given: str) -> int:
    """Sign in with the same thing in several browsers at once; return how many came in."""

    def comes_in(_: int) -> int:
        try:
            with clock.as_of(NOON):
                signing.sign_in(StaffMember.objects.get(name="carla"), **given)
                return 1
        except (WrongCodeError, ThrottledError):
            return 0
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return sum(pool.map(comes_in, range(count)))


def test_of_many_browsers_at_once_one_gets_in_with_a_code(carla):
    entrance.set_up(carla)
    assert at_once(6, code=entrance.code_of(carla)) == 1
    assert events().count("staff.signed_in") == 1


def test_of_many_browsers_at_once_one_gets_in_with_a_recovery_code(carla):
    code = entrance.set_up(carla)[3]
    assert at_once(6, recovery=code) == 1
    assert recovery_codes_left(carla) == 9


def test_a_recovery_code_counts_once_however_it_is_typed(carla):
    codes = entrance.set_up(carla)
    assert len(set(codes)) == 10
    signing.sign_in(carla, recovery=f" {codes[0].lower().replace('-', ' ')} ")
    assert '"with":"recovery code"' in AuditEntry.objects.latest("number").payload
    with pytest.raises(WrongCodeError):
        signing.sign_in(carla, recovery=codes[0])
    assert recovery_codes_left(carla) == 9
    assert verify().faults == ()


def test_neither_secret_nor_codes_are_stored_readably(carla):
    codes = entrance.set_up(carla)
    secret = entrance.secret_of(carla).encode()
    assert secret not in bytes(SecondFactor.objects.get().secret)
    hashes = set(RecoveryCode.objects.values_list("code_hash", flat=True))
    assert not hashes & set(codes)
    payloads = "".join(AuditEntry.objects.values_list("payload", flat=True))
    assert not any(code in payloads for code in codes)


def test_a_ciphertext_that_was_moved_to_somebody_else_opens_nothing(carla, by):
    entrance.set_up(carla)
    ines = cast.people(by).ines
    entrance.set_up(ines)
    hers, his = factor_of(carla), factor_of(ines)
    SecondFactor.objects.filter(pk=his.pk).update(secret=hers.secret)
    with pytest.raises(ConductError, match="cannot be read"):
        signing.sign_in(ines, code=entrance.code_of(carla))
    assert any("second factor" in str(fault) or "secondfactor" in str(fault).lower()
               for fault in verify().faults)  # fmt: skip


def test_setting_up_needs_a_code_and_happens_once(carla, by):
    secret = totp.new_secret()
    with pytest.raises(ConductError, match="not the code of now"):
        enrol(carla, secret, "000000", by=by)
    assert factor_of(carla) is None
    entrance.set_up(carla)
    with pytest.raises(ConductError, match="already"):
        entrance.set_up(carla)
    assert SecondFactor.objects.count() == 1


def test_guessing_is_slowed_and_recorded_once_per_lock_out(carla):
    entrance.set_up(carla)
    wrong = "999999" if entrance.code_of(carla) != "999999" else "888888"
    for _ in range(5):
        with pytest.raises(WrongCodeError):
            signing.sign_in(carla, code=wrong)
    with pytest.raises(ThrottledError):
        signing.sign_in(carla, code=entrance.code_of(carla))
    assert events().count("staff.locked_out") == 1
    entry = AuditEntry.objects.latest("number")
    assert '"door":"second factor"' in entry.payload
    assert '"name":"carla"' in entry.payload
    assert wrong not in entry.payload
    with clock.as_of(NOON + timedelta(seconds=2)):
        with pytest.raises(WrongCodeError):
            signing.sign_in(carla, recovery="7K2M-P0QX-3RTA-9V4C")
        assert events().count("staff.locked_out") == 1


def test_in_a_day_nobody_tries_more_than_thirty_codes(carla):
    """Whoever knows the password and tries for a month has a chance below three in a thousand."""
    entrance.set_up(carla)
    tries, now = 0, NOON
    while now < NOON + timedelta(days=2):
        with clock.as_of(now):
            try:
                signing.sign_in(carla, code="no code")
            except ThrottledError as error:
                now += timedelta(seconds=error.wait_seconds)
            except WrongCodeError:
                tries += now >= NOON + timedelta(days=1)
    assert 20 < tries <= 30
    assert 1 - (1 - 3e-6) ** (30 * tries) < 0.003
    assert 20 < events().count("staff.locked_out") <= 60


def test_a_reset_takes_it_away_with_its_recovery_codes(carla, by):
    codes = entrance.set_up(carla)
    with pytest.raises(ConductError, match="reason"):
        reset_factor(carla, reason="she said so", by=by)
    reset_factor(carla, reason="lost_device", by=by)
    assert events()[-1] == "staff.factor_reset"
    assert '"reason":"lost_device"' in AuditEntry.objects.latest("number").payload
    assert bytes(SecondFactor.objects.get().secret) == b""
    for given in ({"recovery": codes[0]}, {"code": "123456"}):
        with pytest.raises(WrongCodeError):
            signing.sign_in(carla, **given)
    before = AuditEntry.objects.count()
    reset_factor(carla, reason="lost_device", by=by)  # nothing is left to take away
    assert AuditEntry.objects.filter(event="staff.factor_reset").count() == 1
    assert AuditEntry.objects.count() == before
    entrance.set_up(carla)
    signing.sign_in(carla, code=entrance.code_of(carla))
    assert verify().faults == ()


def test_with_another_master_key_everybody_sets_up_anew(carla):
    entrance.set_up(carla)
    replace_keys()
    assert factor_of(carla) is None
    entrance.set_up(carla)
    signing.sign_in(carla, code=entrance.code_of(carla))


def test_a_working_code_is_shown_in_demonstrations_only(carla, settings):
    entrance.set_up(carla)
    signing.sign_in(carla, code=working_code(carla).code)
    again = working_code(carla)
    assert (again.wait, again.seconds) == (0, 90)
    signing.sign_in(carla, code=again.code)
    third = working_code(carla)
    assert third.wait == 30
    with pytest.raises(WrongCodeError):
        signing.sign_in(carla, code=third.code)
    with clock.as_of(NOON + timedelta(seconds=third.wait)):
        signing.sign_in(carla, code=third.code)
    settings.LIMEN_DEMONSTRATION = False
    with pytest.raises(ConductError, match="no demonstration"):
        working_code(carla)
