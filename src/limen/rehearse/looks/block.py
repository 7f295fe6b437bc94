"""What the planned boundaries do in the replicates of a block."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from limen.analyse.batch.quantity import Batch, BatchAnswer
from limen.analyse.reading.source import Source
from limen.rehearse.looks.event_rate import event_rate_boundaries, event_rate_counts
from limen.rehearse.looks.planned import planned_looks
from limen.rehearse.looks.sequential import Count, answering, sequential_counts
from limen.simulate.draw import Draw


def looks_of_block(
    draw: Draw,
    source: Source,
    batches_of: Callable[[Source], Sequence[Batch]],
    *,
    slow: bool = False,
    whole: Mapping[str, BatchAnswer] | None = None,
) -> dict[Count, int]:
    """Counts of crossings over a draw's replicates; counts of several draws are to be added.

    `source` reads the draw; `batches_of` gives the plan's batches of a source, such as
    `lambda source: batches(Setting(reader=source, seed=seed, level=level))`. Boundaries whose
    analysis is slow are looked at with `slow` only, the others, and events, without. `whole` are
    answers already had of all participants, by `Batch.key`. Keys begin with "looks" and the
    boundary's id; `looks_tables` reads them.
    """
    protocol = draw.study.protocol
    shape = (draw.arm.shape[0], draw.arm.shape[1])
    counts: dict[Count, int] = {}
    planned = tuple(planned_looks(protocol))
    batches = batches_of(source) if planned else ()
    for looks in planned:
        batch = answering(looks, batches)
        if batch is not None and batch.slow is slow:
            had = (whole or {}).get(batch.key)
            counts |= sequential_counts(looks, source, batches_of, shape=shape, whole=had)
    if not slow:
        for boundary in event_rate_boundaries(protocol):
            counts |= event_rate_counts(boundary, draw)
    return counts
