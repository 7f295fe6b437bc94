"""What a participant, or another respondent, is asked at an occasion."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation

from limen.conduct.core.answering.chance import is_asked
from limen.conduct.core.answering.parts import Parts, built, parts_of
from limen.conduct.core.answering.questionnaire import Questionnaire
from limen.conduct.core.answering.wordings import is_language
from limen.conduct.core.models import EligibilityAnswer, Occasion, Participant
from limen.protocol import Protocol

_KEPT = 512  # structures per process; each is a few kilobytes
_built: OrderedDict[tuple[Any, ...], Questionnaire] = OrderedDict()


def asked(
    occasion: Occasion,
    *,
    respondent: str = "participant",
    language: str = "",
    of: str | None = None,
) -> Questionnaire:
    """Return the questions of an occasion for one respondent, in the participant's language.

    `of` is one form of the occasion, or its definition: what it asks without any form; left out,
    all that the respondent is asked there.

    What follows from the protocol is built once per version, part and language; instruments whose
    wording changes in the folder are read again. Nothing is pre-filled, ever, and no trend is
    shown anywhere, so no guess can follow one.
    """
    participant = occasion.participant
    protocol = occasion.made_under.protocol
    found = parts_of(
        protocol,
        definition=occasion.definition,
        identifier=occasion.identifier,
        respondent=respondent,
        of=of,
        is_asked=lambda guess, share: is_asked(participant.code, guess, share),
    )
    language = language if is_language(language) else participant.language
    structure = _structure(protocol, found, language)
    return replace(
        structure,
        occasion=occasion.identifier,
        context=_context(occasion, structure.context),
    )


def texts_folder() -> Path | None:
    """Return the folder of the study's own wordings; None outside of a deployment."""
    folder: Path | None = settings.LIMEN_FOLDER
    return None if folder is None else folder / "instruments"


def _structure(protocol: Protocol, parts: Parts, language: str) -> Questionnaire:
    folder = texts_folder()
    changed = folder.stat().st_mtime_ns if folder is not None and folder.is_dir() else 0
    key = (protocol.hash, parts, language, changed)
    found = _built.get(key)
    if found is None:
        with translation.override(language):
            found = built(protocol, parts, language, folder)
        _built[key] = found
        while len(_built) > _KEPT:
            _built.popitem(last=False)
    return found


def _context(occasion: Occasion, names: Any) -> dict[str, Any]:
    """Return what rules look at beside the answers: the time zone, answers of the screening."""
    context: dict[str, Any] = dict.fromkeys(names)
    if "time_zone" in context:
        context["time_zone"] = occasion.zone
    wanted = context.keys() - {"time_zone"}
    return context | (screened(occasion.participant, wanted) if wanted else {})


def screened(participant: Participant, questions: Any) -> dict[str, Any]:
    """Return the latest answers to questions of the screening; numbers as numbers."""
    rows = EligibilityAnswer.objects.filter(
        participant=participant, question__in=questions, state="answered"
    ).order_by("version")
    return {row.question: _typed(row.value) for row in rows}


def _typed(text: str) -> Any:
    if text in ("yes", "no", "true", "false"):
        return text if text in ("yes", "no") else text == "true"
    try:
        return float(text)
    except ValueError:
        return text
