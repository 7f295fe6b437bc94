"""`limen protocol`: check, show, compare and start the document that says what a study does."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from limen.counted import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from limen.errors import Problem
    from limen.protocol.diff import Amendment

app = typer.Typer(
    help="""The document that says what a study does.

    limen protocol new my_study.yaml
    limen protocol check my_study.yaml
    limen protocol show self_blinding

A FILE may also be the name of an example that comes with Limen: self_blinding, resilience, ...
""",
    no_args_is_help=True,
    rich_markup_mode=None,
)

File = Annotated[str, typer.Argument(metavar="FILE", help="The protocol's YAML file.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


@app.command()
def check(
    file: File,
    to_open: Annotated[
        bool, typer.Option("--open", help='Also answer "no" while something keeps it closed.')
    ] = False,
    as_json: Json = False,
) -> None:
    """Check a protocol: everything that is wrong at once, with line, column and remedy.

    Example: limen protocol check my_study.yaml

    Exit code 1 if something is wrong. What keeps a planned study from opening (unknowns, missing
    sections) is listed too, and decides the exit code only with --open.
    """
    from limen.errors import ProtocolError
    from limen.protocol import protocol_file
    from limen.protocol.load import load_document
    from limen.protocol.reading.text import read_text

    path = protocol_file(file)
    read_text(path)  # a file that cannot be read at all is wrong usage, not a failed check
    try:
        document = load_document(path)
    except ProtocolError as error:
        _report(error.problems, (), as_json)
        raise typer.Exit(1) from None
    problems = [document.located(problem) for problem in _days(document.protocol)]
    closed = [document.located(problem) for problem in document.protocol.open_problems()]
    if document.protocol.status == "historical":
        closed = []
    _report(problems, closed, as_json)
    if problems or (to_open and (closed or document.protocol.status == "historical")):
        raise typer.Exit(1)


@app.command()
def show(file: File, as_json: Json = False) -> None:
    """Show what a study does: people, course, arms, outcomes, guesses, estimands, analyses.

    Example: limen protocol show self_blinding
    """
    from limen.protocol import named_protocol
    from limen.protocol.canonical import canonical
    from limen.protocol.summary import summary

    protocol = named_protocol(file)
    if as_json:
        _json({"hash": protocol.hash, "protocol": canonical(protocol)})
    else:
        typer.echo(summary(protocol))


@app.command()
def schema() -> None:
    """Print the JSON Schema of a protocol, for editors that complete and check YAML.

    Example: limen protocol schema > protocol.schema.json
    """
    from limen.protocol.schema import json_schema

    _json(json_schema())


@app.command("hash")
def print_hash(file: File, as_json: Json = False) -> None:
    """Print the SHA-256 of what a protocol means; comments and the order of keys do not count.

    Example: limen protocol hash my_study.yaml
    """
    from limen.protocol import named_protocol

    protocol = named_protocol(file)
    if as_json:
        _json({"id": protocol.id, "version": str(protocol.version), "hash": protocol.hash})
    else:
        typer.echo(protocol.hash)


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="The earlier version.")],
    new: Annotated[str, typer.Argument(help="The later version.")],
    as_json: Json = False,
) -> None:
    """Say in words what an amendment changes, and whether participants consent again.

    Example: limen protocol diff version_1.yaml version_2.yaml
    """
    from limen.protocol import named_protocol
    from limen.protocol.diff import diff as compare

    amendment = compare(named_protocol(old), named_protocol(new))
    if as_json:
        _json({**asdict(amendment), "reconsent": amendment.reconsent})
    else:
        typer.echo(_as_text(amendment))


@app.command()
def new(
    file: Annotated[Path, typer.Argument(help="File to write; it must not exist.")],
    example: Annotated[
        str | None, typer.Option("--from", help="Start from an example that comes with Limen.")
    ] = None,
) -> None:
    """Write a commented protocol to start from.

    Example: limen protocol new my_study.yaml --from resilience
    """
    from limen.protocol.template import write_starting

    written = write_starting(file, example=example)
    typer.echo(f"Wrote {written}. Next: limen protocol check {written}")


def _days(protocol: Any) -> Sequence[Problem]:
    """Return what is wrong once the days are laid out."""
    from limen import calendar

    return tuple(calendar.problems(protocol))


def _report(problems: Sequence[Problem], closed: Sequence[Problem], as_json: bool) -> None:
    if as_json:
        listed = {"problems": problems, "keeps_it_closed": closed}
        _json({"ok": not problems, **{k: [_plain(p) for p in v] for k, v in listed.items()}})
        return
    for problem in problems:
        typer.echo(str(problem))
    typer.echo(counted(len(problems), "problem") if problems else "The protocol is in order.")
    if closed:
        typer.echo(f"\nThe study cannot open yet ({counted(len(closed), 'reason')}):")
    for problem in closed:
        typer.echo(f"  {problem}")


def _plain(problem: Problem) -> dict[str, Any]:
    return {**asdict(problem), "file": str(problem.file) if problem.file else None}


def _as_text(amendment: Amendment) -> str:
    from limen.protocol.diff import RECONSENT

    if not amendment.changes:
        return "Nothing changes: both have the same hash."
    words = {"never": "", "ask": "  [consent again? ask]", "always": "  [consent again]"}
    lines = [
        f"{change.path}: {change.text}{words[change.reconsent]}" for change in amendment.changes
    ]
    count = counted(len(lines), "change")
    return "\n".join([f"{count}.", *lines, "", f"In sum: {RECONSENT[amendment.reconsent]}."])


def _json(content: Any) -> None:
    typer.echo(json.dumps(content, indent=2, ensure_ascii=False))
