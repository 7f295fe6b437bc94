"""Sequences of interventions within a person."""

from __future__ import annotations

from limen.errors import AllocationError


def williams(interventions: int) -> tuple[tuple[int, ...], ...]:
    """Williams' sequences of 0, 1, ...: each follows each other equally often.

    An even number gives that many sequences, an odd number twice as many.

    ```bibtex
    @article{williams1949experimental,
      title   = {Experimental designs balanced for the estimation of residual effects of
                 treatments},
      author  = {Williams, E. J.},
      journal = {Australian Journal of Scientific Research A},
      volume  = {2}, number = {2}, pages = {149--168}, year = {1949}
    }
    ```
    """
    if interventions < 2:
        raise AllocationError("A crossover needs at least two interventions.")
    zigzag = [0]
    for step in range(1, interventions):
        zigzag.append((step + 1) // 2 if step % 2 else interventions - step // 2)
    square = [tuple((start + j) % interventions for j in zigzag) for start in range(interventions)]
    mirrored = [tuple(reversed(row)) for row in square] if interventions % 2 else []
    return tuple(square + mirrored)
