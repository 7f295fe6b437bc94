"""Tables of what planned boundaries do: simulated, and by the canonical process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite, sqrt

from limen.boundaries.process import crossing
from limen.protocol.document.oversight import EventRateBoundary
from limen.rehearse.looks.event_rate import event_rate_boundaries
from limen.rehearse.looks.planned import PlannedLooks, planned_looks
from limen.rehearse.performance import Performance
from limen.results import Cell, Column, Floats, Table
from limen.simulate.study import Study

Counts = Mapping[tuple[str, ...], int]


def looks_tables(
    study: Study, counts: Counts, performance: Sequence[Performance] = ()
) -> tuple[Table, ...]:
    """A table for each boundary that was looked at, in the protocol's order.

    `counts` are the sums of what `looks_of_block` gave. Of `performance`, the quantity that
    answers a boundary's estimand gives the drift of the canonical process beside it.
    """
    tables = [
        _sequential(looks, study, counts, _drift(looks, performance))
        for looks in planned_looks(study.protocol)
        if counts.get(("looks", looks.id, "replicates"))
    ]
    tables += [
        _event_rate(boundary, study, counts)
        for boundary in event_rate_boundaries(study.protocol)
        if counts.get(("looks", boundary.id, "replicates"))
    ]
    return tuple(tables)


def _drift(looks: PlannedLooks, performance: Sequence[Performance]) -> float | None:
    """The mean of the final statistic: the mean estimate in its mean standard errors."""
    for one in performance:
        if one.quantity.analysis == looks.analysis and one.quantity.answers and one.own:
            value, error = one.mean.value, one.model_se.value
            if isfinite(value) and isfinite(error) and error > 0:
                return (looks.sign or 1) * value / error
            return None
    return None


def _canonical(looks: PlannedLooks, drift: float) -> Floats:
    """Probabilities of crossing at each look, (looks, 2): above, and below."""
    design = looks.design
    return crossing(
        information=design.information, upper=design.z, two_sided=design.two_sided, drift=drift
    )


def _sequential(looks: PlannedLooks, study: Study, counts: Counts, drift: float | None) -> Table:
    planned, n = study.people, counts["looks", looks.id, "replicates"]
    closed = None if drift is None else _canonical(looks, drift)
    rows: list[tuple[Cell, ...]] = []
    for look, bound in enumerate(looks.design.z):
        for column, (side, words) in enumerate(looks.sides):
            crossed = counts.get(("looks", looks.id, "crossed", str(look + 1), side), 0)
            rows.append(
                (
                    look + 1,
                    looks.design.information[look],
                    looks.people(look, planned),
                    bound,
                    words,
                    *_share(crossed, n),
                    None if closed is None else float(closed[look, column]),
                )
            )
    return Table(
        key=f"looks.{looks.id}",
        caption=f"{looks.title}: how often each look stops the study",
        columns=(
            Column(key="look", title="Look", kind="count"),
            Column(key="information", title="Information", kind="percent"),
            Column(key="participants", title="Participants", kind="count"),
            Column(key="z", title="Boundary (z)"),
            Column(key="side", title="Crossed for", kind="text"),
            Column(key="share", title="Studies", kind="percent"),
            Column(key="error", title="Monte Carlo error", kind="percent"),
            Column(key="canonical", title="Canonical process", kind="percent"),
        ),
        rows=tuple(rows),
        notes=tuple(_notes(looks, study, counts, closed)),
    )


def _notes(
    looks: PlannedLooks, study: Study, counts: Counts, closed: Floats | None
) -> Iterator[str]:
    planned, n = study.people, counts["looks", looks.id, "replicates"]
    expected = counts["looks", looks.id, "participants"] / n
    text = f"Expected participants: {expected:.1f} of {planned}"
    if closed is not None:
        stops = closed.sum(axis=1)[:-1].tolist()
        early = zip(stops, looks.design.information[:-1], strict=True)
        share = 1 - sum(stop * (1 - at) for stop, at in early)
        text += f"; by the canonical process {share * planned:.1f}"
    yield f"{text}, in {n} replicates."
    yield (
        "A look sees the first participants in order of enrolment, with all their entries. The "
        "canonical process takes the mean estimate and its mean standard error at the end."
    )
    failed = [
        (look + 1, counts.get(("looks", looks.id, "failed", str(look + 1)), 0))
        for look in range(len(looks.design.z))
    ]
    for look, count in failed:
        if count:
            yield f"Look {look} had no estimate in {count / n:.1%} of replicates, which went on."


def _event_rate(boundary: EventRateBoundary, study: Study, counts: Counts) -> Table:
    n = counts["looks", boundary.id, "replicates"]
    numbers = sorted(
        int(key[3])
        for key, studies in counts.items()
        if key[:3] == ("looks", boundary.id, "reached") and studies
    )
    rows: list[tuple[Cell, ...]] = []
    before = 0
    for people in numbers:
        reached = counts.get(("looks", boundary.id, "reached", str(people)), 0)
        stopped = counts["looks", boundary.id, "stopped", str(people)]
        before += stopped
        rows.append((people, *_share(reached, n)[:1], *_share(stopped, n), before / n))
    title = str(boundary.title or boundary.id)
    expected = counts["looks", boundary.id, "participants"] / n
    return Table(
        key=f"looks.{boundary.id}",
        caption=f"{title}: how often each look stops the study",
        columns=(
            Column(key="people", title="Received it", kind="count"),
            Column(key="reached", title="Studies that look", kind="percent"),
            Column(key="share", title="Stopped here", kind="percent"),
            Column(key="error", title="Monte Carlo error", kind="percent"),
            Column(key="by_now", title="Stopped by now", kind="percent"),
        ),
        rows=tuple(rows),
        notes=(
            f"Expected participants: {expected:.1f} of {study.people}, in {n} replicates.",
            f"Stops when the share with the event exceeds {boundary.largest_acceptable_share:.0%} "
            f"with probability {boundary.stop_when_probability:.0%}; before anybody is seen every "
            "share is as likely as another. Events are those that the scenario supposes.",
        ),
    )


def _share(count: int, of: int) -> tuple[float, float]:
    """A share and its Monte Carlo standard error."""
    share = count / of
    return share, sqrt(share * (1 - share) / of)
