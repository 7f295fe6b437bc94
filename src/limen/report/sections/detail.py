"""One result in full: status, message, estimates, tables and pictures, and facts of the fit."""

from __future__ import annotations

from collections.abc import Collection

from limen.figures.numbers import number, p_statement, with_interval
from limen.report.comparisons import analysis_title, answer, unusable
from limen.report.page.html import (
    chip,
    clean,
    definitions,
    folded,
    listed,
    paragraph,
    prose,
    slug,
    spoken,
    tag,
)
from limen.report.page.notes import plain
from limen.report.page.tables import estimates_table, figure_html, table_html
from limen.report.words.limits import reason
from limen.report.words.told import first_sentence, listing
from limen.results import Result, ResultStatus, Table

_LONG = 15  # rows; a longer table opens on demand


def detail(result: Result, *, name: str = "", told: Collection[str] = ()) -> str:
    """The result folded behind one line that begins with its title, or with this name.

    `told` are notes that stand above already.
    """
    tables = [plain(table, result, told) for table in result.tables]
    pictures = [t for t in tables if t.picture is not None and len(t.rows) > 1]
    rest = [t for t in tables if t not in pictures and not _same(t, result)]
    again = dict.fromkeys(
        note for t in tables if t not in rest and _same(t, result) for note in t.notes
    )
    drawn = [figure_html(t, small=True, beside=_same(t, result)) for t in pictures]
    parts = [
        paragraph(result.message, "refusal") if result.message else "",
        listed(result.warnings, "warnings"),
        table_html(_estimates(result)) if result.estimates else "",
        *(paragraph(note, "note") for note in again),
        *map(_table, rest),
        tag("div", *drawn, class_="multiples") if drawn else "",
        definitions(_facts(result)),
    ]
    return folded(line(result, name), *parts, class_="result", id=slug(result.key))


def _table(table: Table) -> str:
    """The table, folded where it is long."""
    if len(table.rows) <= _LONG:
        return table_html(table)
    return folded(clean(table.caption), table_html(table, titled=False), class_="numbers")


def _same(table: Table, result: Result) -> bool:
    """Whether the estimates of the result hold every row of the table."""
    if not table.rows or not {"label", "value"} <= {column.key for column in table.columns}:
        return False
    known = {(spoken(e.label), e.value) for e in result.estimates}
    return known.issuperset(zip(table.values("label"), table.values("value"), strict=True))


def status_chip(result: Result) -> str:
    """How the analysis ended, unless it ended well."""
    names = {
        ResultStatus.WARNED: ("warning", "warned"),
        ResultStatus.REFUSED: ("refused", "refused"),
        ResultStatus.FAILED: ("failed", "refused"),
    }
    return chip(*names[result.status]) if result.status in names else ""


def line(result: Result, name: str = "") -> str:
    """The result in one line: its name, its first estimate, which one that is, and how it ended."""
    estimate = answer(result)
    plain, name = not name, name or result.title
    if plain and result.outcome_title and result.outcome_title not in name:
        name = f"{name}: {result.outcome_title}"
    figures = ""
    if estimate is not None and not unusable(result):
        unit = estimate.unit or result.unit
        told = with_interval(estimate.value, estimate.lower, estimate.upper)
        which = f"({spoken(estimate.label)})" if len(result.estimates) > 1 else ""
        figures = ", ".join(filter(None, [f"{told} {unit}".strip(), p_statement(estimate.p)]))
        figures = f"{figures} {which}".strip()
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


def refused(found: list[Result]) -> str:
    """An analysis without an answer: what it was about, why in short, and where the rest is."""
    first = found[0]
    head = tag("h3", clean(analysis_title(first)), " ", status_chip(first))
    outcomes = listing(list(filter(None, (r.outcome_title or r.outcome for r in found))))
    short = first_sentence(first.message if len(found) == 1 else reason(first))
    told = prose(": ".join(filter(None, [outcomes, short])))
    why = tag("a", "The full reason", href="#problems")
    body = tag("p", f"{told} {why} stands with the problems.", class_="refusal")
    return tag("div", head, body, class_="analysis")


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
        return value.replace("_", " ")
    return number(value)
