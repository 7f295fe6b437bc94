"""Write docs/reference/pharmacology.md from the substances' data files.

Run `python -m tools.pharmacology_reference`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from limen.pharmacology import shipped_substances, substance
from limen.pharmacology.perceptibility import detection, dose_response
from limen.pharmacology.substance import SEEN, Quantity, Substance

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "pharmacology.md"
INTRODUCTION = """\
# Substances: every number, and where it comes from

Generated from the data files (`python -m tools.pharmacology_reference`); `limen pharmacology show
lsd` prints the same. What the numbers are for, and what they cannot say, is told in
[Exposure and noticing](../learn/pharmacology.md).

They describe groups of people in approved studies. They recommend no dose and say nothing about a
person. Numbers marked * wait for somebody to read the paper: do not cite them from here.

A file holds each number as a mapping with these keys:
"""
SHORT = {"constant": "one d′ for all doses", "proportional": "d′ in proportion to the dose"}


def table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A Markdown table."""
    lines = [titles, ["---"] * len(titles), *rows]
    return [f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines]


def render() -> str:
    """The whole page."""
    fields = [
        [f"`{name}`", "yes" if field.is_required() else "no", field.description or ""]
        for name, field in Quantity.model_fields.items()
    ]
    lines = [INTRODUCTION, *table(["Key", "Required", "Meaning"], fields), ""]
    lines += ["How a number was seen:", ""]
    lines += [f"- **{name}**: {words}" for name, words in SEEN.items()]
    for id in shipped_substances():
        lines += ["", *_section(substance(id))]
    return "\n".join(lines) + "\n"


def _section(which: Substance) -> Iterator[str]:
    yield f"## {which.title}"
    yield ""
    yield f"Measured: {which.analyte}. Loaded by `limen.pharmacology.substance({which.id!r})`."
    yield ""
    yield from (f"- {limit}" for limit in which.limits)
    if which.no_occupancy:
        yield f"- No occupancy: {which.no_occupancy}."
    yield f"- People: {which.variability.assumption}"
    yield ""
    yield from table(
        ["Parameter", "Value", "Uncertainty", "Seen", "Source", "Note"],
        [_row(place, quantity) for place, quantity in which.quantities()],
    )
    yield ""
    yield from _guesses(which)
    yield ""
    yield "Sources:"
    yield ""
    for key, source in which.sources.items():
        yield f"- `{key}`: {source.citation}; {source.identifier}"


def _row(place: str, quantity: Quantity) -> list[str]:
    return [
        f"`{place}`",
        f"{quantity.value:g} {quantity.unit}",
        quantity.uncertainty,
        quantity.seen + (" *" if quantity.verify else ""),
        f"`{quantity.source}`" if quantity.source else "",
        quantity.note or "",
    ]


def _guesses(which: Substance) -> Iterator[str]:
    yield f"{which.perceptibility.title}: how many said “active”, and d′ and k with standard errors"
    yield "that treat repeated answers of a person as independent."
    yield ""
    rows = []
    for band in which.perceptibility.counts:
        found = detection(
            active_guessed_active=band.active_guessed_active,
            active=band.active,
            placebo_guessed_active=band.placebo_guessed_active,
            placebo=band.placebo,
        )
        rows.append(
            [
                band.title,
                f"{band.active_guessed_active} of {band.active}",
                f"{band.placebo_guessed_active} of {band.placebo}",
                f"{found.discriminability:.2f} ({found.discriminability_standard_error:.2f})",
                f"{found.criterion:.2f} ({found.criterion_standard_error:.2f})",
            ]
        )
    yield from table(["Dose", "On the substance", "On placebo", "d′ (SE)", "k (SE)"], rows)
    if len(rows) > 2:
        yield ""
        yield from _slope(which)


def _slope(which: Substance) -> Iterator[str]:
    rows = []
    for title, per_band in (("one criterion", False), ("a criterion per band", True)):
        found = dose_response(which.perceptibility.counts, criterion_per_band=per_band)
        best = found.log_likelihoods["linear"]
        rows.append(
            [
                title,
                f"{found.slope.value:.3f} ({found.slope.standard_error:.3f})",
                f"{found.likelihood_ratio:.2f} (p = {found.p:.2f})",
                *(f"{found.log_likelihoods[name] - best:.2f}" for name in SHORT),
            ]
        )
    yield "Does d′ rise with the dose? Slope per ug, its likelihood ratio, and log-likelihoods of"
    yield "two simpler models against a straight line:"
    yield ""
    yield from table(["Model of k", "Slope (SE)", "Likelihood ratio", *SHORT.values()], rows)


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
    print(f"wrote {PAGE.name}")
