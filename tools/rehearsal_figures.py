"""Draw docs/images/rehearsal-*.svg from rehearsals: `python -m tools.rehearsal_figures [NAME …]`.

Nobody draws by hand: each figure is a table of what a rehearsal gave, drawn as the report draws.
Seed and replicates stand below; the tables are printed. Scenarios that the pages write themselves
are read from the pages.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy, as `limen rehearse` does

from limen.figures import draw, standalone
from limen.protocol import load_protocol, shipped
from limen.rehearse import Cell, Performance, Rehearsed, rehearse
from limen.rehearse.vary import with_fields
from limen.results import Column, Picture, Table
from limen.results.table import Cell as Value
from limen.simulate.scenario import named_scenario
from tools.doc_outputs import ROOT, examples

SEED = 20261123
IMAGES = ROOT / "docs" / "images"
PAGES = ROOT / "docs" / "learn"
WIDE = 1.96  # Monte Carlo standard errors to each side

Line = tuple[str, Callable[[Rehearsed], tuple[float, float]]]
"""A name, and what a cell says: a value with its Monte Carlo standard error."""


def perceptibility() -> Table:
    """Resilience, well-being at the last visit: what is read as the drug's, by d′."""
    path = "scenario.noticing.d_prime.active"
    cells = along("resilience", "belief_only", path, (0, 0.5, 1, 1.5, 2))
    lines: list[Line] = [
        ("As randomised", read_as_direct("curve.wemwbs.observed")),
        ("Formula", by_shares(belief=0.4)),
        ("Δ(0.5)", bias_of("curve.wemwbs")),
        ("Δ(c*)", bias_of("curve.wemwbs.equal")),
        ("Belief held at placebo", bias_of("direct_effect.wemwbs")),
    ]
    return along_lines(
        "perceptibility",
        cells,
        ("curve", "direct_effect"),
        lines,
        replicates=1024,
        x=path,
        x_title="How well the dose can be felt (d′)",
        y_title="Mean estimate when the drug does nothing (SD)",
    )


def leaning() -> Table:
    """Resilience: what becomes of the curve's points when people lean to one answer."""
    path = "scenario.belief.criterion"
    cells = along("resilience", "perceptible_dose", path, (-1, 0, 1, 2, 3))
    lines: list[Line] = [
        ("Δ(0.5)", bias_of("curve.wemwbs")),
        ("Δ(c*)", bias_of("curve.wemwbs.equal")),
        ("Δ(std)", bias_of("curve.wemwbs.standardised")),
    ]
    return along_lines(
        "leaning",
        cells,
        ("curve",),
        lines,
        replicates=2048,
        x=path,
        x_title="Criterion: low, people lean to active; high, to placebo",
        y_title="Mean estimate when the drug does nothing (SD)",
    )


def worlds() -> Table:
    """One diary with a guess each dosing day, in several worlds: bias for the direct effect."""
    wanted = (
        ("Belief only", "belief_only"),
        ("A dose that most people feel", "perceptible_dose"),
        ("Mood moves both; no effect", "collider"),
        ("What works is believed", "efficacy_expectancy_feedback"),
        ("The benefit is noticed", "benefit_unblinds"),
        ("People judge by how they feel", str(page_file("why-your-blind-will-leak", "good_days"))),
    )
    only: dict[str, object] = {
        f"analysis.analyses[{id}].outcomes": ["energy"]
        for id in ("acute", "acute_with_guess", "curve_all_weeks")
    }
    only["analysis.analyses[acute_with_guess].covariates_by_outcome"] = {}
    cells = [
        with_fields(cell_of("self_blinding", one), {"scenario.participants": 240, **only})
        for _, one in wanted
    ]
    analyses = ("acute", "acute_with_guess", "curve_all_weeks")
    done = rehearsed(cells, analyses, replicates=1024)
    lines: list[Line] = [
        ("As randomised", read_as_direct("acute.energy")),
        ("Guess in the model", bias_of("acute_with_guess.energy")),
        ("Δ(0.5)", bias_of("curve_all_weeks.energy")),
        ("Δ(c*)", bias_of("curve_all_weeks.energy.equal")),
    ]
    rows = [
        (world, label, *limits(of(one)), f"{of(one)[0]:.2f}".replace("-", "−"))
        for (world, _), one in zip(wanted, done, strict=True)
        for label, of in lines
    ]
    return Table(
        key="worlds",
        caption="Bias for the effect without belief, in six worlds",
        columns=(
            Column(key="world", title="World", kind="text"),
            Column(key="estimate", title="Estimate", kind="text"),
            *measured("Bias"),
            Column(key="annotation", title="Bias to two places", kind="text"),
        ),
        rows=tuple(rows),
        picture=Picture(
            shape="forest",
            label="world",
            x="value",
            lower="lower",
            upper="upper",
            group="estimate",
            x_title="Mean estimate minus effect without belief (SD of the outcome)",
            reference=(0.0,),
        ),
    )


