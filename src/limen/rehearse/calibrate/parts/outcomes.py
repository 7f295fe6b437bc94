"""Outcomes: mean and spread, change over time, and what the arms add to them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from limen.rehearse.calibrate.calibration import Corner, Learned, NotIdentified
from limen.rehearse.calibrate.fits.components import Fitted, Sheet
from limen.rehearse.calibrate.items import Finding, Item, Used, learned, learned_sd
from limen.rehearse.calibrate.parts.design import Design, Term, design_of
from limen.rehearse.calibrate.parts.effects import BELIEF, Assume, effect_items
from limen.rehearse.calibrate.parts.fitting import fitted, sheet_of
from limen.rehearse.calibrate.records.record import Record
from limen.results import Floats
from limen.simulate.forms import forms
from limen.simulate.series import Series

_PILED = 0.025  # share of scores at a limit, above which moments are those of another variable


def series_items(
    record: Record, series: Series, standing: Floats | None, assume: Assume
) -> Iterator[Item]:
    """Everything that is learned of the outcomes which read one score."""
    score = record.scores[series.name]
    names = [cells.outcome for cells in series.cells]
    if not np.isfinite(score).any():
        for name in names:
            yield NotIdentified(
                path=f"outcomes.{name}",
                reason="There is no score.",
                remedy="Measure it.",
                used="mean and spread of the instrument's published reliability",
            )
        return
    design = design_of(record, series, standing, with_belief=assume == BELIEF)
    found, correlated = fitted(record, series, design)
    if found is None:
        for name in names:
            yield NotIdentified(
                path=f"outcomes.{name}",
                reason="Too few people have a score at enough occasions.",
                remedy="More people.",
                used="mean and spread of the instrument's published reliability",
            )
        return
    items = [
        *_spread(record, series, design, found, correlated),
        *_moved(record, series, design, found),
        *effect_items(record, series, standing, design=design, found=found, assume=assume),
    ]
    reason = _other_scores(record, series)
    yield from items if reason is None else _as_they_are(series, items, reason)


def _spread(
    record: Record, series: Series, design: Design, found: Fitted, correlated: bool
) -> Iterator[Item]:
    """Mean, SDs and memory; in the scenario the first outcome of a series holds them."""
    path = f"outcomes.{series.cells[0].outcome}"
    sheet = sheet_of(record, series, design)
    n = int(sheet.seen.sum())
    given = _mean_given(record, design)
    yield learned(f"{path}.mean", found.coefficients, place=0, n=n, unit="points", given=given)
    if found.variances is None:
        yield from _one_score_each(path, sheet, found, series)
        return
    held = "" if _with_belief(design) else "belief = 0"
    memory = "; ".join(filter(None, [held, "" if correlated else "autocorrelation = 0"]))
    variances = found.variances
    yield learned_sd(f"{path}.sd_between", variances, place=0, n=n, unit="points", given=memory)
    yield learned_sd(f"{path}.sd_within", variances, place=1, n=n, unit="points", given=memory)
    if correlated:
        yield _memory(path, variances, n)
    else:
        yield NotIdentified(
            path=f"{path}.autocorrelation",
            reason="Occasions are too few or too far apart for the residuals of a day to show in "
            "the next.",
            remedy="Five or more occasions, some on successive days.",
            used="0",
        )


def _memory(path: str, variances: object, n: int) -> Learned:
    one = learned(f"{path}.autocorrelation", variances, place=2, n=n, unit="per day")  # type: ignore[arg-type]
    limits = (max(one.lower, 0.0), min(max(one.upper, 0.0), 0.99))
    return Learned(
        path=one.path,
        value=float(np.clip(one.value, 0.0, 0.95)),
        standard_error=one.standard_error,
        lower=limits[0],
        upper=limits[1],
        n=n,
        participants=one.participants,
        unit=one.unit,
    )


def _mean_given(record: Record, design: Design) -> str:
    """Without a score before the first dose, whatever all doses do is part of the mean."""
    tied = any(one.field == "placebo" for one in design.tied)
    held = [
        "what was given does nothing (sealed)" if record.sealed else "",
        "placebo = 0" if tied else "",
        "belief = 0" if tied and not _with_belief(design) else "",
    ]
    return "; ".join(filter(None, held))


def _with_belief(design: Design) -> bool:
    return any(one.field == "belief" for one in design.terms)


def _one_score_each(path: str, sheet: Sheet, found: Fitted, series: Series) -> Iterator[Item]:
    """With one score a person, only the whole spread shows; it is split as published."""
    fitted = np.einsum("ntp,p->nt", sheet.terms, found.coefficients.value)
    rest = np.where(sheet.seen, sheet.score - fitted, 0.0)
    free = max(int(sheet.seen.sum()) - len(found.coefficients.value), 1)
    whole = max(float((rest**2).sum()) / free - sheet.rounding, 0.0)
    total = series.sd_between**2 + series.sd_within**2
    share = series.sd_between**2 / total if total > 0 else 0.5
    for name, part in (("sd_between", share), ("sd_within", 1 - share)):
        yield Used(path=f"{path}.{name}", value=float(np.sqrt(part * whole)))
        yield NotIdentified(
            path=f"{path}.{name}",
            reason=f"Nobody has two scores: only the whole SD shows, {whole**0.5:.3g} points.",
            remedy="A second occasion.",
            used=f"{np.sqrt(part * whole):.3g}: split by the instrument's published reliability",
            corners=(
                Corner(supposing="all of the spread", value=whole**0.5, standard_error=np.nan),
                Corner(supposing="none of it", value=0.0, standard_error=np.nan),
            ),
        )


def _moved(record: Record, series: Series, design: Design, found: Fitted) -> Iterator[Item]:
    """Change over time, expectation and stress; what is tied to another term is left open."""
    n = int(sheet_of(record, series, design).seen.sum())
    for place, term in enumerate(design.terms):
        effect = term.field.startswith("direct") or term.field in ("mean", "belief")
        if not effect and not term.nuisance:
            yield learned(
                f"outcomes.{term.outcome}.{term.field}",
                found.coefficients,
                place=place,
                n=n,
                unit=term.unit,
                given=_time_given(term, design),
            )
    for term in design.tied:
        if term.field.startswith(("placebo", "trend", "periods")):
            yield _tied(term, design)


def _time_given(term: Term, design: Design) -> str:
    own = {one.field for one in (*design.terms, *design.tied) if one.outcome == term.outcome}
    if term.field == "trend_per_week" and not any(name.startswith("periods") for name in own):
        return "change is linear, periods do not differ"
    if term.field == "stress":
        return "felt on its own day only"
    if term.field == "expectation":
        return "" if _with_belief(design) else "belief = 0"
    tied = {one.field for one in design.tied if one.outcome == term.outcome}
    return "placebo = 0" if term.field == "trend_per_week" and "placebo" in tied else ""


def _tied(term: Term, design: Design) -> NotIdentified:
    others = {one.field for one in design.terms if one.outcome in (term.outcome, "")}
    reason = "Its column is the sum of others: the data show one sum only."
    if term.field == "placebo" and np.any(term.values == 0) and "trend_per_week" in others:
        reason = (
            "Placebo and change over time happen to everybody together; there are too few days to "
            "tell a step from a slope."
        )
    elif term.field == "placebo":
        reason = "Every score comes after the first dose, so it is part of the mean."
    elif term.field == "trend_per_week" and np.ptp(term.values[term.values > 0]) == 0:
        reason = "All scores are of one day."
    return NotIdentified(
        path=f"outcomes.{term.outcome}.{term.field}",
        reason=reason,
        remedy="Scores before the first dose, several days after it, and an arm without capsules.",
        used="0",
    )


def _ends(series: Series, score: Floats) -> tuple[float, float]:
    """Shares of scores at the floor and at the ceiling."""
    there = score[np.isfinite(score)]
    low = float(np.mean(there <= series.low)) if series.low is not None else 0.0
    high = float(np.mean(there >= series.high)) if series.high is not None else 0.0
    return low, high


def _other_scores(record: Record, series: Series) -> str | None:
    """Why scores are not simply what lies behind them, or None if they are."""
    low, high = _ends(series, record.scores[series.name])
    if max(low, high) > _PILED:
        place = "floor" if low >= high else "ceiling"
        return f"{max(low, high):.0%} of the scores sit at the {place}."
    inside = _made_of(record, series)
    if inside is not None:
        return f"It is made of the items of {inside} and others, and keeps within what those leave."
    return None


def _made_of(record: Record, series: Series) -> str | None:
    """Another score whose items are all among a score's own, if there is one."""
    known = forms(series.instrument) if series.instrument else {}
    own = known.get(series.subscale)
    for other in record.study.series:
        part = known.get(other.subscale) if other.instrument == series.instrument else None
        if own is None or part is None or other is series:
            continue
        if np.all(own.items[part.items]) and own.items.sum() > part.items.sum():
            return other.subscale
    return None


def _as_they_are(series: Series, items: list[Item], reason: str) -> Iterator[Item]:
    """Moments of such scores go into the scenario, but are not its parameters."""
    for one in items:
        if not isinstance(one, Learned):
            yield one
            continue
        error = one.standard_error
        yield Used(path=one.path, value=one.value, why=f"SE {error:.2g}", error=error)
        yield NotIdentified(
            path=one.path,
            reason=f"{reason} The number is that of the scores as they are; the scenario's is of "
            "what lies behind them.",
            remedy="An instrument with room at its ends, and items of its own.",
            used=f"{one.value:.3g} (SE {error:.2g})",
        )
    yield Finding(
        f"{series.name}: {reason} Simulated scores will spread a little less than these, and "
        "effects be smaller, as both are cut once more."
    )
