"""Asking a question: an answer, a refusal or a failure, each becomes a result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from time import perf_counter
from typing import Any, cast

import numpy as np

from limen.analyse.answer import Answer
from limen.analyse.layout import Layout
from limen.analyse.plan.question import Question, Setting
from limen.analyse.plan.titles import titled
from limen.errors import AllocationError, AnalysisError, SealedError
from limen.protocol.document.measurement import Outcome
from limen.results import Result, ResultStatus, Role, Table

_ROLES: dict[str, Role] = {"blinding": "blinding", "adverse_events": "safety"}
_CONTROLS: dict[str, Role] = {"negative": "negative_control", "positive": "positive_control"}
_POINT_BY_POINT = ("residuals", "participant_effects")
_ROUNDING = 1e-10  # of the outcome's standard deviation
SEALED = (
    "The dataset is sealed: this analysis compares arms and was not run. "
    "Unseal the dataset with its allocations after database lock."
)


def ask(question: Question, item: Any, setting: Setting) -> Result:
    """Put a question to the data; what the data cannot answer is a refusal with its reason."""
    start = perf_counter()
    try:
        if setting.reader.sealed:
            raise SealedError(SEALED)
        _refuse_nothing_to_explain(question.outcome, item, setting)
        answer = setting.answering(question.ask(), item.estimand)
        answer = titled(answer, setting.reader.protocol)
    except (AllocationError, AnalysisError, SealedError) as error:
        return _result(
            question,
            item,
            setting,
            status=ResultStatus.REFUSED,
            message=str(error),
            seconds=perf_counter() - start,
        )
    return _answered(question, item, setting, answer, perf_counter() - start)


def _refuse_nothing_to_explain(outcome: Outcome | None, item: Any, setting: Setting) -> None:
    """Raise `AnalysisError` for an outcome that hardly anybody has, or that never varies."""
    layout = _layout(outcome, item, setting)
    if outcome is None or layout is None:
        return
    values, people = layout.value[layout.observed], int(layout.observed.any(axis=2).sum())
    if people == 0:
        raise AnalysisError(
            f"{outcome.title}: no value was observed, so there is nothing to analyse. Check the "
            "outcome's occasions, and that its scores are in the dataset."
        )
    if people == 1:
        raise AnalysisError(
            f"{outcome.title}: one participant has a value, and a comparison needs two or more in "
            "each arm. Wait for more data."
        )
    if np.ptp(values) == 0:
        raise AnalysisError(
            f"{outcome.title}: every observed value is {values[0]:g}, so there is no variation to "
            "explain. Describe the outcome instead, or check how it was scored."
        )


def _answered(
    question: Question, item: Any, setting: Setting, answer: Answer, seconds: float
) -> Result:
    status = ResultStatus.DONE
    details = {**answer.details, **_details(question.outcome, item, setting)}
    answer = _doubted(answer, details.get("sd"))
    if answer.failed:
        status = ResultStatus.FAILED
    elif answer.warnings:
        status = ResultStatus.WARNED
    return _result(
        question,
        item,
        setting,
        status=status,
        message=answer.message,
        warnings=answer.warnings,
        estimates=() if answer.failed else answer.estimates,
        tables=_worth_keeping(answer, item),
        details=details,
        methods=answer.methods,
        references=answer.references,
        seconds=seconds,
    )


def _doubted(answer: Answer, spread: float | None) -> Answer:
    """With a warning where nothing varies but between what is compared."""
    if spread is None or not answer.estimates:
        return answer
    if not 0 <= answer.estimates[0].standard_error <= _ROUNDING * spread:
        return answer
    warning = (
        "The outcome does not vary within what is compared: the standard error is zero but for "
        "rounding, so what is computed from it says nothing. Check how the outcome was scored."
    )
    return replace(answer, warnings=(warning, *answer.warnings))


def _worth_keeping(answer: Answer, item: Any) -> tuple[Table, ...]:
    """All tables; a sensitivity model keeps its residuals as a histogram, not point by point."""
    if item.role != "sensitivity":
        return answer.tables
    return tuple(table for table in answer.tables if table.key not in _POINT_BY_POINT)


def _result(question: Question, item: Any, setting: Setting, **rest: Any) -> Result:
    outcome = question.outcome
    better = outcome.better if outcome is not None else "neither"
    return Result(
        key=question.key,
        analysis=item.id,
        title=question.title,
        role=role_of(item, outcome),
        estimator=item.estimator,
        estimand=item.estimand or "",
        outcome=outcome.id if outcome is not None else "",
        outcome_title=outcome.title if outcome is not None else "",
        unit=setting.reader.unit(outcome) if outcome is not None else "",
        better=better if better in ("higher", "lower") else "",
        **rest,
    )


def role_of(item: Any, outcome: Outcome | None) -> Role:
    """The role of a result: a control outcome's own analysis is a control, whatever its rank."""
    if item.estimator in _ROLES:
        return _ROLES[item.estimator]
    if item.role != "sensitivity" and outcome is not None and outcome.control in _CONTROLS:
        return _CONTROLS[outcome.control]
    return cast(Role, item.role)


def _details(outcome: Outcome | None, item: Any, setting: Setting) -> Mapping[str, Any]:
    """What the report needs to put results of different outcomes beside each other."""
    details: dict[str, Any] = {"guess": getattr(item, "guess", "none")}
    if outcome is None:
        return details
    details["control"] = outcome.control
    details["occasions"] = ", ".join(getattr(item, "occasions", ()) or outcome.occasions)
    spread = _spread(outcome, item, setting)
    return details if spread is None else {**details, "sd": spread}


def _spread(outcome: Outcome, item: Any, setting: Setting) -> float | None:
    """The standard deviation of what is analysed, all arms together; None if there is none."""
    layout = _layout(outcome, item, setting)
    values = None if layout is None else layout.value[layout.observed]
    if values is None or len(values) < 2 or np.ptp(values) == 0:
        return None
    return float(np.std(values, ddof=1))


def _layout(outcome: Outcome | None, item: Any, setting: Setting) -> Layout | None:
    """The outcome at the analysed occasions; None if it is derived from others."""
    if outcome is None or outcome.derived is not None:
        return None
    return setting.reader.layout(outcome.id, occasions=getattr(item, "occasions", ()))
