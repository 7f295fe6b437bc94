"""`limen forecast`: predict a trial before its outcomes are known, and score it afterwards."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from limen.results import Table

app = typer.Typer(
    help="""Predict a trial before its outcomes are compared, and score the prediction afterwards.

\b
    limen forecast write mdlsd --beliefs T10 --out mdlsd.yaml
    limen forecast show mdlsd.yaml
    limen forecast score mdlsd.yaml --outcomes outcomes.csv

A forecast is dated, and sealed by a hash: one that was changed later is not used.
""",
    no_args_is_help=True,
    rich_markup_mode=None,
)

File = Annotated[Path, typer.Argument(metavar="FILE", help="The forecast's YAML file.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


@app.command()
def write(
    protocol: Annotated[str, typer.Argument(metavar="PROTOCOL", help="Protocol: file or example.")],
    beliefs: Annotated[
        str,
        typer.Option(
            metavar="PRIORS",
            help="What is believed, and how surely: a YAML file, or T02, T10, T14.",
        ),
    ],
    out: Annotated[Path, typer.Option(help="File to write; it must not exist.")],
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
) -> None:
    """Simulate a trial many times under what is believed, and write down what would come out.

    Example: limen forecast write mdlsd --beliefs T10 --out mdlsd.yaml

    Each trial has parameters of its own, drawn from the beliefs: an interval holds both what is
    not known and what a trial of that size leaves to chance. Today's date (UTC) goes in. A file
    that exists is never replaced.
    """
    from limen.cli.progress import progress
    from limen.protocol import named_protocol
    from limen.rehearse.forecast import forecast_of, named_beliefs, write_forecast
    from limen.rehearse.forecast.write import refuse_existing

    refuse_existing(out)
    study = named_protocol(protocol)
    believed = named_beliefs(beliefs, protocol=study)
    with progress("Forecast", quiet=quiet) as step:
        made = forecast_of(study, believed, progress=step)
    path = write_forecast(made, out)
    typer.echo(f"Wrote {path}: {len(made.predictions)} predictions, made on {made.made_on}")
    typer.echo(f"Hash {made.hash}")
    typer.echo(
        "Commit the file, or lodge the hash with somebody else: the date is as good as that."
    )


@app.command()
def show(file: File, as_json: Json = False) -> None:
    """Show a forecast: what was assumed, what was known, and every prediction.

    Example: limen forecast show mdlsd.yaml
    """
    from limen.rehearse.forecast import in_words, load_forecast, tables
    from limen.rehearse.forecast.document.plain import plain

    found = load_forecast(file)
    if as_json:
        _json(plain(found))
        return
    typer.echo(in_words(found))
    _tables(tables(found))


@app.command("score")
def score_(
    file: File,
    outcomes: Annotated[
        Path,
        typer.Option(
            help="CSV file with columns prediction, value, and, where there are, lower, upper, "
            "source, note."
        ),
    ],
    as_json: Json = False,
) -> None:
    """Compare a forecast with what was observed; one that was changed since is refused.

    Example: limen forecast score mdlsd.yaml --outcomes outcomes.csv

    Predictions without a row, or without a value, stay open: a trial that goes on can be scored
    as its outcomes come in.
    """
    from dataclasses import asdict

    from limen.rehearse.forecast import load_forecast, read_outcomes, score, score_tables

    found = load_forecast(file)
    result = score(found, read_outcomes(outcomes, found))
    if as_json:
        scored = [
            {
                "prediction": one.prediction.id,
                "known_before": one.prediction.known_before,
                "observed": asdict(one.observed),
                "inside_50": one.inside[0] if one.inside else None,
                "inside_90": one.inside[1] if one.inside else None,
                "inside_95": one.inside[2] if one.inside else None,
                "pit": one.pit,
                "crps": one.crps,
                "pinball": one.pinball,
                "brier": one.brier,
                "log_score": one.log_score,
            }
            for one in result.scored
        ]
        _json({"forecast": found.id, "hash": found.hash, "scored": scored, "open": result.open})
        return
    typer.echo(f"{found.title}\nMade on {found.made_on}; hash {found.hash} is intact.")
    _tables(score_tables(result))
    if result.open:
        typer.echo(f"\nWithout an outcome: {len(result.open)} of {len(found.predictions)}.")


def _tables(tables: tuple[Table, ...]) -> None:
    for table in tables:
        typer.echo(f"\n{table.to_text()}")


def _json(content: Any) -> None:
    typer.echo(json.dumps(content, indent=2, ensure_ascii=False))
