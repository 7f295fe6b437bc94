"""What a study with kits lacks before anybody can be randomised, or a blind be broken."""

from __future__ import annotations

from collections.abc import Iterator

from limen.conduct.core.deployment import Deployment
from limen.conduct.core.dispatch.opening.emergency import emergency_of
from limen.conduct.core.dispatch.opening.may_open import grant_of
from limen.conduct.core.dispatch.randomisation.allocator import newest_socket
from limen.conduct.core.dispatch.supplies.openers import clinicians_of
from limen.conduct.core.models import OpeningGrant, Study, Supply
from limen.errors import Problem, SupplyError
from limen.protocol import Protocol
from limen.protocol.document.treatment import Kits, Minimisation
from limen.supply.sealed import release_key

_LOAD = "limen conduct load-supply FOLDER SERVER_PART"


def of_supply(study: Study, deployment: Deployment) -> tuple[Problem, ...]:
    """Return what is missing; empty for a protocol without kits."""
    protocol = study.protocol
    if not isinstance(protocol.kits, Kits):
        return ()
    supplies = list(Supply.objects.order_by("pk"))
    return (
        *_of_loading(supplies),
        *_of_allocator(protocol, deployment),
        *_of_release_key(protocol, supplies, deployment),
        *_of_openers(protocol, supplies),
    )


def _of_loading(supplies: list[Supply]) -> Iterator[Problem]:
    if not supplies:
        message = "The protocol has kits, and no supply was loaded: nobody can be randomised."
        remedy = f"limen supply create PROTOCOL …, on the offline machine; then {_LOAD}."
        yield Problem(message=message, remedy=remedy, path="kits")


def _of_allocator(protocol: Protocol, deployment: Deployment) -> Iterator[Problem]:
    socket = newest_socket(deployment)
    if isinstance(protocol.allocation, Minimisation) and not socket.is_socket():
        message = "Sets are given out by minimisation, and there is no allocator to ask."
        remedy = f"limen supply allocator … --socket {socket}"
        yield Problem(message=message, remedy=remedy, path="allocation.kind")


def _of_release_key(
    protocol: Protocol, supplies: list[Supply], deployment: Deployment
) -> Iterator[Problem]:
    if emergency_of(protocol) is None or not supplies:
        return
    file = deployment.keys.release_file
    if not file.exists():
        message = "The release key is missing: nobody can break a blind at night."
        remedy = f"{_LOAD} --release-key release.private.json"
        yield Problem(message=message, remedy=remedy, file=file)
        return
    try:
        public = bytes(release_key(file).public_key).hex()
    except SupplyError as error:
        yield from error.problems
        return
    for supply in supplies:
        if supply.release_key != public:
            message = f"It is not the release key of supply {supply}."
            yield Problem(message=message, remedy="Put the right one there.", file=file)


def _of_openers(protocol: Protocol, supplies: list[Supply]) -> Iterator[Problem]:
    """Yield who is missing on the list of those who may open, or has no key in a supply."""
    if emergency_of(protocol) is None or not supplies:
        return
    rows = OpeningGrant.objects.filter(ended_at=None).select_related("member")
    grants = [one for one in rows if grant_of(one.member) is not None]
    if not grants:
        message = "Nobody is on the list of those who may open a content."
        remedy = "limen conduct staff may-open FOLDER NAME --role ROLE --key KEY"
        yield Problem(message=message, remedy=remedy, path="blinding.emergency.may_open")
    for grant in grants:
        for supply in supplies:
            if grant.key_name not in clinicians_of(supply):
                message = f"{grant.member} may open, and has no key {grant.key_name!r} in {supply}."
                remedy = "Name a clinician of the supply as their key."
                yield Problem(message=message, remedy=remedy, path="blinding.emergency.may_open")
