"""Along a varied field: how often an effect is found, and bias; by group of cells."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from limen.rehearse.performance import Measure, Performance
from limen.rehearse.rehearsal import Rehearsed
from limen.rehearse.words.answer.questions import belief_held, own, primary, title
from limen.rehearse.words.answer.verdict import POWER
from limen.rehearse.words.naming import targets
from limen.rehearse.words.naming.cells import Cells, at
from limen.rehearse.words.naming.numbers import below, in_sd
from limen.rehearse.words.sections.bias import UNSTABLE
from limen.results import Cell, Column, Picture, Section, Table

_WIDE = 1.96
_MOST_GROUPS = 6  # lines in a figure, and figures of bias; all stand in the sheet of numbers
_UNSTABLE_NOTE = (
    f"A bias whose Monte Carlo standard error is above {UNSTABLE} SD is not drawn. The sheet of "
    "numbers beside this page has every analysis."
)
_PERCEPTIBILITY = "d_prime"


def curves(cells: Cells) -> Section | None:
    """A figure of rejections and figures of bias for each field that varies in numbers."""
    if not cells.fields:
        return None
    shown: list[Table] = []
    folded: list[Table] = []
    for path in cells.fields:
        shown += _rejections(cells, path)
        biases = list(_biases(cells, path))
        shown += biases[:1]
        folded += biases[1:]
    groups = max(len(cells.groups(path)) for path in cells.fields)
    more = (
        f" Of {groups} groups the first {_MOST_GROUPS} are drawn." if groups > _MOST_GROUPS else ""
    )
    return Section(
        id="curves",
        title="Along the varied fields",
        short="Curves",
        paragraphs=(
            "Where the truth is zero, a share of rejections is a type I error; where it is not, "
            "it is power. The numbers beneath each figure say which. Bands and whiskers are 1.96 "
            f"Monte Carlo standard errors to each side.{more}",
        ),
        tables=tuple(shown),
        folded=tuple(folded),
    )


def _rejections(cells: Cells, path: str) -> Iterator[Table]:
    """The first primary question along one field, a line per group."""
    rows = [
        (at(one.cell, path), group, *_share(p.rejection), _name(p))
        for group, members in _groups(cells, path)
        for one in members
        for p in primary(one)[:1]
        if isfinite(p.rejection.value)
    ]
    if not rows:
        return
    one = cells.all[0]
    p = primary(one)[0]
    yield Table(
        key=f"rejections.{path}",
        caption=f"{title(one, p)}: how often it finds an effect, by {path}",
        columns=(
            Column(key="x", title=path),
            Column(key="group", title="Supposed", kind="text"),
            Column(key="share", title="Rejections", kind="percent"),
            Column(key="lower", title="Lower", kind="percent"),
            Column(key="upper", title="Upper", kind="percent"),
            Column(key="name", title="Which is", kind="text"),
        ),
        rows=tuple(rows),
        picture=Picture(
            shape="lines",
            x="x",
            y="share",
            lower="lower",
            upper="upper",
            group="group",
            x_title=path,
            y_title=f"Studies that find an effect "
            f"({below(targets.alpha_of(one.cell.protocol))}); "
            f"line at {100 * POWER:.0f} %",
            reference=(POWER,),
        ),
    )


def _biases(cells: Cells, path: str) -> Iterator[Table]:
    """Bias of several analyses along one field, a figure per group."""
    what = "perceptibility (d′)" if _PERCEPTIBILITY in path else path
    for number, (group, members) in enumerate(_groups(cells, path), start=1):
        rows = [row for one in members for row in _bias_rows(one, at(one.cell, path))]
        if not rows:
            continue
        yield Table(
            key=f"bias_along.{path}.{number}",
            caption=f"{group}: bias for their own estimands, by {what}",
            columns=(
                Column(key="x", title=path),
                Column(key="analysis", title="Analysis", kind="text"),
                Column(key="bias", title="Bias", unit="SD"),
                Column(key="lower", title="Lower", unit="SD"),
                Column(key="upper", title="Upper", unit="SD"),
            ),
            rows=tuple(rows),
            notes=(_UNSTABLE_NOTE,),
            picture=Picture(
                shape="lines",
                x="x",
                y="bias",
                lower="lower",
                upper="upper",
                group="analysis",
                x_title=path if what == path else f"Perceptibility, {path}",
                y_title="Mean estimate minus truth (SD)",
                reference=(0.0,),
            ),
        )


def _bias_rows(one: Rehearsed, x: float) -> Iterator[tuple[Cell, ...]]:
    """The analysis that answers the primary question, and those with belief held fixed."""
    for p in _told(one):
        scale = in_sd(1.0, p.sd)
        bias, reach = p.bias.value * scale, _WIDE * p.bias.error * scale
        size = reach if isfinite(reach) else abs(bias)  # no error is known of a few replicates
        if isfinite(bias) and size <= _WIDE * UNSTABLE:
            yield (x, title(one, p), bias, bias - reach, bias + reach)


def _told(one: Rehearsed) -> list[Performance]:
    """The first primary answer, then those of the first outcome with belief held fixed.

    Of the latter the raw one comes first; of direct effects that at placebo stands for both.
    """
    held = list(belief_held(one))
    outcomes = {p.target.outcome for p in held[:1]}
    raw = [p for p in own(one) if p.target.outcome in outcomes and p.target.belief == "free"]
    rest = [p for p in held if p.target.outcome in outcomes and p.target.belief != "active"]
    found = {p.quantity.key: p for p in (*primary(one)[:1], *raw[:1], *rest)}
    return list(found.values())[:_MOST_GROUPS]


def _groups(cells: Cells, path: str) -> list[tuple[str, tuple[Rehearsed, ...]]]:
    return list(cells.groups(path).items())[:_MOST_GROUPS]


def _share(share: Measure) -> tuple[float, float, float]:
    reach = _WIDE * share.error
    return share.value, max(share.value - reach, 0.0), min(share.value + reach, 1.0)


def _name(p: Performance) -> str:
    return "type I error" if p.truth_is_zero else "power"