def people() -> Table:
    """Resilience under the page's scenario: power by number, for several questions."""
    path = "population.planned"
    scenario = page_file("plan-a-trial", "what_if")
    numbers = (40, 80, 160, 240, 320)
    cells = along("resilience", str(scenario), path, numbers)
    flat = [with_fields(one, {"analysis.analyses[reactivity].adjusted": False}) for one in cells]
    analyses = ("reactivity", "wellbeing", "direct_effect")
    done = rehearsed(cells, analyses, replicates=1024)
    bare = rehearsed(flat, ("reactivity",), replicates=1024)
    lines: list[tuple[str, Sequence[Rehearsed], str]] = [
        ("Stressor reactivity, adjusted for the run-in", done, "reactivity.stressor_reactivity"),
        ("The same, not adjusted", bare, "reactivity.stressor_reactivity"),
        ("Well-being over the visits", done, "wellbeing.wemwbs"),
        ("Well-being, belief held at placebo", done, "direct_effect.wemwbs"),
    ]
    rows = [
        (number, name, *limits(power_of(key)(one), least=0.0, most=1.0))
        for name, cells_of_line, key in lines
        for number, one in zip(numbers, cells_of_line, strict=True)
    ]
    return Table(
        key="people",
        caption="How often an effect that is there is found, by the number of participants",
        columns=(
            Column(key="x", title="Participants", kind="count"),
            Column(key="line", title="Question", kind="text"),
            *measured("Found", kind="percent"),
        ),
        rows=tuple(rows),
        picture=lines_picture("Participants", "Studies that find it; line at 80 %", (0.8,)),
    )


FIGURES: dict[str, Callable[[], Table]] = {
    one.__name__: one for one in (perceptibility, leaning, worlds, people)
}


def along(protocol: str, scenario: str, path: str, values: Sequence[float]) -> list[Cell]:
    """A cell for each value of one field."""
    base = cell_of(protocol, scenario)
    return [with_fields(base, {path: value}) for value in values]


def cell_of(protocol: str, scenario: str) -> Cell:
    """A shipped protocol under a shipped scenario, or one in a file."""
    return Cell(protocol=load_protocol(shipped()[protocol]), scenario=named_scenario(scenario))


def page_file(page: str, name: str) -> Path:
    """The scenario file that a page's example writes, in a folder that stays for this run."""
    text = (PAGES / f"{page}.md").read_text(encoding="utf-8")
    for example in examples(text):
        if example.language == "python" and f"{name}.yaml" in example.code:
            with chdir(_FOLDER.name):
                exec(compile(example.code, page, "exec"), {})
            return Path(_FOLDER.name) / f"{name}.yaml"
    raise SystemExit(f"{page}.md has no example that writes {name}.yaml")


_FOLDER = TemporaryDirectory()


