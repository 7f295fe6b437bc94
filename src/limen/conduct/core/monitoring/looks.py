"""Stopping boundaries by look: what is planned, how far the information is, which look is next.

No statistic is here: it needs the arms, and stands in the board's closed report.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from math import ceil

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from limen.boundaries import SequentialDesign, sequential_design
from limen.conduct.core.models import Measurement, Occasion, Participant, Score
from limen.conduct.core.monitoring.missing import source_of
from limen.conduct.core.monitoring.scope import Scope, states
from limen.conduct.core.monitoring.topic import Exhibit, Topic, day, percent, table
from limen.conduct.core.monitoring.values import MEASUREMENT, Source
from limen.errors import BoundaryError
from limen.protocol import Protocol, known, listed
from limen.protocol.document.oversight import GroupSequentialBoundary
from limen.results import Picture
from limen.results.table import Cell

_Status = Participant.Status


@dataclass(frozen=True, kw_only=True)
class Information:
    """People who count for an estimand now, those under way by when they will, and the plan."""

    there: int
    coming: tuple[datetime, ...]
    planned: int
    pace: float | None  # people per day who begin, so far

    @property
    def share(self) -> float:
        """The share of the planned information, taken as the share of planned people."""
        return self.there / self.planned

    def by(self, needed: int, now: datetime) -> datetime | None:
        """Return about when so many people will count; None if nobody can say."""
        lacking = needed - self.there
        if lacking <= 0:
            return now
        if lacking <= len(self.coming):
            return self.coming[lacking - 1]
        if not self.pace:
            return None
        last = self.coming[-1] if self.coming else now
        days = (lacking - len(self.coming)) / self.pace
        return last + timedelta(days=days) if days < 36500 else None


def looks(scope: Scope) -> Topic:
    """Return each boundary of the study; a part of its sites has none of its own."""
    exhibits = []
    for one in boundaries_of(scope) if scope.planned else ():
        found, design = information(scope, one), _design(one)
        if found is not None and design is not None:
            exhibits.append(_exhibit(scope, one, design, found))
    return Topic(
        id="looks",
        title=_("Stopping boundaries by look"),
        paragraphs=_paragraphs(scope),
        exhibits=tuple(exhibits),
    )


def boundaries_of(scope: Scope) -> list[GroupSequentialBoundary]:
    """Return the boundaries that look at an estimand."""
    every = listed(scope.protocol.boundaries)
    return [one for one in every if isinstance(one, GroupSequentialBoundary)]


def _paragraphs(scope: Scope) -> tuple[str, ...]:
    if not boundaries_of(scope):
        return (_("The protocol plans no looks at an estimand."),)
    if not scope.planned:
        return (_("Looks are at the whole study; these are not all of its sites."),)
    return (
        _("The statistic that is held against a boundary needs the arms. It is computed off this "
          "server, in the closed report."),
        _("Information is taken as the share of planned people who have the outcome and whose last "
          "occasion for it is over. The statistician computes it from the model."),
    )  # fmt: skip


def information(scope: Scope, boundary: GroupSequentialBoundary) -> Information | None:
    """Return how far the information for a boundary's estimand is; None if it cannot be told."""
    source, occasions = _of_estimand(scope.protocol, boundary)
    if source is None or not occasions or not scope.planned:
        return None
    ends = _ends(scope, occasions[-1])
    having = set(_values(scope, source, occasions).values_list("participant_id", flat=True))
    there = sum(over and key in having for key, (over, _closes, _in) in ends.items())
    coming = sorted(closes for over, closes, stays in ends.values() if not over and stays)
    return Information(
        there=there, coming=tuple(coming), planned=scope.planned, pace=_pace(scope, len(ends))
    )


def _of_estimand(
    protocol: Protocol, boundary: GroupSequentialBoundary
) -> tuple[Source | None, tuple[str, ...]]:
    estimand = protocol.estimand(boundary.estimand)
    outcomes = estimand.all_outcomes
    if not outcomes:
        return None, ()
    outcome = protocol.outcome(outcomes[0])
    named = estimand.occasions if known(estimand.occasions) else ()
    named = named or (outcome.occasions if known(outcome.occasions) else ())
    return source_of(protocol, outcome), protocol.occasion_ids(*named) if named else ()


