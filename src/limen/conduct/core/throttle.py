"""Guessing is slow: failed attempts to come in are counted, and more and more time must pass.

```python
key = throttle.staff_key(name, request.COOKIES.get(throttle.KNOWN_COOKIE, ""))
throttle.refuse_if_busy(key)                     # ThrottledError: so many seconds to wait
member = authenticate(username=name, password=password)
throttle.failed(key) if member is None else throttle.succeeded(key)
```

A key is `kind:what`, such as `staff:anna` or `code:7K2M`; it is hashed with the server's secret
before it is stored. Counters are shared by all processes, lie outside of the record, and hold no
address of anybody. Each failure counts twice: for its key, and for everybody who tries that kind of
door. Time forgets: see `LIMITS`.

A stranger can make the wait of a name long, and never for ever. Who has signed in on a browser
before has a counter of their own there (`known_token`), which a stranger can neither read nor
fill. Call these functions outside of `recording`: what an event takes back is not counted.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from limen.conduct.core import clock
from limen.conduct.core.models import FailedAttempts
from limen.errors import ThrottledError

log = logging.getLogger(__name__)
KNOWN_COOKIE = "limen_known"
KNOWN_AGE = 365 * 24 * 3600  # seconds; how long a browser stays known
_SALT = "limen.throttle"
_A_WHILE = timedelta(minutes=15)


@dataclass(frozen=True, kw_only=True)
class Limit:
    """So many failures are free; each further `step` of them doubles the wait, up to `longest`.

    One failure is forgotten every `forget_seconds`.
    """

    free: int
    step: float
    longest: int
    forget_seconds: float

    def wait(self, level: float) -> float:
        """Return the seconds to wait after the latest failure."""
        over = level - self.free
        return 0.0 if over < 0 else min(float(self.longest), 2.0 ** min(over / self.step, 30))


ONE = Limit(free=5, step=1, longest=900, forget_seconds=600)
"""Of one name, code or phrase: at most some 150 guesses a day."""
SIX_DIGITS = Limit(free=5, step=1, longest=3600, forget_seconds=3600)
"""Of a second factor: at most 30 guesses a day among a million, three of which are right. Only who
knows the password can make somebody wait here."""
OWN: Mapping[str, Limit] = {"factor": SIX_DIGITS}
LIMITS: Mapping[str, Limit] = {
    "staff": Limit(free=60, step=10, longest=60, forget_seconds=5),
    "": Limit(free=300, step=60, longest=10, forget_seconds=1),
}
"""Of everybody together, by kind. Passwords may be weak. Codes have 80 bits, which nobody guesses:
there the limit only keeps a flood of guesses from keeping the server busy."""


def refuse_if_busy(key: str) -> None:
    """Raise `ThrottledError` if the last failures were too many and too recent."""
    now = clock.now()
    limits = dict(_limits(key))
    rows = FailedAttempts.objects.in_bulk(list(limits))
    waits = [_left(row, limits[hashed], now) for hashed, row in rows.items()]
    seconds = math.ceil(max(waits, default=0.0))
    if seconds > 0:
        raise ThrottledError(seconds)


def failed(key: str) -> bool:
    """Count a failed attempt, for the key and for everybody together.

    Returns whether somebody is locked out anew by it: they must wait now, and did not after the
    failure before, or that was a while ago. It is what the trail holds, where it holds any.
    """
    now, anew = clock.now(), False
    kind = key.partition(":")[0]
    for hashed, limit in _limits(key):
        with transaction.atomic():
            level, before = _count(hashed, limit, now)
        if hashed == _hashed(key) and limit.wait(level) > 0:
            log.warning("%s attempts failed at one door (%s).", math.ceil(level), kind)
            anew = before is None or limit.wait(before.level) == 0 or now - before.at >= _A_WHILE
    return anew


def succeeded(key: str) -> None:
    """Forget the failures of a key; those of everybody together stay."""
    FailedAttempts.objects.filter(key_hash=_hashed(key)).delete()


def forget(now: datetime | None = None) -> int:
    """Delete counters of which nothing is left; what the worker calls."""
    return FailedAttempts.objects.filter(forgotten_at__lt=now or clock.now()).delete()[0]


def staff_key(name: str, token: str = "") -> str:
    """Return the key of somebody who signs in; `token` is the browser's cookie, if it has one."""
    name = name.strip().casefold()
    try:
        known = signing.loads(token, salt=_SALT, max_age=KNOWN_AGE) if token else ""
    except signing.BadSignature:
        known = ""
    return f"known:{name}" if known == name else f"staff:{name}"


def known_token(name: str) -> str:
    """Return what a browser on which somebody signed in keeps in the cookie `KNOWN_COOKIE`."""
    return signing.dumps(name.strip().casefold(), salt=_SALT)


def _limits(key: str) -> Iterator[tuple[str, Limit]]:
    """Yield the counters that a key has a part in, with their limits."""
    kind = key.partition(":")[0]
    yield _hashed(key), OWN.get(kind, ONE)
    if kind != "known":  # a flood at the door keeps nobody out who is known
        yield _hashed(f"{kind}:\0everybody"), LIMITS.get(kind, LIMITS[""])


def _hashed(key: str) -> str:
    return salted_hmac(_SALT, key, algorithm="sha256").hexdigest()


def _count(hashed: str, limit: Limit, now: datetime) -> tuple[float, FailedAttempts | None]:
    """Add one to a counter, whoever else does so at the same time; return where it stands.

    And the counter as it was after the failure before, if that is not forgotten.
    """
    if connection.vendor == "postgresql":  # one after the other, also for the first of a key
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [hashed])
    row = FailedAttempts.objects.filter(pk=hashed).first()
    level = 1.0 + (_level(row, limit, now) if row else 0.0)
    forgotten = now + timedelta(seconds=level * limit.forget_seconds)
    FailedAttempts(pk=hashed, level=level, at=now, forgotten_at=forgotten).save()
    return level, row


def _level(row: FailedAttempts, limit: Limit, now: datetime) -> float:
    passed = max(0.0, (now - row.at).total_seconds())
    return max(0.0, row.level - passed / limit.forget_seconds)


def _left(row: FailedAttempts, limit: Limit, now: datetime) -> float:
    """Return the seconds that are left to wait; a clock that was set back makes none longer."""
    wait = limit.wait(row.level)
    return min(wait, wait - (now - row.at).total_seconds())
