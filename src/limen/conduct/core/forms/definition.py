"""Which forms an occasion has: those that the protocol defines, and the occasion itself."""

from __future__ import annotations

from dataclasses import dataclass

from limen.conduct.core.models import Occasion
from limen.protocol import Protocol, listed

RATER = "blinded_rater"
STAFF = ("clinician", RATER)  # kinds of respondents who are of the team


@dataclass(frozen=True, kw_only=True)
class FormDefinition:
    """A form as the protocol defines it; `is_own`: it is the occasion itself."""

    id: str
    title: str
    kind: str
    respondent: str
    respondent_kind: str
    measures: tuple[str, ...]
    measurements: tuple[str, ...]
    optional: bool = False
    is_own: bool = False

    @property
    def is_rating(self) -> bool:
        """Whether a blinded rater fills it in, and nobody else."""
        return self.respondent_kind == RATER

    def holds(self, *, instrument: str = "", measurement: str = "") -> bool:
        """Whether answers to an instrument, or a measured quantity, are of this form."""
        return (instrument or measurement) in (
            self.measures if instrument else self.measurements
        ) or (self.is_own and not measurement)


def kind_of(protocol: Protocol, respondent: str) -> str:
    """Return what kind of respondent this is; blank for one whom the protocol does not name."""
    found = (str(one.kind) for one in listed(protocol.respondents) if one.id == respondent)
    return next(found, "")


def raters(protocol: Protocol) -> frozenset[str]:
    """Return the respondents who are blinded raters."""
    kinds = ((str(one.id), str(one.kind)) for one in listed(protocol.respondents))
    return frozenset(id for id, kind in kinds if kind == RATER)


def is_staff(protocol: Protocol, respondent: str) -> bool:
    """Whether a respondent is of the team: what they answer are forms."""
    return kind_of(protocol, respondent) in STAFF


def forms_at(protocol: Protocol, definition: str, identifier: str) -> tuple[FormDefinition, ...]:
    """Return the forms of an occasion (`identifier`, such as ``week.2``), its own one first."""
    planned = protocol.occasion(definition)
    found = []
    if is_staff(protocol, str(planned.respondent)):
        found.append(
            FormDefinition(
                id=definition,
                title=planned.title if isinstance(planned.title, str) else definition,
                kind=str(planned.kind),
                respondent=str(planned.respondent),
                respondent_kind=kind_of(protocol, str(planned.respondent)),
                measures=tuple(listed(planned.measures)),
                measurements=tuple(listed(planned.measurements)),
                is_own=True,
            )
        )
    found += [
        FormDefinition(
            id=form.id,
            title=str(form.title),
            kind=str(form.kind),
            respondent=str(form.respondent),
            respondent_kind=kind_of(protocol, str(form.respondent)),
            measures=tuple(listed(form.measures)),
            measurements=tuple(listed(form.measurements)),
            optional=form.optional is True,
        )
        for form in protocol.forms_at(identifier)
    ]
    return tuple(found)


def forms_of(occasion: Occasion) -> tuple[FormDefinition, ...]:
    """Return the forms of an occasion, by the version of the protocol that it was made under."""
    return forms_at(occasion.made_under.protocol, occasion.definition, occasion.identifier)


def form_named(occasion: Occasion, id: str) -> FormDefinition | None:
    """Return one form of an occasion; None if it has none of this id."""
    return next((one for one in forms_of(occasion) if one.id == id), None)


def form_of(
    occasion: Occasion, respondent: str, *, instrument: str = "", measurement: str = ""
) -> FormDefinition | None:
    """Return the form that an answer belongs to; None: it is no form's, but a participant's."""
    mine = [one for one in forms_of(occasion) if one.respondent == respondent]
    for one in sorted(mine, key=lambda form: form.is_own):
        if one.holds(instrument=instrument, measurement=measurement):
            return one
    return None
