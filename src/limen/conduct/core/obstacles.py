"""What stands between a study and opening: all of it at once, each with its remedy."""

from __future__ import annotations

from collections.abc import Iterator

from limen import calendar
from limen.conduct.core.approvals import of_all_sites
from limen.conduct.core.consenting.tokens import plainly
from limen.conduct.core.consenting.words import headings
from limen.conduct.core.deployment import Deployment
from limen.conduct.core.documents import found_documents, missing_documents
from limen.conduct.core.models import Membership, Site
from limen.errors import InstrumentError, Problem, ProtocolError
from limen.instruments import Instrument, catalogue
from limen.instruments.texts.store import text_of
from limen.protocol import Protocol, listed
from limen.protocol.document.people import Consent

_SCORED_BY_HAND = ("clinician_rating",)


def of_protocol(protocol: Protocol, deployment: Deployment) -> tuple[Problem, ...]:
    """Return what the protocol and its materials lack before real people may take part."""
    return (
        *protocol.open_problems(),
        *_of_days(protocol),
        *_of_instruments(protocol, deployment),
        *missing_documents(protocol, deployment.documents),
        *_of_passages(protocol, deployment),
    )


def of_site(deployment: Deployment) -> tuple[Problem, ...]:
    """Return what server and sites lack before real people may take part."""
    return (*_of_address(deployment), *_of_help(deployment), *_of_staff(), *_of_approvals())


def _of_days(protocol: Protocol) -> Iterator[Problem]:
    try:
        yield from calendar.problems(protocol)
    except ProtocolError as error:
        yield from error.problems


def asked_instruments(protocol: Protocol) -> tuple[str, ...]:
    """Return the ids of all instruments that some occasion or form measures, in order."""
    asks = (*listed(protocol.occasions), *listed(protocol.forms))
    named = [id for one in asks for id in listed(one.measures)]
    return tuple(dict.fromkeys(named))


def _of_instruments(protocol: Protocol, deployment: Deployment) -> Iterator[Problem]:
    own = {one.id for one in listed(protocol.instruments)}
    for id in asked_instruments(protocol):
        found = catalogue().get(id)
        if id in own or found is None:
            message = "The study defines its scores only; this server has no questions to ask."
            remedy = "Use an instrument that `limen instruments list` knows, or ask it elsewhere."
            yield Problem(message=message, remedy=remedy, path=f"instruments.{id}")
            continue
        yield from _without_words(found, protocol, deployment)


def _without_words(
    instrument: Instrument, protocol: Protocol, deployment: Deployment
) -> Iterator[Problem]:
    if not instrument.items:
        if instrument.kind not in _SCORED_BY_HAND:
            what = "task" if instrument.kind == "task" else "questionnaire without known items"
            message = f"It is a {what}; this server has no page for it."
            remedy = "Take it out of the occasions, or measure it elsewhere and say so."
            yield Problem(message=message, remedy=remedy, path=f"instruments.{instrument.id}")
        return
    for language in listed(protocol.languages):
        if language in instrument.words:
            continue
        try:
            text_of(deployment.instruments, instrument, language)
        except InstrumentError as error:
            yield from error.problems


def _of_passages(protocol: Protocol, deployment: Deployment) -> Iterator[Problem]:
    """Yield passages that nobody could be led back to; not before all documents are there."""
    consent = protocol.consent
    if not isinstance(consent, Consent) or any(missing_documents(protocol, deployment.documents)):
        return
    found = found_documents(protocol, deployment.documents)
    there = {heading for one in found for heading in headings(one.text)}
    for question in listed(consent.questions):
        if isinstance(question.passage, str) and plainly(question.passage) not in there:
            message = f"No document has the heading {question.passage!r}."
            remedy = "Write a heading of a document as it stands there, or leave `passage` out."
            yield Problem(
                message=message, remedy=remedy, path=f"consent.questions.{question.id}.passage"
            )


def _of_address(deployment: Deployment) -> Iterator[Problem]:
    if not deployment.configuration.https:
        message = "Real people may be reached through HTTPS only."
        remedy = 'Write address = "https://…"; docs/run/operations.md says how.'
        yield Problem(
            message=message, remedy=remedy, file=deployment.settings_file, path="server.address"
        )


def _of_help(deployment: Deployment) -> Iterator[Problem]:
    """Yield whom participants could not call."""
    help = deployment.configuration.help
    file = deployment.settings_file
    for name in help.missing:
        message = "People in need find nobody on their pages."
        remedy = f'Write {name} = "…" in [help]; every page shows it.'
        yield Problem(message=message, remedy=remedy, file=file, path=f"help.{name}")
    known = set(Site.objects.values_list("identifier", flat=True))
    for site in sorted(set(help.sites) - known):
        remedy = f"Sites are {', '.join(sorted(known))}."
        path = f"help.sites.{site}"
        yield Problem(message="There is no such site.", remedy=remedy, file=file, path=path)


def _of_staff() -> Iterator[Problem]:
    held = Membership.objects.filter(
        role=Membership.Role.INVESTIGATOR, ended_at=None, member__is_active=True
    )
    for site in Site.objects.exclude(pk__in=held.values("site")):
        message = f"Site {site} has no investigator."
        remedy = f"limen conduct staff add FOLDER NAME --role investigator --site {site}"
        yield Problem(message=message, remedy=remedy, path=f"population.sites.{site}")


def _of_approvals() -> Iterator[Problem]:
    """Yield what sites lack, unless one has all it needs: then it opens, and the others wait."""
    lacking = of_all_sites()
    if all(lacking.values()):
        yield from (problem for found in lacking.values() for problem in found)
