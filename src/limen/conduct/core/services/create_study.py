"""The study is created: its first protocol version and its sites."""

from __future__ import annotations

from limen.conduct.core.actor import Actor
from limen.conduct.core.encryption import keys
from limen.conduct.core.models import ProtocolVersion, Site, Study
from limen.conduct.core.served import served
from limen.conduct.core.trail import Record, recording
from limen.errors import ConductError
from limen.protocol import Protocol, listed, parse_protocol
from limen.protocol.document.people import Population

HOME = "home"  # the site of a study whose protocol names none


def create_study(text: str, *, by: Actor, demonstration: bool = False) -> Study:
    """Create the study of a protocol, given as YAML. `ProtocolError` if it is not valid.

    `ConductError` if this server has a study already: one folder, one study.
    """
    protocol = parse_protocol(text)
    with recording("study.created", by=by) as record:
        if Study.objects.exists():
            raise ConductError("This folder holds a study already; make another folder.")
        version = record.add(
            ProtocolVersion(
                number=1,
                label=protocol.version,
                hash=protocol.hash,
                text=text,
                applied_at=record.at,
            )
        )
        add_sites(record, protocol)
        return record.add(
            Study(
                id=1,
                identifier=protocol.id,
                title=protocol.title,
                version=version,
                made_at=record.at,
                demonstration=demonstration,
                deployment=served().identity,
                master_key_id=keys().master_id,
            )
        )


def add_sites(record: Record, protocol: Protocol) -> list[Site]:
    """Add the sites of a protocol that are not there yet; return them."""
    population = protocol.population
    sites = listed(population.sites) if isinstance(population, Population) else ()
    wanted = [
        (site.id, site.title, site.time_zone if isinstance(site.time_zone, str) else "")
        for site in sites
    ] or [(HOME, "At home", "")]
    there = set(Site.objects.values_list("identifier", flat=True))
    return record.add_all(
        Site(identifier=id, title=str(title), zone=zone)
        for id, title, zone in wanted
        if id not in there
    )
