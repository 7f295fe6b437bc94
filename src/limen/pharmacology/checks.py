"""Parameters set on some published studies, tested on others: hits and misses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from limen.pharmacology.curves import in_words
from limen.pharmacology.effect_site import effect_peak_hours, equilibration_for_peak
from limen.pharmacology.kinetics import (
    Kinetics,
    absorption_for_peak,
    area_under_curve,
    peak_concentration,
    peak_hours,
    volume_for_peak,
)
from limen.pharmacology.perceptibility.signal import detection, probability_of_saying_active
from limen.pharmacology.substance import (
    PRINTED_UNITS,
    Prediction,
    StudyResult,
    Substance,
    shipped_substances,
    substance,
)
from limen.results import Cell, Column, Table

CLOSE = (0.8, 1.25)  # the usual limits of bioequivalence, named before anything was compared
_WORDS = {
    "peak": "peak",
    "peak_time": "time of the peak",
    "half_life": "half-life",
    "area": "area under the curve",
    "effect_peak_time": "time of the effect's peak",
    "share": "share who say “active”",
}


@dataclass(frozen=True, kw_only=True)
class Check:
    """One prediction beside what another study printed."""

    substance: str
    fitted_on: str
    predicted_for: str
    quantity: str
    dose: str
    unit: str
    predicted: float
    published: float
    lower: float | None = None
    upper: float | None = None
    interval: str = ""

    @property
    def ratio(self) -> float:
        """Predicted over published."""
        return self.predicted / self.published

    @property
    def hit(self) -> bool:
        """Whether the ratio lies between 0.80 and 1.25."""
        return CLOSE[0] <= self.ratio <= CLOSE[1]


def fit_to_study(which: Substance, prediction: Prediction) -> tuple[Kinetics, float | None]:
    """Kinetics, and k0 if the study printed when the effect peaks, of one study by arithmetic.

    Elimination from the half-life, absorption from the time of the peak, volume from peaks over
    doses (geometric mean, weighted by n; dose-proportional). Sources print no more than that.
    """
    results = which.study(prediction.fitted_on).results
    own = [r for r in results if r.dose_micrograms in prediction.doses_micrograms]
    half_life, when = _single(own, "half_life"), _single(own, "peak_time")
    peaks = [r for r in own if r.quantity == "peak"]
    weights = [float(r.n or 1) for r in peaks]
    per_microgram = float(
        np.exp(np.average([np.log(r.value / r.dose_micrograms) for r in peaks], weights=weights))
    )
    elimination = float(np.log(2)) / half_life
    volume = volume_for_peak(
        peak_nanograms_per_millilitre=per_microgram,
        dose_micrograms=1.0,
        peak_hours=when,
        elimination_per_hour=elimination,
    )
    found = Kinetics(
        clearance_litres_per_hour=elimination * volume,
        volume_litres=volume,
        absorption_per_hour=absorption_for_peak(peak_hours=when, elimination_per_hour=elimination),
    )
    effect = [r.value for r in own if r.quantity == "effect_peak_time"]
    return found, equilibration_for_peak(peak_hours=effect[0], kinetics=found) if effect else None


def predictive_checks(*substances: Substance) -> tuple[Check, ...]:
    """All checks that the files of substances name; of the shipped ones if none is given.

    A study's results at the doses it was fitted on are never checked. Every printed result of the
    studies to predict is, so nothing is picked.
    """
    chosen = substances or tuple(substance(id) for id in shipped_substances())
    return tuple(
        check for each in chosen for check in (*_kinetic_checks(each), *_noticing_checks(each))
    )


def _kinetic_checks(which: Substance) -> list[Check]:
    found: list[Check] = []
    for prediction in which.predictions:
        kinetics, rate = fit_to_study(which, prediction)
        doses = ", ".join(map(in_words, prediction.doses_micrograms))
        fitted = f"{which.study(prediction.fitted_on).title}, {doses}"
        for name in prediction.predicts:
            study = which.study(name)
            for result in study.results:
                if name == prediction.fitted_on and (
                    result.dose_micrograms in prediction.doses_micrograms
                ):
                    continue
                value = _predicted(result, kinetics, rate)
                if value is not None:
                    form = which.formulation(study.formulation).title.lower()
                    target = f"{study.title} ({form})"
                    found.append(_check(which.title, fitted, target, result, value))
    return found


def _check(title: str, fitted: str, target: str, result: StudyResult, predicted: float) -> Check:
    return Check(
        substance=title,
        fitted_on=fitted,
        predicted_for=target,
        quantity=result.quantity,
        dose=in_words(result.dose_micrograms),
        unit=PRINTED_UNITS[result.quantity],
        predicted=predicted,
        published=result.value,
        lower=result.lower,
        upper=result.upper,
        interval=result.interval or "",
    )


def _predicted(result: StudyResult, kinetics: Kinetics, rate: float | None) -> float | None:
    match result.quantity:
        case "peak":
            dose = result.dose_micrograms
            return float(peak_concentration(dose_micrograms=dose, kinetics=kinetics))
        case "peak_time":
            return float(peak_hours(kinetics))
        case "half_life":
            return float(kinetics.half_life_hours)
        case "area":
            dose = result.dose_micrograms
            return float(area_under_curve(dose_micrograms=dose, kinetics=kinetics))
        case "effect_peak_time":
            if rate is None:
                return None
            return effect_peak_hours(kinetics=kinetics, equilibration_per_hour=rate)


def _noticing_checks(which: Substance) -> list[Check]:
    """d′ and k of the band of doses with most guesses, tested on the other bands."""
    bands = [band for band in which.perceptibility.counts if band.mean_dose_micrograms is not None]
    if len(bands) < 2:
        return []
    own = max(bands, key=lambda band: band.active + band.placebo)
    fitted = detection(
        active_guessed_active=own.active_guessed_active,
        active=own.active,
        placebo_guessed_active=own.placebo_guessed_active,
        placebo=own.placebo,
    )
    found: list[Check] = []
    for band in bands:
        if band is own:
            continue
        for arm, d, yes, n in (
            ("active", fitted.discriminability, band.active_guessed_active, band.active),
            ("placebo", 0.0, band.placebo_guessed_active, band.placebo),
        ):
            found.append(
                Check(
                    substance=which.title,
                    fitted_on=f"self-blinding study, {own.title}",
                    predicted_for=f"other people of that study, {arm}, {yes} of {n}",
                    quantity="share",
                    dose=band.title,
                    unit="",
                    predicted=float(probability_of_saying_active(d, fitted.criterion)),
                    published=yes / n,
                )
            )
    return found


def _single(results: list[StudyResult], quantity: str) -> float:
    return next(r.value for r in results if r.quantity == quantity)


def checks_table(checks: tuple[Check, ...]) -> Table:
    """Checks as a table for people."""
    rows: list[tuple[Cell, ...]] = [
        (
            check.fitted_on,
            check.predicted_for,
            f"{_WORDS[check.quantity]}, {check.dose}",
            check.predicted,
            check.published,
            check.unit,
            check.ratio,
            "hit" if check.hit else "miss",
        )
        for check in checks
    ]
    titles = ("Set on", "Tested on", "Quantity", "Predicted", "Published", "Unit", "Ratio", "")
    keys = ("fitted", "tested", "quantity", "predicted", "published", "unit", "ratio", "verdict")
    numbers = {"predicted", "published", "ratio"}
    return Table(
        key="predictive_checks",
        caption="Parameters set on some published studies, tested on others",
        columns=tuple(
            Column(key=key, title=title, kind="number" if key in numbers else "text")
            for key, title in zip(keys, titles, strict=True)
        ),
        rows=tuple(rows),
        notes=("A hit is a ratio of 0.80 to 1.25.",),
    )
