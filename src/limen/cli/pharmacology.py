"""`limen pharmacology`: what is known of exposure and noticing, and what it means for a study."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from limen.cli.planned_doses import Plan
    from limen.pharmacology import Substance
    from limen.results import Table

app = typer.Typer(
    help="""Exposure in approved studies: concentration, occupancy or effect, and noticing.

    limen pharmacology show lsd
    limen pharmacology plot resilience --out figures
    limen pharmacology test

It describes groups of people from published numbers. It recommends no dose.
""",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
_LONGEST_DAYS = 42


@app.command("list")
def list_substances(as_json: Json = False) -> None:
    """List the substances whose data come with Limen.

    Example: limen pharmacology list
    """
    from limen.pharmacology import shipped_substances, substance
    from limen.pharmacology.curves import in_words

    known = [substance(id) for id in shipped_substances()]
    if as_json:
        _json([{"id": each.id, "title": each.title, "analyte": each.analyte} for each in known])
        return
    for each in known:
        studied = (each.lowest_studied_micrograms, each.highest_studied_micrograms)
        low, high = map(in_words, studied)
        typer.echo(f"{each.id:<12} {each.title}; kinetics studied at {low} to {high}")
    typer.echo("\nEvery number with its source: limen pharmacology show ID")


@app.command()
def show(
    id: Annotated[str, typer.Argument(help="lsd, psilocybin, or a substance's YAML file.")],
    as_json: Json = False,
) -> None:
    """Show every number that Limen uses for a substance: value, uncertainty, source, or "assumed".

    Example: limen pharmacology show lsd
    """
    from limen.pharmacology.substance.listing import as_text, plain

    found = _substance(id)
    if as_json:
        _json(plain(found))
    else:
        typer.echo(as_text(found))


@app.command()
def plot(
    what: Annotated[
        str, typer.Argument(metavar="WHAT", help="A protocol (file or example), or a substance.")
    ],
    out: Annotated[Path, typer.Option(help="Folder for the figures.")] = Path("pharmacology"),
    people: Annotated[int, typer.Option(min=2, max=100_000, help="Virtual people.")] = 400,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the draws.")] = 20261123,
    as_substance: Annotated[
        str | None, typer.Option("--substance", help="Take the protocol's substance for this one.")
    ] = None,
) -> None:
    """Draw what a protocol's regimen, or a substance's published doses, do to a group.

    Example: limen pharmacology plot resilience --out figures

    Writes SVG figures, each with a CSV file of the same name: concentration, then occupancy or
    effect, with the middle 90 % of people; and the share who say "active" dose by dose.
    """
    from limen.pharmacology import shipped_substances

    if what in shipped_substances():
        written = _write(_of_substance(_substance(what), people, seed), out)
    else:
        plan = _plan(what, as_substance)
        for note in plan.notes:
            typer.echo(note)
        if plan.left_out:
            typer.echo(f"Drawn: arm {plan.arms[0].arm}; {plan.left_out} further arms give doses.")
        written = _write(_of_plan(plan, people, seed), out)
    for note in dict.fromkeys(note for _, table in written for note in table.notes):
        typer.echo(note)
    for path, _ in written:
        typer.echo(f"Wrote {path}")


@app.command("test")
def predictive(as_json: Json = False) -> None:
    """Set parameters on some published studies, test them on others, and print hits and misses.

    Example: limen pharmacology test
    """
    from dataclasses import asdict

    from limen.pharmacology import checks_table, predictive_checks
    from limen.pharmacology.substance.listing import columns

    checks = predictive_checks()
    if as_json:
        _json([{**asdict(check), "ratio": check.ratio, "hit": check.hit} for check in checks])
        return
    table = checks_table(checks)
    typer.echo(columns([[column.title for column in table.columns], *_cells(table)]))
    hits = sum(check.hit for check in checks)
    typer.echo(f"\n{hits} hits, {len(checks) - hits} misses. {' '.join(table.notes)}")


def _substance(id: str) -> Substance:
    from limen.pharmacology import load_substance, substance

    return load_substance(id) if Path(id).suffix in {".yaml", ".yml"} else substance(id)


def _plan(what: str, as_substance: str | None) -> Plan:
    from limen.cli.planned_doses import planned_doses
    from limen.protocol import named_protocol

    return planned_doses(named_protocol(what), as_substance=as_substance)


def _of_substance(which: Substance, people: int, seed: int) -> dict[str, Table]:
    """Figures of one dose each, at the doses of the published studies and at no others."""
    from limen.pharmacology.curves import in_words

    doses: dict[tuple[str, float], str] = {}
    for study in which.studies:
        for result in study.results:
            if result.quantity == "peak":
                form = which.formulation(study.formulation)
                dose = in_words(result.dose_micrograms)
                doses[form.id, result.dose_micrograms] = f"{dose}, {form.title.lower()}"
    return _one_dose(which, doses, people, seed)


def _of_plan(plan: Plan, people: int, seed: int) -> dict[str, Table]:
    import numpy as np

    from limen.pharmacology import exposure, exposure_tables, perceptibility_table
    from limen.pharmacology.curves import in_words

    amounts = {dose for arm in plan.arms for dose in arm.dose_micrograms if dose > 0}
    single = {(plan.formulation, dose): in_words(dose) for dose in sorted(amounts)}
    found = _one_dose(plan.substance, single, people, seed)
    days = min(max(arm.given_hours[-1] for arm in plan.arms) / 24 + 2, _LONGEST_DAYS)
    hours = np.arange(0.0, days * 24)
    courses = {
        arm.title: exposure(
            plan.substance,
            hours=hours,
            given_hours=arm.given_hours,
            dose_micrograms=arm.dose_micrograms,
            people=people,
            seed=seed,
            formulation=plan.formulation,
        )
        for arm in plan.arms
    }
    for table in exposure_tables(
        plan.substance, courses, dose_micrograms=sorted(amounts), days=True
    ):
        found[f"regimen_{table.key}"] = table
    for arm in plan.arms:
        found[f"perceptibility_{arm.arm}"] = perceptibility_table(
            plan.substance,
            study_days=[int(hour // 24) + 1 for hour in arm.given_hours],
            dose_micrograms=arm.dose_micrograms,
            seed=seed,
        )
    return found


def _one_dose(
    which: Substance, doses: dict[tuple[str, float], str], people: int, seed: int
) -> dict[str, Table]:
    import numpy as np

    from limen.pharmacology import exposure, exposure_tables

    hours = np.arange(0.0, 12.01, 0.1)
    lines = {
        title: exposure(
            which,
            hours=hours,
            given_hours=[0.0],
            dose_micrograms=[dose],
            people=people,
            seed=seed,
            formulation=formulation,
        )
        for (formulation, dose), title in doses.items()
    }
    tables = exposure_tables(which, lines, dose_micrograms=[dose for _, dose in doses])
    return {f"one_dose_{table.key}": table for table in tables}


def _write(tables: dict[str, Table], out: Path) -> list[tuple[Path, Table]]:
    from limen.figures import draw, standalone

    out.mkdir(parents=True, exist_ok=True)
    written = []
    for name, table in tables.items():
        path = out / f"{name}.svg"
        path.write_text(standalone(draw(table)), encoding="utf-8")
        with path.with_suffix(".csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([column.key for column in table.columns])
            writer.writerows(table.rows)
        written.append((path, table))
    return written


def _cells(table: Table) -> Sequence[Sequence[str]]:
    return [
        [f"{cell:.3g}" if isinstance(cell, float) else str(cell) for cell in row]
        for row in table.rows
    ]


def _json(content: Any) -> None:
    typer.echo(json.dumps(content, indent=2, ensure_ascii=False))
