"""A participant gets a new recovery phrase."""

from __future__ import annotations

from limen.conduct.core.actor import Actor
from limen.conduct.core.entering.came_in import hashed_phrase, keep_phrase
from limen.conduct.core.entering.phrase import new_phrase
from limen.conduct.core.models import Participant
from limen.conduct.core.trail import recording


def make_phrase(participant: Participant, *, by: Actor) -> str:
    """Return a new recovery phrase, to be shown once; the one before ends."""
    phrase = new_phrase()
    row = hashed_phrase(participant, phrase)  # slow, so before anybody has to wait for us
    with recording("phrase.made", by=by, participant=participant) as record:
        keep_phrase(record, row)
    return phrase
