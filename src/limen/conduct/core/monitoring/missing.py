"""Missingness: each outcome at each of its occasions, and why it is not there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from limen.conduct.core.models import Occasion, ParticipationEvent
from limen.conduct.core.monitoring.scope import Scope, share, states
from limen.conduct.core.monitoring.topic import Exhibit, Topic, table
from limen.conduct.core.monitoring.values import MEASUREMENT, Source, values
from limen.conduct.core.occasions import Reason
from limen.conduct.core.occasions.named import name_of
from limen.instruments import catalogue
from limen.protocol import Protocol, known, listed
from limen.protocol.document.measurement import Outcome, StressorReactivityScore
from limen.results import Picture
from limen.results.table import Cell


@dataclass(frozen=True, kw_only=True)
class Line:
    """An outcome at one occasion, counted over people whose occasion is settled."""

    outcome: str
    occasion: str
    due: int
    had: int
    not_answered: int  # never begun, or not sent
    declined: int  # sent, and yet no score: too little was answered
    left: int  # the occasion was cancelled, since they had withdrawn or were lost
    paused: int  # it was cancelled by a pause


def missingness(scope: Scope) -> Topic:
    """Return what is there of each outcome, by occasion."""
    lines = list(missing(scope))
    return Topic(
        id="missingness",
        title=_("Missingness"),
        paragraphs=(
            _("Of people whose occasion is over. A score is missing because nothing was sent, "
              "because what was sent left too much out, or because they had left or paused."),
        ),
        exhibits=(_by_outcome(scope, lines), _all(scope, lines)),
    )  # fmt: skip


def primary(protocol: Protocol) -> frozenset[str]:
    """Return the outcomes of the primary estimands, by id."""
    found = (one for one in listed(protocol.estimands) if one.role == "primary")
    return frozenset(name for one in found for name in one.all_outcomes)


def source_of(protocol: Protocol, outcome: Outcome) -> Source | None:
    """Return what an outcome's values are; None if the protocol leaves it open."""
    if isinstance(outcome.derived, StressorReactivityScore):
        return source_of(protocol, protocol.outcome(outcome.derived.problems))
    if isinstance(outcome.measurement, str):
        return MEASUREMENT, outcome.measurement
    if not isinstance(outcome.instrument, str):
        return None
    if isinstance(outcome.subscale, str):
        return outcome.instrument, outcome.subscale
    instrument = catalogue().get(outcome.instrument)
    parts = instrument.subscales if instrument is not None else ()
    return (outcome.instrument, parts[0].id) if len(parts) == 1 else None


def missing(scope: Scope, wanted: frozenset[str] | None = None) -> Iterable[Line]:
    """Yield a line per outcome and occasion that somebody has behind them; `wanted`: of these."""
    outcomes = [
        (one, source)
        for one in listed(scope.protocol.outcomes)
        if (wanted is None or one.id in wanted)
        and known(one.occasions)
        and (source := source_of(scope.protocol, one)) is not None
    ]
    settled = _settled(scope)
    had = values(scope, {source for _outcome, source in outcomes})
    for outcome, source in outcomes:
        for occasion in scope.protocol.occasion_ids(*outcome.occasions):
            counts = settled.get(occasion)
            if counts is not None and (counts["settled"] or counts["left"] or counts["paused"]):
                there = had.get((*source, occasion), 0)
                yield _line(str(outcome.id), occasion, counts, there)


def _line(outcome: str, occasion: str, counts: Mapping[str, int], there: int) -> Line:
    """A form of staff may hold the value of an occasion that its participant missed."""
    left, paused = counts["left"], counts["paused"]
    due = max(there, counts["settled"] + left + paused)
    declined = max(0, counts["submitted"] - there)
    return Line(
        outcome=outcome,
        occasion=occasion,
        due=due,
        had=there,
        not_answered=max(0, due - there - declined - left - paused),
        declined=declined,
        left=left,
        paused=paused,
    )


