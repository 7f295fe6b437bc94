"""A device is forgotten: it lets nobody in any more."""

from __future__ import annotations

from limen.conduct.core.actor import Actor
from limen.conduct.core.codes import token_hash
from limen.conduct.core.entering.came_in import forget_others, others_of
from limen.conduct.core.models import DeviceToken, Participant
from limen.conduct.core.trail import NothingToDo, recording


def device_of(token: str) -> DeviceToken | None:
    """Return the device that shows this token, if it is known."""
    return DeviceToken.objects.filter(
        token_hash=token_hash(token), purpose=DeviceToken.Purpose.DEVICE, revoked_at=None
    ).first()


def devices_of(participant: Participant) -> list[DeviceToken]:
    """Return somebody's devices that are known, the latest first."""
    found = DeviceToken.objects.filter(
        participant=participant, purpose=DeviceToken.Purpose.DEVICE, revoked_at=None
    )
    return list(found.order_by("-made_at", "-pk"))


def revoke_device(device: DeviceToken, *, by: Actor) -> None:
    """Forget a device, or end a calendar's address. Doing it twice does it once."""
    with recording("device.revoked", by=by, participant=device.participant) as record:
        stored = record.fresh(device)
        if stored.revoked_at is not None:
            raise NothingToDo
        stored.revoked_at = record.at
        record.change(stored, "revoked_at")


def revoke_others(participant: Participant, token: str, *, by: Actor) -> int:
    """Forget all of somebody's devices but the one that shows this token; return how many."""
    with recording("devices.revoked", by=by, participant=participant) as record:
        if not others_of(participant, token):
            raise NothingToDo
        return forget_others(record, participant, token)
    return 0
