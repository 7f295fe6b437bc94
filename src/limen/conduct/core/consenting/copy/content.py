"""What a signed copy says: read from the record, the same whenever it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

from limen.conduct.core.consenting.check import asked_questions
from limen.conduct.core.consenting.counter_sign import missing_signatures, respondent_title
from limen.conduct.core.consenting.documents import Document, every_document
from limen.conduct.core.consenting.statements import Statement, statements_of
from limen.conduct.core.models import (
    ComprehensionAnswer,
    Consent,
    CounterSignature,
    Participant,
    Study,
)
from limen.conduct.core.services.free_text import read_text
from limen.errors import ErasedError

_RIGHT_TO_LEFT = {"ar", "fa", "he", "ur", "ps", "yi", "dv", "ckb", "sd", "ug"}


@dataclass(frozen=True, kw_only=True)
class Content:
    """The words of a signed copy. `facts` and `signatures` are rows of a name and what it is."""

    title: str
    study: str
    language: str
    documents: tuple[Document, ...]
    statements: tuple[Statement, ...]
    facts: tuple[tuple[str, str], ...]
    signatures: tuple[tuple[tuple[str, str], ...], ...]
    outstanding: tuple[str, ...]
    signed_at: datetime

    @property
    def rtl(self) -> bool:
        """Whether its language is written from the right."""
        return is_rtl(self.language)


def content_of(consent: Consent) -> Content:
    """Return what the copy of a consent says, in the language it was given in."""
    with override(consent.language):
        documents = tuple(every_document(consent.version)[consent.language])
        return Content(
            title=_("Signed consent"),
            study=Study.objects.get().title,
            language=consent.language,
            documents=documents,
            statements=tuple(statements_of(documents)),
            facts=_facts(consent, documents),
            signatures=tuple(
                _signature(one) for one in consent.counter_signatures.order_by("signed_at", "pk")
            ),
            outstanding=tuple(respondent_title(consent, id) for id in missing_signatures(consent)),
            signed_at=consent.signed_at,
        )


def is_rtl(language: str) -> bool:
    """Whether a language is written from the right."""
    try:
        return bool(get_language_info(language)["bidi"])
    except KeyError:
        return language.partition("-")[0] in _RIGHT_TO_LEFT


def in_zone(moment: datetime, zone: str) -> str:
    """Return a moment as the clock on the wall shows it, with zone and distance from UTC."""
    local = moment.astimezone(ZoneInfo(zone))
    offset = local.strftime("%z")
    return f"{local:%Y-%m-%d %H:%M:%S} {zone} (UTC{offset[:3]}:{offset[3:5]})"


def zone_then(participant: Participant, moment: datetime) -> str:
    """Return the time zone that somebody was in at a moment."""
    later = participant.zone_changes.filter(since__gt=moment).order_by("since", "pk").first()
    return participant.zone if later is None else later.old_zone


def _facts(consent: Consent, documents: tuple[Document, ...]) -> tuple[tuple[str, str], ...]:
    participant = consent.participant
    rows = [
        (_("Participant"), participant.number),
        (_("Site"), participant.site.title),
        (_("Version of the study"), consent.version.label),
        (_("Signed by"), _name(consent)),
        (_("Signed at"), in_zone(consent.signed_at, zone_then(participant, consent.signed_at))),
    ]
    if consent.entered_by:
        rows.append((_("Signed on paper, entered by"), consent.entered_by))
    rows += [
        (_("Comprehension check"), _check(consent)),
        (_("SHA-256 over all documents"), consent.version_hash),
    ]
    rows += [(f"SHA-256: {one.title}, {one.label}", one.sha256) for one in documents]
    return tuple(rows)


def _name(consent: Consent) -> str:
    if consent.signature is None:
        return _("name on the paper")
    try:
        return read_text(consent.signature)
    except ErasedError:
        return _("erased at the participant's wish")


def _check(consent: Consent) -> str:
    asked = len(asked_questions(consent.version))
    if not asked:
        return _("The study asks no questions.")
    right = ComprehensionAnswer.objects.filter(
        participant=consent.participant,
        version=consent.version,
        attempt=consent.attempts,
        correct=True,
    ).count()
    words = _("%(right)s of %(asked)s right at attempt %(attempt)s")
    return words % {"right": right, "asked": asked, "attempt": consent.attempts}


def _signature(signature: CounterSignature) -> tuple[tuple[str, str], ...]:
    consent = signature.consent
    site = consent.participant.site
    title = respondent_title(consent, signature.respondent) or _("Witness")
    return (
        (_("Signed by"), f"{signature.member.full_name} ({title})"),
        (_("Meaning"), signature.meaning),
        (_("Signed at"), in_zone(signature.signed_at, site.staff_zone)),
    )
