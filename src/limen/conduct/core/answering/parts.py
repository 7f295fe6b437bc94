"""Which parts an occasion's questionnaire has, and how they are put together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from django.utils.translation import gettext as _

from limen.conduct.core.answering.order import ordered
from limen.conduct.core.answering.questionnaire import Questionnaire, Section
from limen.conduct.core.answering.sections import events, expectancy, guess, instrument, measured
from limen.conduct.core.answering.wordings import Wording, direction, wording
from limen.instruments import Instrument, catalogue, get
from limen.protocol import Protocol, listed
from limen.protocol.document.lookup import find
from limen.protocol.document.measurement import Form, Occasion
from limen.protocol.document.oversight import AdverseEventCollection, Safety
from limen.protocol.document.treatment import Blinding

_RATED = "clinician_rating"


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What one respondent is asked at occasions of one definition: ids, in the order of asking."""

    respondent: str
    order: tuple[str, ...]  # instruments, ``measurement:<id>``, ``guess:<id>``
    expectancies: tuple[str, ...]
    events: bool


def parts_of(
    protocol: Protocol,
    *,
    definition: str,
    identifier: str,
    respondent: str,
    is_asked: Callable[[str, float], bool],
    of: str | None = None,
) -> Parts:
    """Return the parts of an occasion (`identifier`, such as ``diary.3``) for a respondent.

    Others than the occasion's own respondent are asked their guesses, and the forms that are
    theirs. `of` is one of these forms, or the definition: what is asked without any form.
    """
    planned = protocol.occasion(definition)
    here = {definition, identifier}
    without = of in (None, definition)
    own = planned.respondent == respondent and without
    sheets = list(_sheets(planned)) if own else []
    for form in protocol.forms_at(identifier):
        if form.respondent == respondent and of in (None, form.id):
            sheets += _sheets(form)
    guesses = [
        one
        for one in listed(protocol.guesses)
        if without
        and one.respondent == respondent
        and not here.isdisjoint(listed(one.occasions))
        and is_asked(one.id, one.share_asked if isinstance(one.share_asked, float) else 1.0)
    ]
    expected = [one.id for one in listed(protocol.expectancies) if one.occasion in here]
    return Parts(
        respondent=respondent,
        order=tuple(ordered(protocol, sheets, guesses)),
        expectancies=tuple(expected) if own else (),
        events=own and _asks_events(protocol, here, respondent),
    )


def _sheets(asks: Occasion | Form) -> Iterator[str]:
    yield from listed(asks.measures)
    yield from (f"measurement:{id}" for id in listed(asks.measurements))


def built(protocol: Protocol, parts: Parts, language: str, folder: Path | None) -> Questionnaire:
    """Return the questionnaire of these parts, without its occasion; names of `context` only."""
    others = tuple(str(one) for one in listed(protocol.languages))

    def worded(id: str) -> Wording:
        return wording(get(id), language, folder, others)

    sections = list(_measures(protocol, parts, language, worded))
    sections += [
        expectancy.section(protocol, one, worded("limen_expect"))
        for one in listed(protocol.expectancies)
        if one.id in parts.expectancies
    ]
    sections += [events.section(worded(events.REPORT))] if parts.events else []
    asked = {section.subject for section in sections if section.about == "instrument"}
    return Questionnaire(
        occasion="",
        respondent=parts.respondent,
        language=language,
        dir=direction(language),
        sections=tuple(sections),
        context=dict.fromkeys(_context(sections)),
        elsewhere=tuple(id for id in parts.order if ":" not in id and id not in asked),
    )


def instrument_of(protocol: Protocol, id: str) -> Instrument | None:
    """Return a built-in instrument; None if the study defines this id itself, or nobody does."""
    own = {one.id for one in listed(protocol.instruments)}
    return None if id in own else catalogue().get(id)


def _measures(
    protocol: Protocol, parts: Parts, language: str, worded: Callable[[str], Wording]
) -> Iterator[Section]:
    for kind, names in groupby(parts.order, key=lambda name: name.rpartition(":")[0]):
        ids = [name.rpartition(":")[2] for name in names]
        match kind:
            case "guess":
                words = worded("limen_guess")
                yield from (guess.section(protocol, protocol.guess(id), words) for id in ids)
            case "measurement":
                found = [find(protocol.measurements, id, "measurement") for id in ids]
                yield measured.section(found, language)
            case _:
                yield from _instruments(protocol, ids, worded)


def _instruments(
    protocol: Protocol, ids: Sequence[str], worded: Callable[[str], Wording]
) -> Iterator[Section]:
    for id in ids:
        found = instrument_of(protocol, id)
        if found is None:
            continue
        if found.items:
            yield instrument.section(found, worded(id), filled=_filled())
        elif found.kind == _RATED:
            yield instrument.rated(found, worded(id))


def _filled() -> dict[str, str]:
    """Return what stands for placeholders of instruments that an occasion measures itself."""
    return {"intervention": _("what the study gives you"), "occasion": _("this occasion")}


def _context(sections: Sequence[Section]) -> Iterator[str]:
    for section in sections:
        if section.about in ("instrument", "event"):
            yield from get(section.subject).context


def _asks_events(protocol: Protocol, here: set[str], respondent: str) -> bool:
    safety = protocol.safety
    collected = safety.adverse_events if isinstance(safety, Safety) else None
    if not isinstance(collected, AdverseEventCollection):
        return False
    if here.isdisjoint(listed(collected.occasions)):
        return False
    blinding = protocol.blinding
    parties = listed(blinding.parties) if isinstance(blinding, Blinding) else ()
    return not any(
        one.party == respondent and "adverse_events" in listed(one.blinded_to) for one in parties
    )
