"""The audit trail: written in one place (`recording`), replayed in one place (`verify`).

```python
def withdraw(participant: Participant, *, by: Actor) -> None:
    with recording("participant.withdrew", by=by, participant=participant) as record:
        stored = record.fresh(participant)          # ours may be stale
        stored.status = Participant.Status.WITHDRAWN
        record.change(stored, "status")
        record.add(ParticipationEvent(participant=stored, kind="withdrew", at=record.at))
```
"""

from __future__ import annotations

from limen.conduct.core.trail.chain import FIRST, Head, head
from limen.conduct.core.trail.locked import AFTER_THE_LOCK
from limen.conduct.core.trail.record import NothingToDo, Record, recording
from limen.conduct.core.trail.seal import Seal
from limen.conduct.core.trail.verification import Verification, verify

__all__ = [
    "AFTER_THE_LOCK",
    "FIRST",
    "Head",
    "NothingToDo",
    "Record",
    "Seal",
    "Verification",
    "head",
    "recording",
    "verify",
]
