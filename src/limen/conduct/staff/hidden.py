"""What staff do not see of one participant, so that nobody learns or infers what was given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, get_args

from django.db.models import Q

from limen.conduct.core.access import READERS
from limen.conduct.core.models import Participant, ProtocolVersion, StaffMember
from limen.instruments import catalogue
from limen.protocol import Protocol, listed
from limen.protocol.document.treatment.blinding import Blinding, Hidden

Matter = Literal["guesses", "felt_effects", "expectancies", "adverse_events"]
#: Constructs of instruments that ask how much of an effect is felt: as telling as a guess.
_FELT = ("drug effect", "drug intensity", "altered states", "mystical", "ego dissolution")
_NOT_STAFF = frozenset({"participant", "statistician"})


def hidden_from(member: StaffMember, participant: Participant) -> frozenset[Matter]:
    """Return what is hidden from somebody about a participant.

    Treatment guesses of one person are hidden from everybody: pages show pooled ones only, and the
    dataset holds them. Felt effects go with them, for everybody, where the protocol blinds anybody
    on the team to guesses. Expectancies and adverse events are hidden where it says so of a role
    that somebody holds at the site, or of `staff`: whoever treats people must see the latter.
    """
    roles = member.memberships.filter(site=participant.site_id, ended_at=None)
    return _hidden_of(set(roles.values_list("role", flat=True)), participant.version.protocol)


def hidden_everywhere(
    member: StaffMember, versions: Iterable[ProtocolVersion] | None = None
) -> Iterator[tuple[Q, frozenset[Matter]]]:
    """Yield which participants these are, and what of them is hidden: two queries for all people.

    A site and a version of the protocol at a time; the condition is one on participants.
    """
    held: dict[int, set[str]] = {}
    for site, role in member.memberships.filter(ended_at=None).values_list("site", "role"):
        held.setdefault(site, set()).add(role)
    for version in ProtocolVersion.objects.all() if versions is None else versions:
        for site, roles in held.items():
            yield Q(site=site, version=version), _hidden_of(roles, version.protocol)


def unseen_people(
    member: StaffMember, matter: Matter, versions: Iterable[ProtocolVersion] | None = None
) -> Q:
    """Return a condition on participants: those of whom a matter is hidden from somebody.

    `versions` are all versions of the protocol, where the caller has them. Where none of them hides
    it from anybody who reads the record, nothing is asked of the database.
    """
    rule = Q(pk__in=[])
    known = ProtocolVersion.objects.all() if versions is None else versions
    readers = {"staff", *READERS}
    hiding = [
        version
        for version in known
        if any(matter in told for party, told in _blinded_to(version.protocol).items()
               if party in readers)
    ]  # fmt: skip
    if hiding:
        for people, hidden in hidden_everywhere(member, hiding):
            if matter in hidden:
                rule |= people
    return rule


def _hidden_of(roles: set[str], protocol: Protocol) -> frozenset[Matter]:
    held = {"staff", *roles}
    told = _blinded_to(protocol)
    matters: set[Matter] = {"guesses"}
    if any("guesses" in hidden for party, hidden in told.items() if party not in _NOT_STAFF):
        matters.add("felt_effects")
    for party in held & set(told):
        matters |= {matter for matter in get_args(Matter) if matter in told[party]}
    return frozenset(matters)


def hides_guesses(member: StaffMember, protocol: Protocol) -> bool:
    """Whether the protocol blinds a role that somebody holds, at any site, to all guesses."""
    roles = member.memberships.filter(ended_at=None).values_list("role", flat=True)
    told = _blinded_to(protocol)
    return any("guesses" in told.get(party, ()) for party in ("staff", *roles))


def hides_events(member: StaffMember, protocol: Protocol) -> bool:
    """Whether the protocol blinds a role that somebody holds, at any site, to adverse events."""
    roles = member.memberships.filter(ended_at=None).values_list("role", flat=True)
    told = _blinded_to(protocol)
    return any("adverse_events" in told.get(party, ()) for party in ("staff", *roles))


def hides(matters: frozenset[Matter], instrument: str) -> bool:
    """Whether answers to an instrument are among what is hidden."""
    found = catalogue().get(instrument)
    construct = found.construct if found is not None else ""
    if "felt_effects" in matters and construct.startswith(_FELT):
        return True
    if "adverse_events" in matters and construct == "adverse events":
        return True
    if "expectancies" in matters and construct == "expectancy":
        return True
    return construct == "blinding"


def _blinded_to(protocol: Protocol) -> dict[str, tuple[Hidden, ...]]:
    blinding = protocol.blinding
    if not isinstance(blinding, Blinding):
        return {}
    return {one.party: listed(one.blinded_to) for one in listed(blinding.parties)}
