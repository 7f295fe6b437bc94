"""What the summary says of the curves at one half, beside the guess in the model."""

from __future__ import annotations

from dataclasses import replace

import pytest
from example_results import estimate, example

from limen.report import summarise
from limen.results import Result

OUTCOMES = ("mood", "energy", "focus")


def effect(outcome: str, value: float, analysis: str, **rest: object) -> Result:
    fields: dict[str, object] = {"estimator": "mixed_model", "role": "primary", "title": "Acute"}
    made = (estimate("High − Low", value, 1.0, 100.0),)
    fields |= {"key": f"{analysis}.{outcome}", "outcome_title": outcome.capitalize()}
    fields |= {"outcome": outcome, "analysis": analysis, "estimates": made}
    return Result(**{**fields, **rest})  # type: ignore[arg-type]


def curve(outcome: str, half: float) -> Result:
    made = (estimate("Δ(0.5): contrast", half, 1.0, 100.0),)
    fields = {"estimator": "guess_rate_curve", "role": "sensitivity", "title": "All weeks"}
    return effect(outcome, half, "curve", estimates=made, **fields)


@pytest.mark.parametrize("modelled", [True, False])
@pytest.mark.parametrize(
    ("halves", "expected"),
    [
        ((5.0, 1.0, 5.0), "1 of 2 such effects still excludes zero: Mood."),
        ((5.0, 5.0, 5.0), "2 of 2 such effects still exclude zero: Mood and Energy."),
        ((1.0, 1.0, 5.0), "none of 2 such effects still excludes zero."),
    ],
)
def test_effects_at_one_half(halves: tuple[float, ...], expected: str, modelled: bool) -> None:
    """Focus is not clear as planned, so whatever its curve says is not counted."""
    planned = [effect(o, v, "acute") for o, v in zip(OUTCOMES, (5.0, 5.0, 1.0), strict=True)]
    adjusted = [effect(o, 0.0, "with_guess", role="sensitivity") for o in OUTCOMES] * modelled
    curves = [curve(o, half) for o, half in zip(OUTCOMES, halves, strict=True)]
    told = summarise(replace(example(), results=(*planned, *adjusted, *curves))).belief
    assert f"By the curve at one half (All weeks), {expected}" in told
    assert "sensitivity analysis" in told[-1]
