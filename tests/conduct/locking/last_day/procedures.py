"""Studies that are randomised otherwise: by minimisation, by people who draw, by a baseline."""

from __future__ import annotations

from functools import cache

import pharmacy
import servers

from limen.conduct.core.locking import casebook_states, meaning_of_casebook, sign_casebook
from limen.conduct.core.models import Participant, StaffMember
from limen.conduct.core.occasions.services import settle, withdraw
from limen.protocol import Protocol, parse_protocol

_STRATA = "  strata:\n    - {id: site, title: Site, from: site}\n"
_BLOCKS = (
    "  kind: permuted_blocks\n  ratio: {PL: 1, MD: 1}\n  strata: [site]\n  block_sizes: [2, 4]\n"
)


def changed(*changes: tuple[str, str]) -> str:
    """The demonstration with passages replaced; each must be there."""
    text = servers.DEMONSTRATION
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def minimised() -> str:
    """Minimisation over site and sex, with a chance in it."""
    sex = "    - {id: sex, title: Sex, levels: [female, male]}\n"
    rule = "  kind: minimisation\n  ratio: {PL: 1, MD: 1}\n"
    rule += "  factors: [{stratum: site}, {stratum: sex, weight: 2.0}]\n"
    rule += "  probability: 0.8\n  allow_deterministic: true\n"
    return changed((_STRATA, _STRATA + sex), (_BLOCKS, rule))


def self_packed() -> str:
    """People pack envelopes and draw one of two sets."""
    design = "design: {kind: self_blinded, procedure: They mix and draw, "
    design += "codes_opened: at_database_lock}\n"
    return changed(
        ("design: {kind: parallel}\n", design),
        (_BLOCKS, "  kind: self_drawn\n  ratio: {PL: 1, MD: 1}\n"),
        ("  packed_by: pharmacy\n", "  packed_by: participant\n"),
        ("    - {kits: 5, spares: 1}\n", "    - {kits: 5}\n"),
        ("  returned: true\n", ""),
    )


def by_baseline() -> str:
    """Blocks within levels of the pulse, of the ECG as read, and of mood before the first dose."""
    strata = "    - {id: pulse, title: Pulse, from: baseline, levels: [slow, fast], "
    strata += "cut_points: [70]}\n"
    strata += "    - {id: pregnancy_test, from: baseline, levels: [negative, positive]}\n"
    strata += "    - {id: mood, title: Mood, from: baseline, levels: [low, high], "
    strata += "cut_points: [50]}\n"
    named = "  strata: [pulse, pregnancy_test, mood]\n"
    return changed((_STRATA, _STRATA + strata), ("  strata: [site]\n", named))


@cache
def protocol_of(text: str) -> Protocol:
    """The document."""
    return parse_protocol(text)


def leaves_and_is_signed_for(people: list[Participant], ines: StaffMember) -> None:
    """Let everybody withdraw now, and an investigator sign their casebooks."""
    for one in people:
        withdraw(one, by=pharmacy.BY)
    settle(by=pharmacy.BY)  # what the worker does within seconds
    states = casebook_states(Participant.objects.all())
    for one in people:
        sign_casebook(one, member=ines, seen=states[one.pk], meaning=meaning_of_casebook())
