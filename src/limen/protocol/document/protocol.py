"""The whole document."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import Field

from limen.errors import Problem
from limen.protocol.canonical import digest
from limen.protocol.document.analysis import AnalysisPlan, Estimand
from limen.protocol.document.identity import Registration, Source
from limen.protocol.document.lookup import find, find_definition, numbered
from limen.protocol.document.measurement import (
    Covariate,
    Expectancy,
    Form,
    Guess,
    Measurement,
    Occasion,
    Outcome,
    Scoring,
    StudyInstrument,
)
from limen.protocol.document.opening import open_problems
from limen.protocol.document.oversight import Boundary, Safety
from limen.protocol.document.part import (
    CONSENT_ALWAYS,
    CONSENT_ASK,
    CONSENT_NEVER,
    Id,
    Language,
    Part,
    Text,
    listed,
)
from limen.protocol.document.people import Consent, Payment, Population, Respondent
from limen.protocol.document.treatment import (
    Administration,
    Allocation,
    Arm,
    Blinding,
    Design,
    DoseLevels,
    Intervention,
    Kits,
    Periods,
    Phase,
    Regimen,
    Substance,
)
from limen.protocol.document.unconfirmed import unconfirmed_scores


class Protocol(Part):
    """What a study does: one document for rehearsal, conduct and analysis."""

    limen: Literal[1] = Field(description="Version of the format", json_schema_extra=CONSENT_NEVER)
    id: Id = Field(description="Short name of the study", json_schema_extra=CONSENT_NEVER)
    title: Text = Field(description="Title", json_schema_extra=CONSENT_NEVER)
    version: Text = Field(
        description='Version of the protocol, in quotes: "1.0"', json_schema_extra=CONSENT_NEVER
    )
    status: Literal["planned", "historical"] = Field(
        description="`planned`, or `historical`: described as it was run",
        json_schema_extra=CONSENT_NEVER,
    )
    registration: Registration | None = Field(
        default=None, description="Entry in a public register", json_schema_extra=CONSENT_NEVER
    )
    languages: tuple[Language, ...] = Field(
        min_length=1,
        description="Languages in which participants take part",
        json_schema_extra=CONSENT_NEVER,
    )
    summary: Text | None = Field(
        default=None, description="The study in a few sentences", json_schema_extra=CONSENT_NEVER
    )
    sources: tuple[Source, ...] = Field(
        default=(),
        description="Publications and documents that it was written from",
        json_schema_extra=CONSENT_NEVER,
    )
    population: Population = Field(
        description="Who takes part, how many, and where", json_schema_extra=CONSENT_ASK
    )
    respondents: tuple[Respondent, ...] = Field(
        default=(Respondent(id="participant", kind="participant"),),
        description="Who answers what",
        json_schema_extra=CONSENT_ASK,
    )
    phases: tuple[Phase, ...] = Field(
        min_length=1, description="Phases, in order", json_schema_extra=CONSENT_ALWAYS
    )
    periods: Periods | None = Field(
        default=None,
        description="Periods of the treatment phase; left out: one that fills it",
        json_schema_extra=CONSENT_ALWAYS,
    )
    substances: tuple[Substance, ...] = Field(
        default=(), description="Substances", json_schema_extra=CONSENT_ALWAYS
    )
    interventions: tuple[Intervention, ...] = Field(
        min_length=1, description="What is given", json_schema_extra=CONSENT_ALWAYS
    )
    dose_levels: DoseLevels | None = Field(
        default=None,
        description="The ladder of doses, if there is one",
        json_schema_extra=CONSENT_ALWAYS,
    )
    arms: tuple[Arm, ...] = Field(
        min_length=1, description="What one is randomised to", json_schema_extra=CONSENT_ALWAYS
    )
    design: Design = Field(description="The design", json_schema_extra=CONSENT_ALWAYS)
    regimen: Regimen | None = Field(
        default=None, description="On which days a dose is due", json_schema_extra=CONSENT_ALWAYS
    )
    administration: Administration | None = Field(
        default=None, description="How and when a dose is taken", json_schema_extra=CONSENT_ASK
    )
    allocation: Allocation | None = Field(
        default=None, description="How people get their arm", json_schema_extra=CONSENT_ASK
    )
    kits: Kits | None = Field(default=None, description="Kit sets", json_schema_extra=CONSENT_NEVER)
    blinding: Blinding | None = Field(
        default=None, description="Who is blinded to what", json_schema_extra=CONSENT_ASK
    )
    instruments: tuple[StudyInstrument, ...] = Field(
        default=(),
        description="Instruments that the study defines itself",
        json_schema_extra=CONSENT_NEVER,
    )
    scoring: tuple[Scoring, ...] = Field(
        default=(),
        description="What is said in advance about the scoring of built-in instruments",
        json_schema_extra=CONSENT_NEVER,
    )
    measurements: tuple[Measurement, ...] = Field(
        default=(), description="Single measured quantities", json_schema_extra=CONSENT_ASK
    )
    occasions: tuple[Occasion, ...] = Field(
        min_length=1, description="When what is measured", json_schema_extra=CONSENT_ASK
    )
    forms: tuple[Form, ...] = Field(
        default=(),
        description="What staff fill in at occasions",
        json_schema_extra=CONSENT_ASK,
    )
    outcomes: tuple[Outcome, ...] = Field(
        min_length=1, description="What is analysed", json_schema_extra=CONSENT_NEVER
    )
    guesses: tuple[Guess, ...] = Field(
        default=(), description="Treatment guesses", json_schema_extra=CONSENT_ASK
    )
    expectancies: tuple[Expectancy, ...] = Field(
        default=(), description="Expectancies before allocation", json_schema_extra=CONSENT_ASK
    )
    covariates: tuple[Covariate, ...] = Field(
        default=(), description="What models may adjust for", json_schema_extra=CONSENT_NEVER
    )
    safety: Safety | None = Field(
        default=None,
        description="Adverse events and safety rules",
        json_schema_extra=CONSENT_ALWAYS,
    )
    boundaries: tuple[Boundary, ...] = Field(
        default=(), description="Stopping boundaries", json_schema_extra=CONSENT_ASK
    )
    consent: Consent | None = Field(
        default=None, description="What participants agree to", json_schema_extra=CONSENT_ALWAYS
    )
    payments: tuple[Payment, ...] = Field(
        default=(),
        description="What participants receive for their time",
        json_schema_extra=CONSENT_ASK,
    )
    estimands: tuple[Estimand, ...] = Field(
        default=(), description="What the study wants to know", json_schema_extra=CONSENT_NEVER
    )
    analysis: AnalysisPlan = Field(
        description="How it will be computed", json_schema_extra=CONSENT_NEVER
    )

    @cached_property
    def hash(self) -> str:
        """SHA-256 over the canonical content: what the document means, not how it is written."""
        return digest(self)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy, with what `update` replaces; its `hash` is computed afresh."""
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop("hash", None)
        return copied

    @property
    def reference_intervention(self) -> Intervention:
        """What others are compared with: the first placebo, else nothing given, else the first."""
        for kinds in (("inactive_placebo", "active_placebo"), ("none",)):
            for intervention in self.interventions:
                if intervention.kind in kinds:
                    return intervention
        return self.interventions[0]

    @property
    def period_count(self) -> int:
        """Number of periods of the treatment phase."""
        return self.periods.count if isinstance(self.periods, Periods) else 1

    def outcome(self, id: str) -> Outcome:
        """Return an outcome by its id; `ProtocolError` if there is none."""
        return find(self.outcomes, id, "outcome")

    def arm(self, id: str) -> Arm:
        """Return an arm by its id; `ProtocolError` if there is none."""
        return find(self.arms, id, "arm")

    def intervention(self, id: str) -> Intervention:
        """Return an intervention by its id; `ProtocolError` if there is none."""
        return find(self.interventions, id, "intervention")

    def guess(self, id: str) -> Guess:
        """Return a treatment guess by its id; `ProtocolError` if there is none."""
        return find(self.guesses, id, "guess")

    def covariate(self, id: str) -> Covariate:
        """Return a covariate by its id; `ProtocolError` if there is none."""
        return find(self.covariates, id, "covariate")

    def estimand(self, id: str) -> Estimand:
        """Return an estimand by its id; `ProtocolError` if there is none."""
        return find(self.estimands, id, "estimand")

    def phase(self, id: str) -> Phase:
        """Return a phase by its id; `ProtocolError` if there is none."""
        return find(self.phases, id, "phase")

    def occasion(self, id: str) -> Occasion:
        """Return the definition of an occasion: `acute` and `acute.2` both give `acute`."""
        return find_definition(self.occasions, id)

    def occasion_ids(self, *references: str) -> tuple[str, ...]:
        """Return the ids of single occasions in order: `acute` becomes `acute.1`, `acute.2`, ...

        Without arguments all occasions of the study. `ProtocolError` for one that does not exist.
        """
        wanted = references or tuple(definition.id for definition in self.occasions)
        ids = (numbered(self.occasion(name), name, self.period_count) for name in wanted)
        return tuple(dict.fromkeys(id for some in ids for id in some))

    def form(self, id: str) -> Form:
        """Return a form by its id; `ProtocolError` if there is none."""
        return find(self.forms, id, "form")

    def forms_at(self, occasion: str) -> tuple[Form, ...]:
        """Return the forms that staff fill in at a single occasion (`week.2`), in order."""
        here = {occasion, occasion.partition(".")[0]}
        return tuple(form for form in listed(self.forms) if not here.isdisjoint(form.occasions))

    def open_problems(self) -> tuple[Problem, ...]:
        """Return why the study cannot open: what is unknown, missing altogether, or unconfirmed."""
        problems = open_problems(
            self,
            historical=self.status == "historical",
            observational=getattr(self.design, "kind", "") == "observational",
        )
        return problems if self.status == "historical" else problems + unconfirmed_scores(self)

    @property
    def cannot_open(self) -> bool:
        """Whether something keeps the study from opening; `open_problems` says what."""
        return bool(self.open_problems())
