"""Results become one HTML page that needs nothing else: no request, no script."""

from __future__ import annotations

from limen.report.page.html import Section
from limen.report.page.shell import whole_page
from limen.report.sections import (
    analyses,
    blinding,
    closing,
    controls,
    curve,
    estimands,
    opening,
    outcomes,
    participants,
    problems,
)
from limen.results import Results


def render(results: Results) -> str:
    """The report as a complete HTML document; everything from outside is escaped."""
    source = results.provenance
    marks = ["SIMULATED"] * source.simulated + ["BLINDED"] * source.blinded
    return whole_page(
        _sections(results),
        title=" · ".join([*marks, source.study, "Limen"]),
        opening=opening.banners(results) + opening.heading(results),
        written_by=f"Limen {source.limen_version}".strip(),
    )


def _sections(results: Results) -> list[Section]:
    found = [
        opening.summary(results),
        participants.flow(results),
        participants.characteristics(results),
        estimands.estimands(results),
        outcomes.outcomes(results),
        controls.controls(results),
        blinding.blinding(results),
        curve.curve(results),
        curve.counterexample(results),
        analyses.analyses(results),
        problems.problems(results),
        problems.findings(results),
        closing.methods(results),
        closing.references(results),
        closing.provenance(results),
    ]
    return [section for section in found if section is not None]
