"""Missingness: each outcome at each of its occasions, and why it is not there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from limen.conduct.core.models import Measurement, Occasion, Participant, Score
from limen.conduct.core.monitoring.scope import Scope, share, states
from limen.conduct.core.monitoring.topic import Exhibit, Topic, percent, table
from limen.conduct.core.occasions import Reason
from limen.instruments import catalogue
from limen.protocol import Protocol, known, listed
from limen.protocol.document.measurement import Outcome, StressorReactivityScore
from limen.results import Picture
from limen.results.table import Cell

Source = tuple[str, str]  # instrument and subscale, or `measurement` and its name


@dataclass(frozen=True, kw_only=True)
class Line:
    """An outcome at one occasion, counted over people whose occasion is settled."""

    outcome: str
    occasion: str
    due: int
    had: int
    not_answered: int  # never begun, or not sent
    declined: int  # sent, and yet no score: too little was answered
    left: int  # the occasion was cancelled, since they had withdrawn
    paused: int  # it was cancelled by a pause


def missingness(scope: Scope) -> Topic:
    """Return what is there of each outcome, by occasion."""
    lines = list(missing(scope))
    first = primary(scope.protocol)
    mine = [one for one in lines if one.outcome in first] or lines
    lost = share(sum(one.due - one.had for one in mine), sum(one.due for one in mine))
    return Topic(
        id="missingness",
        title=_("Missingness"),
        paragraphs=(
            _("Of people whose occasion is over. A score is missing because nothing was sent, "
              "because what was sent left too much out, or because they had left or paused by then."),
        ),
        exhibits=(_by_outcome(scope, lines), _all(scope, lines)),
        headline=((_("Missing of primary outcomes"), percent(lost)),),
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
        return "measurement", outcome.measurement
    if not isinstance(outcome.instrument, str):
        return None
    if isinstance(outcome.subscale, str):
        return outcome.instrument, outcome.subscale
    instrument = catalogue().get(outcome.instrument)
    parts = instrument.subscales if instrument is not None else ()
    return (outcome.instrument, parts[0].id) if len(parts) == 1 else None


def missing(scope: Scope) -> Iterable[Line]:
    """Yield a line per outcome and occasion that somebody has behind them."""
    settled = _settled(scope)
    had = _had(scope)
    for outcome in listed(scope.protocol.outcomes):
        source = source_of(scope.protocol, outcome)
        if source is None or not known(outcome.occasions):
            continue
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
    """Return by occasion how many have it behind them, sent it, or had withdrawn by then."""
    found = states(scope)
    gone = (Participant.Status.WITHDRAWN, Participant.Status.LOST)
    cancelled = Q(state=Occasion.State.CANCELLED, closes_at__lte=scope.now)
    counts = {
        "submitted": found["submitted"],
        "settled": found["submitted"] | found["missed"] | found["expired"],
        "left": cancelled & Q(participant__status__in=gone, state_reason=Reason.WITHDRAWN),
        "paused": cancelled & Q(state_reason=Reason.PAUSED),
    }
    rows = scope.rows(Occasion).values_list("identifier")
    rows = rows.annotate(**{name: Count("pk", filter=rule) for name, rule in counts.items()})
    return {row[0]: dict(zip(counts, row[1:], strict=True)) for row in rows}


def _had(scope: Scope) -> Mapping[tuple[str, str, str], int]:
    """Return by source and occasion for how many occasions the version that counts has a value."""
    return _scored(scope) | _measured(scope)


def _scored(scope: Scope) -> dict[tuple[str, str, str], int]:
    rows = scope.rows(Score).filter(occasion__state=Occasion.State.SUBMITTED, value__isnull=False)
    keys = ("instrument", "subscale", "occasion__identifier")
    found = rows.values_list(*keys).annotate(Count("occasion_id", distinct=True))
    counts = {(row[0], row[1], row[2]): row[3] for row in found}
    for instrument, subscale, occasion in _taken_back(scope):
        counts[instrument, subscale, occasion] -= 1
    return counts


def _taken_back(scope: Scope) -> list[tuple[str, str, str]]:
    """Return scores that had a value and, corrected, have none any more: few."""
    emptied = scope.rows(Score).filter(
        occasion__state=Occasion.State.SUBMITTED, value__isnull=True, version__gt=1
    )
    earlier = Score.objects.using(scope.using).filter(
        occasion=OuterRef("occasion"),
        instrument=OuterRef("instrument"),
        subscale=OuterRef("subscale"),
        respondent=OuterRef("respondent"),
    )
    last = earlier.order_by().values("occasion").annotate(last=Max("version")).values("last")
    once = earlier.filter(value__isnull=False).values("pk")[:1]
    rows = emptied.annotate(last=Subquery(last), once=Subquery(once))
    rows = rows.filter(version=F("last"), once__isnull=False)
    return list(rows.values_list("instrument", "subscale", "occasion__identifier"))


def _measured(scope: Scope) -> dict[tuple[str, str, str], int]:
    rows = scope.rows(Measurement).order_by("version")
    names = ("occasion_id", "occasion__identifier", "name", "value", "respondent")
    latest = {
        (occasion, name, respondent): (identifier, value)
        for occasion, identifier, name, value, respondent in rows.values_list(*names)
    }
    there = {
        (occasion, name): identifier
        for (occasion, name, _respondent), (identifier, value) in latest.items()
        if value is not None
    }
    counts: dict[tuple[str, str, str], int] = {}
    for (_occasion, name), identifier in there.items():
        key = ("measurement", name, identifier)
        counts[key] = counts.get(key, 0) + 1
    return counts


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
            (titles[one.outcome], one.occasion, one.due, one.had, one.due - one.had,
             one.not_answered, one.declined, one.left, one.paused,
             share(one.due - one.had, one.due))
            for one in lines
        ],
    )  # fmt: skip
    worst = max(lines, key=lambda one: (one.due - one.had) / one.due, default=None)
    said = _("Nothing is behind anybody yet.")
    if worst is not None:
        said = _("Most is missing of %(outcome)s at %(occasion)s: %(n)d of %(due)d.") % {
            "outcome": titles[worst.outcome],
            "occasion": worst.occasion,
            "n": worst.due - worst.had,
            "due": worst.due,
        }
    return Exhibit(said=said, table=shown)
