"""The protocol is amended: first what changes and for whom, then the new version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Count

from limen.conduct.core import obstacles
from limen.conduct.core.actor import Actor
from limen.conduct.core.deployment import Deployment
from limen.conduct.core.models import (
    Measurement,
    Occasion,
    Participant,
    ProtocolVersion,
    Study,
)
from limen.conduct.core.services.create_study import HOME, add_sites
from limen.conduct.core.services.open_study import take_in_documents
from limen.conduct.core.trail import recording
from limen.errors import ConductError, Problem
from limen.protocol import Protocol, listed, parse_protocol
from limen.protocol.diff import Amendment, diff
from limen.protocol.document.people import Population

#: Who has agreed to something already and is still there: whom a new version concerns.
UNDER_CONSENT = tuple(
    status
    for status in Participant.Status
    if status != Participant.Status.INVITED and status not in Participant.LEFT
)


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a new version changes, and for whom. `problems` keep it from being applied.

    `people` counts participants by status; `under_consent` of them have agreed to an earlier
    version and are still there. `occasions_to_come` were made under an earlier version and are not
    open yet; those that have opened are never touched.
    """

    amendment: Amendment
    old_label: str
    new_label: str
    people: Mapping[str, int]
    under_consent: int
    occasions_to_come: int
    problems: tuple[Problem, ...]


def preview(text: str, deployment: Deployment) -> Preview:
    """Return what would change under a new version, given as YAML. Nothing is written."""
    study = Study.objects.select_related("version").get()
    new = parse_protocol(text)
    amendment = diff(study.protocol, new)
    counts = Participant.objects.order_by("status").values_list("status").annotate(Count("pk"))
    return Preview(
        amendment=amendment,
        old_label=study.version.label,
        new_label=new.version,
        people=dict(counts),
        under_consent=Participant.objects.filter(status__in=UNDER_CONSENT).count(),
        occasions_to_come=Occasion.objects.filter(state=Occasion.State.PLANNED).count(),
        problems=tuple(_problems(study, new, amendment, deployment)),
    )


def amend(
    text: str,
    deployment: Deployment,
    *,
    by: Actor,
    reason: str,
    consent_again: bool | None = None,
) -> ProtocolVersion:
    """Apply a new version of the protocol from now on; return it.

    Where its changes say so, everybody under consent must consent again; where they leave it to the
    committee, `consent_again` says what it decided. The past is left alone: rows keep the version
    they were made under, and each participant keeps theirs until the occasions still to come are
    made again. `ConductError` with every problem.
    """
    with recording("protocol.amended", by=by) as record:
        found = preview(text, deployment)
        study = Study.objects.select_related("version").get()
        problems = [*found.problems, *_undecided(found.amendment, reason, consent_again)]
        if problems:
            raise ConductError("The new version was not applied.", problems)
        rule = found.amendment.reconsent
        again = rule == "always" or (rule == "ask" and bool(consent_again))
        new = parse_protocol(text)
        version = record.add(
            ProtocolVersion(
                number=study.version.number + 1,
                label=new.version,
                hash=new.hash,
                text=text,
                applied_at=record.at,
                reconsent=rule,
                reconsent_needed=again,
                reason=reason,
            )
        )
        add_sites(record, new)
        if study.opened_at is not None:
            take_in_documents(record, version, deployment)
        study.version, study.title = version, new.title
        record.change(study, "version", "title")
        people = list(Participant.objects.filter(status__in=UNDER_CONSENT)) if again else []
        for participant in people:
            participant.consent_due = True
        record.change_all(people, "consent_due")
        record.note("changes", [f"{each.path}: {each.text}" for each in found.amendment.changes])
        record.note("consent_again", len(people))
        return version


def _problems(
    study: Study, new: Protocol, amendment: Amendment, deployment: Deployment
) -> Iterator[Problem]:
    if study.locked_at is not None:
        yield Problem(message="The database is locked.", remedy="Nothing changes any more.")
    if new.id != study.identifier:
        message = f"It is another study: {new.id!r}, not {study.identifier!r}."
        yield Problem(
            message=message, remedy="Give it the same id, or a folder of its own.", path="id"
        )
    if not amendment.changes or ProtocolVersion.objects.filter(hash=new.hash).exists():
        message = "It means the same as a version that was applied."
        yield Problem(message=message, remedy="There is nothing to apply.")
    elif ProtocolVersion.objects.filter(label=new.version).exists():
        message = f"There was a version {new.version!r} already, with another meaning."
        yield Problem(message=message, remedy="Give it a new `version`.", path="version")
    yield from _in_use(new)
    yield from _other_meaning(study.protocol, new)
    if study.opened_at is not None and not study.demonstration:
        yield from obstacles.of_protocol(new, deployment)


def _in_use(new: Protocol) -> Iterator[Problem]:
    """Yield what people need and the new version no longer has."""
    population = new.population
    sites = (
        {site.id for site in listed(population.sites)}
        if isinstance(population, Population)
        else set()
    )
    sites = sites or {HOME}
    for site in Participant.objects.values_list("site__identifier", flat=True).distinct():
        if site not in sites:
            message = f"Site {site!r} has participants."
            yield Problem(message=message, remedy="Leave it in.", path="population.sites")
    for language in Participant.objects.values_list("language", flat=True).distinct():
        if language not in listed(new.languages):
            message = f"People take part in {language!r}."
            yield Problem(message=message, remedy="Leave it in.", path="languages")


def _other_meaning(old: Protocol, new: Protocol) -> Iterator[Problem]:
    """Yield findings that would say something else of what was recorded: a number is a place."""
    later = {one.id: one for one in listed(new.measurements)}
    for one in listed(old.measurements):
        now = later.get(one.id)
        if now is None or (now.choices[: len(one.choices)] == one.choices and now.kind == one.kind):
            continue
        if Measurement.objects.filter(name=one.id).exists():
            yield Problem(
                message=f"{one.id!r} was recorded, and its options would mean something else.",
                remedy="Add options at the end only, or measure the new under another id.",
                path=f"measurements.{one.id}.options",
            )


def _undecided(amendment: Amendment, reason: str, consent_again: bool | None) -> Iterator[Problem]:
    if not reason.strip():
        yield Problem(message="No reason was given.", remedy="Say why; the trail keeps it.")
    if amendment.reconsent == "ask" and consent_again is None:
        message = "Its changes leave it to the ethics committee whether people consent again."
        remedy = "Ask it, then say what it decided: --consent-again or --no-consent-again."
        yield Problem(message=message, remedy=remedy)
    if amendment.reconsent == "always" and consent_again is False:
        message = "Its changes need everybody's consent again."
        yield Problem(message=message, remedy="Leave out --no-consent-again.")
