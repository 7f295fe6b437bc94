"""Looks at how frequent an event is: does the study stop, and after how many participants."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.special import betainc

from limen.protocol import Protocol, listed
from limen.protocol.document.oversight import EventRateBoundary
from limen.results import Bools, Floats, Ints
from limen.rules import parse_rule
from limen.simulate.draw import Draw

Count = tuple[str, ...]


def event_rate_boundaries(protocol: Protocol) -> Iterator[EventRateBoundary]:
    """The protocol's boundaries on the share of participants with an event."""
    for boundary in listed(protocol.boundaries):
        if isinstance(boundary, EventRateBoundary):
            yield boundary


def exceeds(events: Ints, people: Ints, acceptable: float) -> Floats:
    r"""The probability that a share exceeds an acceptable one, any shape.

    Of `people`, `events` had the event, and every share was as likely before: the posterior is
    Beta(1 + x, 1 + n − x).

    ```bibtex
    @article{thall1994practical,
      title   = {Practical {Bayesian} guidelines for phase {IIB} clinical trials},
      author  = {Thall, Peter F. and Simon, Richard},
      journal = {Biometrics},
      volume  = {50}, number = {2}, pages = {337--349}, year = {1994}
    }
    ```
    """
    return np.asarray(1 - betainc(1.0 + events, 1.0 + people - events, acceptable))


def event_rate_counts(boundary: EventRateBoundary, draw: Draw) -> dict[Count, int]:
    """What happens at each look in the replicates of a draw.

    A look comes whenever `look_every` more of those who received the intervention have ended the
    study, in order of enrolment. `("looks", id, "stopped", n)`: replicates that stop at the n-th
    of them; `("looks", id, "reached", n)`: that get there. `("looks", id, "replicates")`, and
    `("looks", id, "participants")`: enrolled until the study stopped, all replicates together.
    """
    received, happened = _people(boundary, draw)
    order = np.cumsum(received, axis=1)
    events = np.cumsum(received & happened, axis=1, dtype=np.int64)
    planned = received.shape[1]
    going = np.ones(len(received), dtype=bool)
    counts: dict[Count, int] = {("looks", boundary.id, "replicates"): len(received)}
    seen = 0
    for n in range(int(boundary.look_every), planned + 1, int(boundary.look_every)):
        reached = going & (order[:, -1] >= n)
        last = np.argmax(order >= n, axis=1)  # the n-th of them, where there is one
        so_far = np.take_along_axis(events, last[:, np.newaxis], axis=1)[:, 0]
        posterior = exceeds(so_far, np.full(so_far.shape, n), boundary.largest_acceptable_share)
        stopped = reached & (posterior > boundary.stop_when_probability)
        counts["looks", boundary.id, "reached", str(n)] = int(reached.sum())
        counts["looks", boundary.id, "stopped", str(n)] = int(stopped.sum())
        seen += int((last + 1)[stopped].sum())
        going = going & ~stopped
    counts["looks", boundary.id, "participants"] = seen + planned * int(going.sum())
    return counts


def _people(boundary: EventRateBoundary, draw: Draw) -> tuple[Bools, Bools]:
    """Who received the intervention, and to whom the event happened after a dose of it; (R, N)."""
    study, doses = draw.study, draw.course.doses
    taken = doses.taken
    if isinstance(boundary.intervention, str):
        taken = taken & (doses.content == study.interventions.index(boundary.intervention))
    counts = _counted(boundary, draw)
    happened = np.any(draw.course.side_effects[..., counts], axis=-1)
    return np.any(taken, axis=-1), np.any(happened & taken, axis=-1)


def _counted(boundary: EventRateBoundary, draw: Draw) -> Bools:
    """Which of the scenario's side effects the boundary counts, shape (S,)."""
    rule = parse_rule(boundary.event, path="event")
    found = [
        rule.holds(
            {
                "adverse_event.term": one.term,
                "adverse_event.severity_grade": one.severity_grade,
                "adverse_event.serious": one.serious,
                "adverse_event.relatedness": "possible",
            }
        )
        for one in draw.study.scenario.side_effects
    ]
    return np.array(found, dtype=bool)
