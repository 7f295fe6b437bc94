"""`limen boundaries`: when a board must stop."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer


def boundaries(
    kind: Annotated[
        str, typer.Argument(help="obrien_fleming, pocock, obrien_fleming_spending, ...")
    ] = "obrien_fleming_spending",
    information: Annotated[
        str, typer.Option(help="Information fractions of the looks; the last is 1.")
    ] = "0.5,1",
    alpha: Annotated[float, typer.Option(help="Total error rate.")] = 0.05,
    two_sided: Annotated[bool, typer.Option(help="Symmetric boundaries on both sides.")] = True,
    power: Annotated[float, typer.Option(help="Power, for the cost of the looks.")] = 0.8,
    parameter: Annotated[
        float, typer.Option(help="Shape of wang_tsiatis, kim_demets or hwang_shih_decani.")
    ] = 0.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print stopping boundaries, the error they spend, and what the looks cost.

    Example: two looks in the manner of O'Brien and Fleming, two-sided 5 %:

    \b
        limen boundaries obrien_fleming_spending --information 0.5,1 --alpha 0.05

    Information is the model's, not the number of participants enrolled.
    """
    from limen.boundaries import sequential_design
    from limen.errors import BoundaryError

    try:
        rates = [float(part) for part in information.split(",")]
    except ValueError as error:
        raise BoundaryError(
            f"--information {information!r} is no list of numbers; write for example 0.5,1."
        ) from error
    design = sequential_design(
        kind=kind,
        information=rates,
        alpha=alpha,
        two_sided=two_sided,
        power=power,
        parameter=parameter,
    )
    if as_json:
        typer.echo(json.dumps(asdict(design), indent=2))
        return
    typer.echo(f"{'look':>4} {'information':>12} {'z':>9} {'one-sided p':>12} {'alpha spent':>12}")
    rows = zip(design.information, design.z, design.stage_levels, design.alpha_spent, strict=True)
    for look, (rate, z, level, spent) in enumerate(rows, start=1):
        typer.echo(f"{look:>4} {rate:>12.4f} {z:>9.5f} {level:>12.6f} {spent:>12.6f}")
    typer.echo(
        f"\nMaximum information {design.inflation:.4f} × that of a fixed design with power "
        f"{power:g};\nexpected {design.expected_h1:.4f} × under the planned effect, "
        f"{design.expected_h0:.4f} × under none."
    )
