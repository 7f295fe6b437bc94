"""A round of sending: what is due is sent, at most once, or ends with its reason."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass, fields
from datetime import datetime
from functools import partial

from django.db import DatabaseError, connection
from django.db.models import F

from limen.conduct.core import clock
from limen.conduct.core.messages import claim, pager
from limen.conduct.core.messages.decide import End, decide
from limen.conduct.core.messages.facts import PAGER, facts_of
from limen.conduct.core.messages.mailer import LostError, Mailer, RefusedError, UncertainError
from limen.conduct.core.messages.state import Evidence, State
from limen.conduct.core.messages.words import email_of, page_of
from limen.conduct.core.models import OutboxMessage
from limen.errors import ErasedError

BATCH = 100  # messages per round, so that occasions are not kept waiting for reminders
_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What became of messages in a round."""

    sent: int = 0
    uncertain: int = 0
    refused: int = 0  # they wait again, or have failed
    ended: int = 0  # not needed, too late, or no way to the person
    recovered: int = 0  # a dead worker had prepared them; they wait again

    def __add__(self, other: Sent) -> Sent:
        """Add two counts."""
        names = (field.name for field in fields(Sent))
        return Sent(**{name: getattr(self, name) + getattr(other, name) for name in names})


class _NoConnectionError(Exception):
    """The mail server cannot be reached: nothing else needs to be tried in this round."""


def send_due(*, worker: str, batch: int = BATCH, purposes: Collection[str] = ()) -> Sent:
    """Send what is due, up to `batch` messages; safe for several workers at once.

    With `purposes` nothing that is for another one is touched.
    """
    again, lost = claim.recover(clock.now())
    total = Sent(recovered=again, uncertain=lost)
    to_send, endings = _sorted(clock.now(), batch, purposes)
    if endings:
        total += Sent(ended=claim.end(endings))
    with Mailer() as mailer:
        for message in to_send:
            try:
                total += _send(message, mailer, f"{worker[:50]}/{secrets.token_hex(4)}")
            except _NoConnectionError:
                return total + Sent(refused=1)
            except Exception as error:  # one bad message never stops the others
                _log.error("Message %d could not be dealt with: %s", message.pk, _named(error))
    return total


def _sorted(
    now: datetime, batch: int, purposes: Collection[str]
) -> tuple[list[OutboxMessage], dict[OutboxMessage, End]]:
    """Return what is due: what is to be sent, and what ends unsent. Calls to staff come first."""
    waiting = OutboxMessage.objects.filter(state=State.WAITING.value, due_at__lte=now)
    if purposes:
        waiting = waiting.filter(purpose__in=purposes)
    due = waiting.select_related("participant", "occasion", "member", "alert").order_by(
        F("alert").asc(nulls_last=True), "due_at", "id"
    )[:batch]
    to_send, endings = [], {}
    for message in due:
        ending = decide(facts_of(message, now), now)
        if ending is None:
            to_send.append(message)
        else:
            endings[message] = ending
    return to_send, endings


def _send(message: OutboxMessage, mailer: Mailer, worker: str) -> Sent:
    now = clock.now()
    if not claim.claim(message, worker=worker, now=now):
        return Sent()
    rows = OutboxMessage.objects.select_related("participant", "occasion", "member", "alert")
    fresh = rows.get(pk=message.pk)
    ending = decide(facts_of(fresh, now), now)
    if ending is not None:  # it was sent, or somebody withdrew, since we looked
        return Sent(ended=claim.end({fresh: ending}, worker=worker))
    try:
        leaves = _leaving(fresh, mailer)
    except ErasedError:
        ending = End(State.CANCELLED, Evidence.CANCELLED, "contact data were erased")
        return Sent(ended=claim.end({fresh: ending}, worker=worker))
    except Exception as error:
        _log.error("Message %d cannot be written: %s", message.pk, _named(error))
        claim.refused(fresh, worker=worker, detail=_named(error), final=False)
        return Sent(refused=1)
    return _hand_over(fresh, leaves, worker)


def _leaving(message: OutboxMessage, mailer: Mailer) -> Callable[[Callable[[], bool]], str]:
    """Return how a message is handed over, with its words ready."""
    if message.channel == PAGER:
        return partial(pager.hand_over, page_of(message))
    return partial(mailer.hand_over, email_of(message))


def _hand_over(
    message: OutboxMessage, leaves: Callable[[Callable[[], bool]], str], worker: str
) -> Sent:
    began: list[datetime] = []

    def begin() -> bool:
        now = clock.now()
        held = claim.begin_hand_over(message, worker=worker, now=now)
        if held:
            began.append(now)
        return held

    try:
        detail = leaves(begin)
    except LostError:
        return Sent()
    except RefusedError as error:
        claim.refused(message, worker=worker, detail=error.detail, final=error.final)
        if error.unreachable:
            raise _NoConnectionError from None
        return Sent(refused=1)
    except UncertainError as error:
        claim.uncertain(message, worker=worker, began=began[0], detail=error.detail)
        return Sent(uncertain=1)
    except Exception as error:
        _log.error("Message %d broke off: %s", message.pk, _named(error))
        if began:
            claim.uncertain(message, worker=worker, began=began[0], detail=_named(error))
            return Sent(uncertain=1)
        claim.refused(message, worker=worker, detail=_named(error), final=False)
        return Sent(refused=1)
    accepted = clock.now()
    for is_last in (False, False, True):
        try:
            claim.sent(message, worker=worker, began=began[0], accepted=accepted, detail=detail)
            break
        except DatabaseError:  # what we know is worth a second connection
            connection.close()
            if is_last:
                raise
    return Sent(sent=1)


def _named(error: Exception) -> str:
    """Return what kind of error it is, and not what it says: that may hold an address."""
    return type(error).__name__
