"""How the effect would change with the correct-guess rate, always beside the controls."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import groupby

from limen.report.comparisons import (
    CURVE,
    DIRECT,
    analysis_title,
    control_of,
    effects,
    unusable,
)
from limen.report.page.html import Section, chip, clean, folded, listed, paragraph, slug, tag
from limen.report.page.notes import notes_html, plain, shared_notes
from limen.report.page.tables import estimates_table, figure_html, table_html, transposed
from limen.report.sections.controls import reminder
from limen.report.sections.detail import line, refused, status_chip
from limen.report.words.limits import unanswered
from limen.results import Result, Results, Table

_READ = (
    "The curve reweights people by arm and guess until a given share of guesses is correct. At 0.5 "
    "the arms need not guess alike, so the rate at which they do is marked too. None of these "
    "numbers is a causal effect without assumptions on what makes people guess: all are "
    "sensitivity analyses, and none of them is ranked above another."
)
_OPEN = 2  # main outcomes whose curves are open, beside those of one control of each kind
_WIDEST = 8  # columns that fit a page; wider tables are turned
_BESIDE = "side_by_side"


def curve(results: Results) -> Section:
    """The curves of each analysis: main outcomes and controls first, all others folded."""
    sealed = results.provenance.blinded
    found = [r for r in results.results if r.estimator in (CURVE, DIRECT) and not sealed]
    title = "Guess-rate curves and direct effects"
    if not found:
        why = "Curves need unsealed allocations." if sealed else _nothing()
        return Section("curve", title, paragraph(why), "Curves")
    notes = shared_notes(found)
    parts = [paragraph(_READ), reminder(results), notes_html(notes)]
    answered = [r for r in found if not unusable(r)]
    for _, members in groupby(answered, key=lambda r: r.analysis):
        parts.append(_analysis(results, list(members), notes))
    parts += [refused(group) for group in unanswered(results) if group[0] in found]
    return Section("curve", title, "".join(parts), "Curves")


def counterexample(results: Results) -> Section | None:
    """Invented data in which the truth is known and the adjustments miss it."""
    tables = [t for t in results.tables if t.key.startswith("counterexample")]
    if not tables:
        return None
    why = (
        "In these invented scenarios the true effect is known. Each adjustment has the wrong sign "
        "or the wrong size in at least one of them, though it is computed without error."
    )
    turned = [transposed(t) if len(t.columns) > _WIDEST and not t.picture else t for t in tables]
    body = paragraph(why) + "".join(map(figure_html, turned))
    return Section("counterexample", "Where each adjustment goes wrong", body, "Counterexamples")


def _analysis(results: Results, found: list[Result], told: Collection[str]) -> str:
    head = tag("h3", clean(analysis_title(found[0])), " ", tag("code", clean(found[0].analysis)))
    leading = _leading(results, found)
    rest = [r for r in found if r not in leading]
    more = [
        folded(line(r, _name(r)), _body(r, told), class_="result", id=slug(r.key)) for r in rest
    ]
    return tag("div", head, *(_open(results, r, told) for r in leading), *more, class_="analysis")


def _leading(results: Results, found: list[Result]) -> list[Result]:
    """Main outcomes, one positive and one negative control, in the order of the plan."""
    primary = {c.result.outcome for c in effects(results) if c.result.role == "primary"}
    kinds = {r.key: control_of(results, r.outcome) for r in found}
    main = [r for r in found if not kinds[r.key]]
    kept = ([r for r in main if r.outcome in primary] or main)[:_OPEN]
    for kind in ("positive", "negative"):
        kept += [r for r in found if kinds[r.key] == kind][:1]
    return [r for r in found if r in kept]


def _open(results: Results, result: Result, told: Collection[str]) -> str:
    control = control_of(results, result.outcome)
    mark = chip(f"{control} control") if control else ""
    head = tag("h4", clean(_name(result)), " ", mark, " ", status_chip(result))
    return tag("div", head, _body(result, told), class_="curve", id=slug(result.key))


def _body(result: Result, told: Collection[str]) -> str:
    """The curve beside what else may be said of belief; the other tables folded beneath."""
    tables = [plain(table, result, told) for table in result.tables]
    drawn = [t for t in tables if t.picture is not None and t.rows]
    drawn.sort(key=lambda t: t.key == _BESIDE)
    rest = [t for t in tables if t not in drawn]
    if result.estimates and not any(t.key.endswith("summary") for t in rest):
        rest.append(_estimates(result))
    return "".join(
        [
            paragraph(result.message) if result.message else "",
            listed(result.warnings, "warnings"),
            tag("div", *(figure_html(t, small=True) for t in drawn), class_="multiples"),
            folded(_more(rest), *map(table_html, rest), class_="numbers") if rest else "",
        ]
    )


def _more(rest: list[Table]) -> str:
    """What is folded away, by the words before the first comma or colon of each caption."""
    heads = [re.split(r"[,:(]", t.caption)[0] for t in rest]
    return clean("; ".join([heads[0], *(head[:1].lower() + head[1:] for head in heads[1:])]))


def _estimates(result: Result) -> Table:
    caption = "Estimates along the curve"
    return estimates_table(result.estimates, result.unit, f"{result.key}.estimates", caption)


def _name(result: Result) -> str:
    return result.outcome_title or result.outcome or result.title


def _nothing() -> str:
    return "The plan holds no guess-rate curve and no controlled direct effect."
