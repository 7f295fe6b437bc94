"""`limen scenario`: start, check and show the document that says what might be true."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from limen.errors import Problem
    from limen.protocol import Protocol

app = typer.Typer(
    help="""What might be true of a study: effects, belief, noticing, dropout.

\b
    limen scenario new what_if.yaml
    limen scenario check what_if.yaml --protocol resilience
    limen scenario show collider

A FILE may also be the name of a scenario that comes with Limen: null, drug_only, belief_only, ...
""",
    no_args_is_help=True,
    rich_markup_mode=None,
)

File = Annotated[str, typer.Argument(metavar="FILE", help="The scenario's YAML file.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Of = Annotated[
    str | None,
    typer.Option("--protocol", help="Also check that it fits this protocol (file or name)."),
]


@app.command()
def check(file: File, protocol: Of = None, as_json: Json = False) -> None:
    """Check a scenario: everything that is wrong at once, with line, column and remedy.

    Example: limen scenario check what_if.yaml --protocol my_study.yaml

    With --protocol also what the scenario names and the study does not have. Exit code 1 if
    something is wrong.
    """
    from limen.errors import DocumentError
    from limen.simulate.scenario import load_scenario, scenario_file

    path = scenario_file(file)
    study = _protocol(protocol)
    if not path.is_file():
        load_scenario(path)  # a file that cannot be read at all is wrong usage, not a failed check
    problems: Sequence[Problem] = ()
    try:
        load_scenario(path, protocol=study)
    except DocumentError as error:
        problems = error.problems
    if as_json:
        listed = [{**asdict(one), "file": str(one.file) if one.file else None} for one in problems]
        _json({"ok": not problems, "problems": listed})
    else:
        for problem in problems:
            typer.echo(str(problem))
        count = f"{len(problems)} problem{'' if len(problems) == 1 else 's'}"
        typer.echo(count if problems else "The scenario is in order.")
    if problems:
        raise typer.Exit(1)


@app.command()
def show(
    file: Annotated[
        str | None, typer.Argument(metavar="FILE", help="Left out: list those that Limen brings.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show what a scenario supposes, and nothing that does not happen.

    Example: limen scenario show collider
    """
    from limen.protocol.canonical import canonical
    from limen.simulate.scenario import named_scenario, shipped_scenarios
    from limen.simulate.scenario.summary import summary

    if file is None:
        titles = {name: named_scenario(name).title for name in shipped_scenarios()}
        if as_json:
            _json(titles)
        else:
            typer.echo("\n".join(f"{name:<30} {title}" for name, title in titles.items()))
        return
    scenario = named_scenario(file)
    if as_json:
        _json({"hash": scenario.hash, "scenario": canonical(scenario)})
    else:
        typer.echo(summary(scenario))


@app.command()
def schema() -> None:
    """Print the JSON Schema of a scenario, for editors that complete and check YAML.

    Example: limen scenario schema > scenario.schema.json
    """
    from limen.simulate.scenario.schema import json_schema

    _json(json_schema())


@app.command()
def new(
    file: Annotated[Path, typer.Argument(help="File to write; it must not exist.")],
    example: Annotated[
        str, typer.Option("--from", help="Start from a scenario that comes with Limen.")
    ] = "both",
) -> None:
    """Write a commented scenario to start from.

    Example: limen scenario new what_if.yaml --from collider
    """
    from limen.simulate.scenario.template import write_scenario

    written = write_scenario(file, example=example)
    typer.echo(f"Wrote {written}. Next: limen scenario check {written} --protocol PROTOCOL")


def _protocol(name: str | None) -> Protocol | None:
    """The protocol of a file or a shipped name; None for none."""
    from limen.protocol import named_protocol

    return None if name is None else named_protocol(name)


def _json(content: Any) -> None:
    typer.echo(json.dumps(content, indent=2, ensure_ascii=False))
