"""An arm that nobody is in: every comparison with it is refused by name, the rest is reported."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bad_input import by_key
from studies import Study


@pytest.mark.parametrize(("filled", "empty"), [("PL", "MD"), ("MD", "PL")])
def test_every_comparison_is_refused(
    at: Callable, parallel_study: Study, filled: str, empty: str
) -> None:
    everybody = dict.fromkeys(parallel_study.dataset.participants, filled)
    place = at(parallel_study.with_arms(everybody))
    report = place.report()
    assert (
        f"allocations.arm: nobody is in arm {empty!r}. Comparisons with it will say that they "
        "cannot be done."
    ) in report["findings"]
    title = {"PL": "Placebo", "MD": "LSD 10 micrograms"}[empty]
    results = by_key(report)
    assert {result["status"] for result in results.values()} == {"REFUSED"}
    assert f"{title} has no" in results["last.wellbeing"]["message"]
    assert not any(result["estimates"] for result in results.values())
    code, checked = place.check("--allocations", str(place.allocations))
    assert code == 0
    assert f"nobody is in arm {empty!r}" in checked


def test_an_arm_without_an_outcome(at: Callable, parallel_study: Study) -> None:
    """People are there, but none of them has a score."""
    active = dict(zip(parallel_study.dataset.participants, parallel_study.active, strict=True))
    scores = [r for r in parallel_study.dataset.rows("scores") if not active[r["participant"]]]
    results = by_key(at(parallel_study.with_tables(scores=scores)).report())
    refused = {key for key, result in results.items() if result["status"] == "REFUSED"}
    assert set(results) - refused == {"pressure.systolic", "blinding", "events"}
