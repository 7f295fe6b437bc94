"""What an allocation procedure is: pure description, nothing is drawn here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from limen.errors import AllocationError

Kind = Literal[
    "complete",
    "fixed_totals",
    "permuted_blocks",
    "big_stick",
    "biased_coin",
    "urn",
    "minimisation",
]


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """How the next participant's arm is chosen.

    `ratio` has one positive whole number per arm. `block_sizes` are multiples of its sum.
    `limit` is the largest imbalance that big stick allows; `probability` the chance with which
    the biased coin or minimisation prefers the arm that balances. `distance` and `weights`
    (one per factor) belong to minimisation.
    """

    kind: Kind
    arms: tuple[str, ...]
    ratio: tuple[int, ...]
    block_sizes: tuple[int, ...] = ()
    limit: int = 3
    probability: float = 0.8
    distance: Literal["range", "variance"] = "range"
    weights: tuple[float, ...] = ()
    allow_deterministic: bool = False

    def __post_init__(self) -> None:
        problem = self._problem()
        if problem:
            raise AllocationError(problem)

    def _problem(self) -> str:
        total = sum(self.ratio)
        if len(self.arms) < 2 or len(self.ratio) != len(self.arms) or min(self.ratio) < 1:
            return f"Arms {self.arms} and ratio {self.ratio}: give a whole number above 0 per arm."
        if self.kind == "permuted_blocks":
            if not self.block_sizes:
                return (
                    f"Permuted blocks need `block_sizes`, for example [{2 * total}, {4 * total}]."
                )
            wrong = [size for size in self.block_sizes if size < total or size % total]
            if wrong:
                return f"Block size {wrong[0]} is no multiple of {total}, the sum of the ratio."
        if self.kind in ("big_stick", "biased_coin") and self.ratio != (1, 1):
            return f"{self.kind} is defined for two arms in ratio 1:1; use permuted_blocks."
        if self.kind in ("biased_coin", "minimisation") and not 0.5 <= self.probability <= 1:
            return f"Probability {self.probability} must lie between 0.5 and 1."
        if self.kind == "minimisation" and self.probability == 1 and not self.allow_deterministic:
            return (
                "Minimisation with probability 1 is deterministic: staff can predict the next arm. "
                "Use 0.8, or set `allow_deterministic` and say why in the protocol."
            )
        return ""

    @property
    def uses_strata(self) -> bool:
        """Whether the list is made within strata (minimisation uses factors instead)."""
        return self.kind != "minimisation"
