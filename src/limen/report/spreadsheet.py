"""Results as CSV: a row per estimate, and one without numbers for every analysis without any."""

from __future__ import annotations

import csv
import io
from math import isinf, isnan

from limen.report.bibliography import entries
from limen.results import Estimate, Result, Results

COLUMNS = (
    "key", "analysis", "title", "role", "estimator", "estimand", "outcome", "outcome_title",
    "better", "label", "unit", "value", "standard_error", "df", "lower", "upper", "level",
    "interval", "null", "p", "n", "participants", "fit_status", "result_status", "message",
    "warnings", "references", "study", "simulated", "blinded", "protocol_version",
    "protocol_hash", "dataset_hash", "limen_version",
)  # fmt: skip


def to_csv(results: Results) -> str:
    """Rows under the header `COLUMNS`: full precision, missing numbers blank, infinity ``Inf``."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    study = _study(results)
    for result in results.results:
        for estimate in result.estimates or (None,):
            writer.writerow({**study, **_result(result), **_estimate(result, estimate)})
    return text.getvalue()


def _study(results: Results) -> dict[str, str]:
    source = results.provenance
    return {
        "study": source.study,
        "simulated": str(source.simulated).lower(),
        "blinded": str(source.blinded).lower(),
        "protocol_version": source.protocol_version,
        "protocol_hash": source.protocol_hash,
        "dataset_hash": source.dataset_hash,
        "limen_version": source.limen_version,
    }


def _result(result: Result) -> dict[str, str]:
    names = ("key", "analysis", "title", "role", "estimator", "estimand", "outcome")
    return {name: str(getattr(result, name)) for name in names} | {
        "outcome_title": result.outcome_title,
        "better": result.better,
        "unit": result.unit,
        "result_status": result.status.name.lower(),
        "message": result.message,
        "warnings": " | ".join(result.warnings),
        "references": " ".join(entry.key for entry in entries(result.references)),
    }


def _estimate(result: Result, estimate: Estimate | None) -> dict[str, str]:
    if estimate is None:
        return {}
    figures = ("value", "standard_error", "df", "lower", "upper", "level", "null", "p")
    counts = {"n": estimate.n, "participants": estimate.participants}
    return {
        "label": estimate.label,
        "unit": estimate.unit or result.unit,
        "interval": estimate.interval,
        "fit_status": estimate.status.name.lower(),
        **{name: _number(getattr(estimate, name)) for name in figures},
        **{name: "" if count is None else str(count) for name, count in counts.items()},
    }


def _number(value: float) -> str:
    if isnan(value):
        return ""
    if isinf(value):
        return "Inf" if value > 0 else "-Inf"
    return repr(float(value))
