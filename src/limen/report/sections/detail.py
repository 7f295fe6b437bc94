"""One result in full: status, message, estimates, tables and pictures, and facts of the fit."""

from __future__ import annotations

from limen.figures.numbers import number, p_statement, with_interval
from limen.report.comparisons import answer, unusable
from limen.report.page.html import chip, clean, definitions, folded, listed, paragraph, slug, tag
from limen.report.page.tables import estimates_table, figure_html, table_html
from limen.results import Result, ResultStatus, Table


def detail(result: Result, *, name: str = "") -> str:
    """The result folded behind one line that begins with its title, or with this name."""
    tables = list(result.tables)
    pictures = [t for t in tables if t.picture is not None and t.rows]
    plain = [t for t in tables if t not in pictures]
    grid = tag("div", *(figure_html(t, small=True) for t in pictures), class_="multiples")
    parts = [
        paragraph(result.message, "refusal") if result.message else "",
        listed(result.warnings, "warnings"),
        table_html(_estimates(result)) if result.estimates else "",
        *(table_html(t) for t in plain),
        grid if pictures else "",
        definitions(_facts(result)),
    ]
    return folded(_line(result, name), *parts, class_="result").replace(
        "<details", f'<details id="{slug(result.key)}"', 1
    )


def status_chip(result: Result) -> str:
    """How the analysis ended, unless it ended well."""
    names = {
        ResultStatus.WARNED: ("warning", "warned"),
        ResultStatus.REFUSED: ("refused", "refused"),
        ResultStatus.FAILED: ("failed", "refused"),
    }
    return chip(*names[result.status]) if result.status in names else ""


def _line(result: Result, name: str) -> str:
    estimate = answer(result)
    plain, name = not name, name or result.title
    if plain and result.outcome_title and result.outcome_title not in name:
        name = f"{name}: {result.outcome_title}"
    figures = ""
    if estimate is not None and not unusable(result):
        unit = estimate.unit or result.unit
        told = with_interval(estimate.value, estimate.lower, estimate.upper)
        figures = ", ".join(filter(None, [f"{told} {unit}".strip(), p_statement(estimate.p)]))
    return " ".join(
        filter(
            None,
            [
                tag("span", clean(name), class_="name"),
                tag("span", clean(figures), class_="figures") if figures else "",
                status_chip(result),
            ],
        )
    )


def _estimates(result: Result) -> Table:
    return estimates_table(
        result.estimates, result.unit, f"{result.key}.estimates", "Estimates of this analysis"
    )


def _facts(result: Result) -> list[tuple[str, str]]:
    named = {"sd": "SD of the outcome", "icc": "Intraclass correlation", "df_method": "df by"}
    named |= {"tau": "SD between participants", "sigma": "Residual SD"}
    facts = [(named.get(key, key.replace("_", " ")), _fact(v)) for key, v in result.details.items()]
    return [
        ("Estimator", result.estimator.replace("_", " ")),
        ("Estimand", result.estimand.replace("_", " ")),
        ("Role", result.role.replace("_", " ")),
        *facts,
        ("Key in results.json", result.key),
    ]


def _fact(value: str | float | int | bool | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    return number(value)