def rehearsed(
    cells: Sequence[Cell], analyses: Sequence[str], *, replicates: int
) -> tuple[Rehearsed, ...]:
    """The cells rehearsed with the seed of this file, without analyses that take long."""
    done = rehearse(
        cells, replicates=replicates, seed=SEED, slow_replicates=0, analyses=tuple(analyses)
    )
    return done.cells


def along_lines(
    key: str,
    cells: Sequence[Cell],
    analyses: Sequence[str],
    lines: Sequence[Line],
    *,
    replicates: int,
    x: str,
    x_title: str,
    y_title: str,
) -> Table:
    """A table with a line for each estimate along a varied field, and its picture."""
    done = rehearsed(cells, analyses, replicates=replicates)
    rows: list[tuple[Value, ...]] = [
        (float(one.cell.varied[x]), name, *limits(of(one))) for name, of in lines for one in done
    ]
    return Table(
        key=key,
        caption=y_title,
        columns=(
            Column(key="x", title=x),
            Column(key="line", title="Estimate", kind="text"),
            *measured(y_title.partition(" (")[0]),
        ),
        rows=tuple(rows),
        picture=lines_picture(x_title, y_title, (0.0,)),
    )


def lines_picture(x_title: str, y_title: str, reference: tuple[float, ...]) -> Picture:
    """Lines of values with whiskers, one for each name."""
    return Picture(
        shape="lines",
        x="x",
        y="value",
        lower="lower",
        upper="upper",
        group="line",
        x_title=x_title,
        y_title=y_title,
        reference=reference,
    )


def measured(title: str, *, kind: str = "number") -> Iterator[Column]:
    """Columns of a value and its limits."""
    for key, name in (("value", title), ("lower", "Lower"), ("upper", "Upper")):
        yield Column(key=key, title=name, kind="percent" if kind == "percent" else "number")


def limits(
    found: tuple[float, float], *, least: float = -1e9, most: float = 1e9
) -> tuple[float, float, float]:
    """A value with what Monte Carlo error leaves open."""
    value, error = found
    return value, max(value - WIDE * error, least), min(value + WIDE * error, most)


def row_of(one: Rehearsed, key: str) -> Performance:
    """What a quantity does against its own estimand."""
    return next(p for p in one.performance if p.own and p.quantity.key == key)


def bias_of(key: str) -> Callable[[Rehearsed], tuple[float, float]]:
    """Bias of a quantity for its own estimand, in SDs."""

    def found(one: Rehearsed) -> tuple[float, float]:
        p = row_of(one, key)
        return p.bias.value / p.sd, p.bias.error / p.sd

    return found


def read_as_direct(key: str) -> Callable[[Rehearsed], tuple[float, float]]:
    """Bias of a contrast as randomised when it is read as the effect with belief at placebo."""

    def found(one: Rehearsed) -> tuple[float, float]:
        p = next(
            p for p in one.performance if p.quantity.key == key and p.target.belief == "placebo"
        )
        return p.bias.value / p.sd, p.bias.error / p.sd

    return found


def power_of(key: str) -> Callable[[Rehearsed], tuple[float, float]]:
    """How often a quantity rejects."""

    def found(one: Rehearsed) -> tuple[float, float]:
        p = row_of(one, key)
        return p.rejection.value, p.rejection.error

    return found


def by_shares(*, belief: float) -> Callable[[Rehearsed], tuple[float, float]]:
    """The formula: what believing adds, times how much oftener the active arm believes."""

    def found(one: Rehearsed) -> tuple[float, float]:
        table = next(table for table in one.tables if table.key == "guesses.guess")
        says = dict(zip(table.values("given"), table.values("said.MD"), strict=True))
        placebo, active = (float(str(share)) for share in says.values())  # of the last visit
        return belief * (active - placebo), 0.0

    return found


def main() -> None:
    """Draw all figures, or those named."""
    for name in sys.argv[1:] or FIGURES:
        table = FIGURES[name]()
        print(f"\n{table.to_text()}", flush=True)
        path = IMAGES / f"rehearsal-{name}.svg"
        path.write_text(standalone(draw(table)), encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
