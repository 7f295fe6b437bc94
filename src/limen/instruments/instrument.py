"""An instrument: its structure, ranges, scoring, licence and source. Its words are not here."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, TypeAlias

from limen.instruments.item import Item
from limen.instruments.lookup import nearest
from limen.instruments.published import Published
from limen.instruments.score import score
from limen.instruments.sheet import Check, answered, filled
from limen.instruments.words import Words
from limen.rules import Rule, Scalar, parse_rule

Kind: TypeAlias = Literal[
    "questionnaire", "visual_analogue_scale", "clinician_rating", "task", "diary"
]
Better: TypeAlias = Literal["higher", "lower", "neither"]
Missing: TypeAlias = Literal["strict", "prorate"]

#: What each licence class means for the words (not the structure) of an instrument.
LICENCES = {
    "A": "public domain",
    "B": "open licence (CC BY)",
    "C": "free from its owner, unmodified and with credit",
    "D": "free for non-commercial use only",
    "E": "copyright: registration or permission needed, mostly free for academic use",
    "F": "commercial",
    "O": "Limen's own, CC0",
}


@dataclass(frozen=True, kw_only=True)
class Reliability:
    """How well a score repeats itself, and so how large a change in one person must be.

    `coefficient` is a correlation over time or an intraclass correlation, as `kind` says; `sd` is
    the standard deviation between people that goes with it, in points of the score.
    """

    kind: Literal["retest", "icc"]
    coefficient: float
    sd: float
    interval: str  # the time between the measurements, in words
    source: str
    printed_change: float | None = (
        None  # the source's own smallest detectable change, if it has one
    )

    @property
    def reliable_change(self) -> float:
        r"""The change in points that only 5 % of unchanged people reach: $1.96 s \sqrt{2 (1 - r)}$.

        ```bibtex
        @article{jacobson1991clinical,
          title   = {Clinical significance: a statistical approach to defining meaningful change
                     in psychotherapy research},
          author  = {Jacobson, Neil S. and Truax, Paula},
          journal = {Journal of Consulting and Clinical Psychology},
          volume  = {59}, number = {1}, pages = {12--19}, year = {1991}
        }
        ```
        """
        return 1.96 * self.sd * math.sqrt(2 * (1 - self.coefficient))


@dataclass(frozen=True, kw_only=True)
class Subscale:
    """A scored part of an instrument: its range, its steps, and which direction is better."""

    id: str
    title: str
    low: float | None  # None: the score has no lowest value, or we do not know it
    high: float | None
    step: float | None  # the distance between two possible scores; None: continuous or not known
    better: Better
    scoring: Any = None  # a rule over item ids, earlier subscales and context
    reliability: Reliability | None = None
    unit: str = "points"
    prorated: Any = None  # the rule under the policy for missing answers that its source allows
    published: tuple[Published, ...] = ()

    @cached_property
    def rule(self) -> Rule | None:
        """The scoring as a rule, or None if only a published score can be used."""
        return None if self.scoring is None else parse_rule(self.scoring, path=self.id)

    @cached_property
    def prorated_rule(self) -> Rule | None:
        """The rule that fills in some missing answers; the strict one if there is none."""
        return self.rule if self.prorated is None else parse_rule(self.prorated, path=self.id)


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """A questionnaire, scale or task.

    Only one of Limen's own (licence ``O``) carries `words`, by language; nobody else's text is
    here, whatever its licence.
    """

    id: str
    title: str
    kind: Kind
    construct: str
    recall: str
    subscales: tuple[Subscale, ...]
    licence: str  # a key of `LICENCES`
    licence_note: str
    source: str
    items: tuple[Item, ...] = ()
    derived: Mapping[str, Any] = field(default_factory=dict)  # name -> rule: bands, flags, domains
    context: tuple[str, ...] = ()  # what the rules need beside the answers, such as ``sex``
    codes: Mapping[str, str] = field(default_factory=dict)  # LOINC: "panel", "total", item ids
    checks: tuple[Check, ...] = ()  # conditions across answers, checked before scoring
    words: Mapping[str, Words] = field(default_factory=dict)  # language -> Limen's own words
    version: str = "1.0.0"
    scoring_status: Literal["verified", "unverified", "none"] = "none"
    note: str = ""

    def subscale(self, id: str) -> Subscale:
        """Return a subscale, or raise `InstrumentError` with the nearest one."""
        found = {subscale.id: subscale for subscale in self.subscales}
        if id not in found:
            raise nearest(id, found, what=f"subscale of instrument {self.id!r}", path="subscale")
        return found[id]

    def item(self, id: str) -> Item:
        """Return an item, or raise `InstrumentError` with the nearest one."""
        found = {item.id: item for item in self.items}
        if id not in found:
            raise nearest(id, found, what=f"item of instrument {self.id!r}", path="item")
        return found[id]

    def score(
        self,
        responses: Mapping[str, Any],
        *,
        context: Mapping[str, Any] | None = None,
        missing: Missing = "strict",
    ) -> dict[str, Scalar | None]:
        """Return every subscale and derived result; None where it is missing.

        `responses` go by item id: an answer, None, or a state such as ``{"state": "skipped"}``.
        `missing` is ``strict`` (one missing answer makes a score missing), or ``prorate`` for a
        study that says so in advance: then as many are filled in as the source of the score allows.
        Raises `InstrumentError` for an unknown item, an answer outside its range, answers that
        contradict each other, or an instrument without scoring rules.
        """
        strict = missing == "strict"
        chosen = ((part.id, part.rule if strict else part.prorated_rule) for part in self.subscales)
        rules = {id: rule for id, rule in chosen if rule is not None}
        return score(self.id, rules, self.derived, self._sheet(responses, context))

    def unasked(
        self, responses: Mapping[str, Any], *, context: Mapping[str, Any] | None = None
    ) -> dict[str, str]:
        """Return the items that are not asked on these answers, with their state.

        The state is ``skipped`` or ``not_applicable``. Raises `InstrumentError` as `score` does.
        """
        sheet = self._sheet(responses, context)
        found = {item.id: sheet[item.id] for item in self.items if item.asked_if is not None}
        return {
            id: response["state"]
            for id, response in found.items()
            if isinstance(response, Mapping) and answered(responses.get(id)) is None
            if response["state"] in ("skipped", "not_applicable")
        }

    def _sheet(
        self, responses: Mapping[str, Any], context: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        return filled(self.id, self.items, self.checks, responses=responses, context=context or {})
