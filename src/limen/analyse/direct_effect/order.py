"""What was measured before what: the part of a protocol that decides whether an effect is there."""

from __future__ import annotations

from dataclasses import dataclass

from limen.errors import NotIdentifiedError


@dataclass(frozen=True, kw_only=True)
class OrderOfMeasurement:
    """The order in which a protocol measures confounders, guess and outcome.

    `unmeasured` names what moves both guess and outcome and is not measured between the two, such
    as side effects or early benefit.
    """

    guess_after_confounders: bool
    outcome_after_guess: bool
    unmeasured: tuple[str, ...] = ()

    def require(self, outcome: str, confounders: tuple[str, ...]) -> None:
        """Raise `NotIdentifiedError` with all reasons unless the direct effect is identified."""
        reasons = self._reasons(confounders)
        if not reasons:
            return
        raise NotIdentifiedError(
            f"The direct effect on {outcome!r}, belief held fixed, cannot be estimated from this "
            "protocol. "
            + " ".join(f"({number}) {reason}" for number, reason in enumerate(reasons, start=1))
            + " The guess is itself caused by the treatment: without this order, holding it fixed "
            "can add or remove effect in either direction, even change its sign. Unadjusted "
            "contrasts stay valid; guess-adjusted ones are sensitivity analyses."
        )

    def _reasons(self, confounders: tuple[str, ...]) -> list[str]:
        reasons = []
        if not confounders:
            reasons.append(
                "No confounder of guess and outcome is named: measure expectancy before the first "
                "dose, and side effects and early benefit after dosing, before the guess."
            )
        if not self.guess_after_confounders:
            reasons.append(
                "The guess is asked before, or together with, side effects and early benefit, so "
                "it is not known what the guess was made from: ask for these first, then for the "
                "guess."
            )
        if not self.outcome_after_guess:
            reasons.append(
                "The outcome is measured before, or together with, the guess, so the outcome can "
                "make the guess: measure the outcome after it, at a later occasion or screen."
            )
        if self.unmeasured:
            reasons.append(
                f"Not measured between dosing and guess: {', '.join(self.unmeasured)}. Add them "
                "to the assessment that comes before the guess."
            )
        return reasons