def _ends(scope: Scope, last: str) -> dict[int, tuple[bool, datetime, bool]]:
    """Return of each person whether their last occasion is over, when it closes, if they stay."""
    found = states(scope)
    over = set(
        scope.rows(Occasion)
        .filter(found["submitted"] | found["missed"] | found["expired"], identifier=last)
        .values_list("participant_id", flat=True)
    )
    rows = scope.rows(Occasion).filter(identifier=last)
    names = ("participant_id", "grace_ends_at", "participant__status", "state")
    return {
        key: (
            key in over or (state == Occasion.State.CANCELLED and closes < scope.now),
            closes,
            status not in Participant.LEFT and state != Occasion.State.CANCELLED,
        )
        for key, closes, status, state in rows.values_list(*names)
    }


def _values(
    scope: Scope, source: Source, occasions: tuple[str, ...]
) -> QuerySet[Score] | QuerySet[Measurement]:
    kind, name = source
    if kind == MEASUREMENT:
        rows = scope.rows(Measurement).filter(name=name, value__isnull=False)
        return rows.filter(occasion__identifier__in=occasions)
    scores = scope.rows(Score).filter(instrument=kind, subscale=name, value__isnull=False)
    return scores.filter(occasion__identifier__in=occasions)


def _pace(scope: Scope, began: int) -> float | None:
    since = scope.study.opened_at
    days = (scope.now - since) / timedelta(days=1) if since else 0.0
    return began / days if began and days >= 1 else None


def _design(boundary: GroupSequentialBoundary) -> SequentialDesign | None:
    parts = (boundary.shape, boundary.information, boundary.alpha, boundary.two_sided,
             boundary.power, boundary.parameter)  # fmt: skip
    if not all(map(known, parts)):
        return None
    return _computed(
        str(boundary.shape),
        tuple(map(float, boundary.information)),
        float(boundary.alpha),
        boundary.two_sided is True,
        float(boundary.power),
        float(boundary.parameter or 0),
    )


@lru_cache(maxsize=16)
def _computed(
    kind: str,
    information: tuple[float, ...],
    alpha: float,
    two_sided: bool,
    power: float,
    parameter: float,
) -> SequentialDesign | None:
    """Integrated once per process: it takes longer than the rest of the page."""
    try:
        return sequential_design(
            kind=kind,
            information=information,
            alpha=alpha,
            two_sided=two_sided,
            power=power,
            parameter=parameter,
        )
    except BoundaryError:
        return None


def _title(boundary: GroupSequentialBoundary) -> str:
    return str(boundary.title or boundary.id)


def _exhibit(
    scope: Scope, boundary: GroupSequentialBoundary, design: SequentialDesign, found: Information
) -> Exhibit:
    needed = [ceil(share * found.planned - 1e-9) for share in design.information]
    following = next((n for n, people in enumerate(needed) if people > found.there), None)
    rows = list(_rows(scope, design, found, needed, following))
    shown = table(
        f"looks_{boundary.id}",
        _("%(title)s: looks and boundaries") % {"title": _title(boundary)},
        (
            ("look", _("Look"), "count"),
            ("information", _("Information"), "percent"),
            ("people", _("People needed"), "count"),
            ("z", _("Boundary (z)"), "number"),
            ("level", _("One-sided level"), "p"),
            ("spent", _("Alpha spent"), "number"),
            ("state", _("State"), "text"),
            ("about", _("About when"), "date"),
        ),
        rows,
        picture=Picture(
            shape="lines",
            x="information",
            y="z",
            title=_("Boundary by information"),
            x_title=_("Share of the planned information"),
            y_title="z",
            marks=((min(found.share, 1.0), _("now")),),
        ),
        notes=(_("Two-sided: crossed on either side.") if design.two_sided else _("One-sided."),),
    )
    said = _("%(there)d of %(planned)d planned people have the outcome: %(share)s of the "
             "information.") % {"there": found.there, "planned": found.planned,
                                "share": percent(found.share)}  # fmt: skip
    if following is not None:
        when = found.by(needed[following], scope.now)
        said += " " + _("Look %(n)d is next.") % {"n": following + 1}
        said += " " + (
            _("At the present pace that is about %(day)s.") % {"day": day(when)}
            if when
            else _("When that is, nobody can say yet.")
        )
    return Exhibit(said=said, table=shown)


def _rows(
    scope: Scope,
    design: SequentialDesign,
    found: Information,
    needed: list[int],
    following: int | None,
) -> Iterable[tuple[Cell, ...]]:
    for n, people in enumerate(needed):
        done = following is None or n < following
        state = _("information is there") if done else _("to come")
        if n == following:
            state = _("next")
        at = None if done else found.by(people, scope.now)
        yield (
            n + 1,
            design.information[n],
            people,
            design.z[n],
            design.stage_levels[n],
            design.alpha_spent[n],
            state,
            at.date().isoformat() if at else None,
        )
