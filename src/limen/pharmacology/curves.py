"""Exposure and noticing as tables that can be drawn: a median, and a band of nine in ten people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from limen.pharmacology.exposure import Exposure
from limen.pharmacology.perceptibility.model import Shape, draw_perceptibility, perceptibility_of
from limen.pharmacology.substance import Substance
from limen.randomness import stream
from limen.results import Cell, Column, Floats, Ints, Picture, Table
from limen.results.table import Kind

BAND = (0.05, 0.95)
_DRAWS = 2000
NOTICE = (
    "A model of groups in approved studies, from published numbers. It recommends no dose and says "
    "nothing about a person."
)


def exposure_tables(
    substance: Substance,
    exposures: dict[str, Exposure],
    *,
    dose_micrograms: Sequence[float],
    days: bool = False,
) -> tuple[Table, ...]:
    """A table per modelled quantity, one line per entry of `exposures` (title → exposure).

    `days` puts study days on the axis instead of hours. Bands hold the middle 90 % of people.
    """
    notes = _notes(substance, dose_micrograms)
    found = []
    for key, title, kind, unit in _quantities(substance):
        courses = {name: getattr(each, key) for name, each in exposures.items()}
        if any(values is None for values in courses.values()):
            continue
        found.append(
            _table(
                key="effect_site" if key.startswith("effect_site") else key.partition("_nano")[0],
                title=title,
                kind=kind,
                unit=unit,
                lines={name: (exposures[name].hours, course) for name, course in courses.items()},
                days=days,
                notes=notes,
            )
        )
    return tuple(found)


def perceptibility_table(
    substance: Substance,
    *,
    study_days: Sequence[int],
    dose_micrograms: Sequence[float],
    seed: int,
) -> Table:
    """Share of average people who say "active" on each dosing day, on the substance and on placebo.

    `dose_micrograms` is what each administration holds. Bands are 95 % intervals of the fitted
    parameters, not of people. Published data leave open whether noticing depends on the dose and
    whether it wears off, so each possibility is a line of its own.
    """
    doses = np.asarray(dose_micrograms, dtype=float)
    before: Ints = np.cumsum(doses > 0) - (doses > 0)
    nothing = np.zeros_like(before)
    lines: list[tuple[str, Shape, Floats, Ints]] = [
        ("any dose alike", "constant", doses, nothing),
        ("any dose alike, with tolerance", "constant", doses, before),
        ("placebo", "constant", np.zeros_like(doses), nothing),
    ]
    if substance.perceptibility.proportional is not None:
        lines.insert(2, ("proportional to the dose", "proportional", doses, nothing))
    rows: list[tuple[Cell, ...]] = []
    for title, shape, given, earlier in lines:
        value = perceptibility_of(substance, shape).probability(given, earlier_doses=earlier)
        low, high = _limits(substance, shape, given, earlier, seed)
        rows += [
            (int(day), float(v), float(a), float(b), title)
            for day, v, a, b in zip(study_days, value, low, high, strict=True)
        ]
    return Table(
        key="perceptibility",
        caption="Share who say “active” after each dose; 95 % intervals of the fitted parameters",
        columns=_columns("day", "Study day", "", "percent", "Says active", ""),
        rows=tuple(rows),
        notes=(*_notes(substance, dose_micrograms), f"{substance.perceptibility.title}."),
        picture=_picture("day", f"{substance.title}: share who say “active”"),
    )


def _limits(
    substance: Substance, shape: Shape, given: Floats, earlier: Ints, seed: int
) -> tuple[Floats, Floats]:
    """The middle 95 % of what the parameters' uncertainty leaves open, one per administration."""
    rng = stream(seed, f"pharmacology: perceptibility, {shape}")
    draws = draw_perceptibility(substance, shape, draws=_DRAWS, rng=rng)
    spread = np.stack(
        [
            draws.probability(dose, earlier_doses=before)
            for dose, before in zip(given.tolist(), earlier.tolist(), strict=True)
        ]
    )
    low, high = np.quantile(spread, (0.025, 0.975), axis=1)
    return low, high


def _quantities(substance: Substance) -> list[tuple[str, str, Kind, str]]:
    plasma = substance.analyte.partition(" in plasma")[0]
    of = substance.occupancy.title if substance.occupancy else ""
    effect = substance.effect.title if substance.effect else ""
    return [
        (
            "concentration_nanograms_per_millilitre",
            f"{plasma} in plasma",
            "number",
            "ng/mL",
        ),
        ("effect_site_nanograms_per_millilitre", "Effect site", "number", "ng/mL"),
        ("effect", f"{effect}, share of the largest", "percent", ""),
        ("occupancy", f"Occupancy, {of}", "percent", ""),
    ]


def _table(
    *,
    key: str,
    title: str,
    kind: Kind,
    unit: str,
    lines: dict[str, tuple[Floats, Floats]],
    days: bool,
    notes: tuple[str, ...],
) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for name, (hours, values) in lines.items():
        low, middle, high = np.quantile(values, (BAND[0], 0.5, BAND[1]), axis=0)
        at = hours / 24 + 1 if days else hours
        rows += [
            (float(x), float(y), float(a), float(b), name)
            for x, y, a, b in zip(at, middle, low, high, strict=True)
        ]
    axis: Literal["day", "hours"] = "day" if days else "hours"
    x_title, x_unit = ("Study day", "") if days else ("Time after the dose", "h")
    return Table(
        key=key,
        caption=f"{title}: median of people, and the middle 90 % of them",
        columns=_columns(axis, x_title, x_unit, kind, title, unit),
        rows=tuple(rows),
        notes=notes,
        picture=_picture(axis, title),
    )


def _columns(
    x: str, x_title: str, x_unit: str, kind: Kind, title: str, unit: str
) -> tuple[Column, ...]:
    return (
        Column(key=x, title=x_title, unit=x_unit),
        Column(key="value", title=title, kind=kind, unit=unit),
        Column(key="lower", title="Lower", kind=kind, unit=unit),
        Column(key="upper", title="Upper", kind=kind, unit=unit),
        Column(key="line", title="Line", kind="text"),
    )


def _picture(x: str, title: str) -> Picture:
    return Picture(
        shape="lines", x=x, y="value", lower="lower", upper="upper", group="line", title=title
    )


def _notes(substance: Substance, dose_micrograms: Sequence[float]) -> tuple[str, ...]:
    notes = [NOTICE]
    if any(substance.extrapolates(dose) for dose in dose_micrograms if dose > 0):
        notes.append(
            f"Extrapolation: the kinetics were estimated at {_dose(substance, 0)} to "
            f"{_dose(substance, 1)} of {substance.title}, and doses here lie outside."
        )
    if substance.no_occupancy:
        notes.append(f"No occupancy is drawn: {substance.no_occupancy}.")
    return tuple(notes)


def _dose(substance: Substance, end: int) -> str:
    limits = (substance.lowest_studied_micrograms, substance.highest_studied_micrograms)
    return in_words(limits[end])


def in_words(dose_micrograms: float) -> str:
    """A dose in micrograms or, from 1,000 on, in milligrams."""
    if dose_micrograms >= 1000:
        return f"{dose_micrograms / 1000:g} mg"
    return f"{dose_micrograms:g} ug"