def _settled(scope: Scope) -> Mapping[str, dict[str, int]]:
    """Return by occasion how many have it behind them, sent it, or had left by then.

    Who withdrew has a reason of their own in the record; of who was lost, what was cancelled at the
    moment in which it was noted counts, and not what staff had cancelled before.
    """
    found = states(scope)
    lost = ParticipationEvent.objects.using(scope.using).filter(
        kind=ParticipationEvent.Kind.LOST,
        participant=OuterRef("participant"),
        at__lte=OuterRef("ended_at"),
    )
    cancelled = Q(state=Occasion.State.CANCELLED, closes_at__lte=scope.now)
    counts = {
        "submitted": found["submitted"],
        "settled": found["submitted"] | found["missed"] | found["expired"],
        "left": cancelled & (Q(state_reason=Reason.WITHDRAWN) | Q(Exists(lost))),
        "paused": cancelled & Q(state_reason=Reason.PAUSED),
    }
    rows = scope.rows(Occasion).values_list("identifier")
    rows = rows.annotate(**{name: Count("pk", filter=rule) for name, rule in counts.items()})
    return {row[0]: dict(zip(counts, row[1:], strict=True)) for row in rows}


def _by_outcome(scope: Scope, lines: list[Line]) -> Exhibit:
    rows: list[tuple[Cell, ...]] = []
    for outcome in listed(scope.protocol.outcomes):
        mine = [one for one in lines if one.outcome == outcome.id]
        if mine:
            due, had = sum(one.due for one in mine), sum(one.had for one in mine)
            main = _("yes") if outcome.id in primary(scope.protocol) else ""
            rows.append((str(outcome.title), main, due, had, due - had, share(due - had, due)))
    shown = table(
        "by_outcome",
        _("Outcomes, all occasions together"),
        (
            ("outcome", _("Outcome"), "text"),
            ("primary", _("Primary"), "text"),
            ("due", _("Due"), "count"),
            ("had", _("There"), "count"),
            ("missing", _("Missing"), "count"),
            ("share", _("Missing of due"), "percent"),
        ),
        rows,
        picture=Picture(shape="bars", label="outcome", y="share", title=_("Missing of due")),
    )
    return Exhibit(said=_("The longer the bar, the more of an outcome is missing."), table=shown)


def _all(scope: Scope, lines: list[Line]) -> Exhibit:
    titles = {str(one.id): str(one.title) for one in listed(scope.protocol.outcomes)}
    shown = table(
        "missing",
        _("Outcomes by occasion, and why they are missing"),
        (
            ("outcome", _("Outcome"), "text"),
            ("occasion", _("Occasion"), "text"),
            ("due", _("Due"), "count"),
            ("had", _("There"), "count"),
            ("missing", _("Missing"), "count"),
            ("not_answered", _("Nothing sent"), "count"),
            ("declined", _("Too much left out"), "count"),
            ("left", _("Had left"), "count"),
            ("paused", _("Paused"), "count"),
            ("share", _("Missing of due"), "percent"),
        ),
        [
            (titles[one.outcome], name_of(scope.protocol, one.occasion), one.due, one.had,
             one.due - one.had,
             one.not_answered, one.declined, one.left, one.paused,
             share(one.due - one.had, one.due))
            for one in lines
        ],
    )  # fmt: skip
    nth: Counter[str] = Counter()
    long: list[tuple[Cell, ...]] = []
    for one in lines:
        nth[one.outcome] += 1
        long.append((nth[one.outcome], share(one.due - one.had, one.due), titles[one.outcome]))
    drawn = table(
        "missing_drawn",
        shown.caption,
        (("n", _("Occasion"), "count"), ("share", _("Missing of due"), "percent"),
         ("outcome", "", "text")),
        long,
        picture=Picture(
            shape="lines", x="n", y="share", group="outcome",
            title=_("Missing of due, by occasion"), x_title=_("Which of the outcome's occasions"),
        ),
    )  # fmt: skip
    worst = max(lines, key=lambda one: (one.due - one.had) / one.due, default=None)
    said = _("Nothing is behind anybody yet.")
    if worst is not None:
        said = _("Most is missing of %(outcome)s at %(occasion)s: %(n)d of %(due)d.") % {
            "outcome": titles[worst.outcome],
            "occasion": name_of(scope.protocol, worst.occasion),
            "n": worst.due - worst.had,
            "due": worst.due,
        }
    return Exhibit(said=said, table=shown, drawn=drawn)
