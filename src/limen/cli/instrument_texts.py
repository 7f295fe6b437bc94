"""`limen instruments add | texts | export`: the words that a study brings to an instrument."""

from __future__ import annotations

import getpass
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from limen.counted import counted

if TYPE_CHECKING:
    from limen.instruments.texts import Proposal, StoredText, Terms

Into = Annotated[Path, typer.Option("--into", help="The study's folder of words.")]


def add(
    id: Annotated[str, typer.Argument(metavar="ID", help="Id of an instrument, e.g. phq9.")],
    source_file: Annotated[
        Path, typer.Option("--from", metavar="FILE", help="The file or folder with the words.")
    ],
    into: Into = Path("instruments"),
    language: Annotated[
        str | None, typer.Option(metavar="CODE", help="Language, if the file has several or none.")
    ] = None,
    leave_out: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A question that the study does not ask; repeatable."),
    ] = None,
    form: Annotated[
        str | None, typer.Option(metavar="NAME", help="The form of a REDCap dictionary.")
    ] = None,
    source: Annotated[str, typer.Option(metavar="TEXT", help="Where the words come from.")] = "",
    citation: Annotated[str, typer.Option(metavar="TEXT", help="Citation of the article.")] = "",
    licence: Annotated[
        str, typer.Option(metavar="TEXT", help="Licence line, or reference of a licence.")
    ] = "",
    terms: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A text file with the owner's terms.")
    ] = None,
    permission: Annotated[
        str, typer.Option(metavar="TEXT", help="Reference of a permission or registration.")
    ] = "",
    non_commercial: Annotated[
        bool, typer.Option("--non-commercial", help="Declare that the use is not commercial.")
    ] = False,
    translator: Annotated[str, typer.Option(metavar="TEXT", help="Who translated it.")] = "",
    status: Annotated[
        str | None, typer.Option(metavar="STATUS", help="official, draft or study [draft].")
    ] = None,
    by: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who imports [the account's name].")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace words that are there already.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Add the words of an instrument to the study's folder, from a file of the study.

    Example: limen instruments add phq9 --from phq9.csv --language en --source phqscreeners.com

    FILE is Limen's own text file (YAML), a REDCap data dictionary (CSV), a FHIR Questionnaire
    (JSON) or the folder of a ReproSchema activity. Nothing in it is run or fetched. Every slot is
    shown beside its words before anything is written; what is wrong is listed, and then nothing is.
    What must be stated (source, terms, permission) depends on the licence: limen instruments show.
    """
    from datetime import UTC, datetime

    from limen.instruments import get
    from limen.instruments.texts import Terms, prepare, write
    from limen.instruments.texts.record import recorded, stated_terms
    from limen.instruments.texts.store import free_place

    proposal = prepare(
        get(id), source_file, language=language, leave_out=leave_out or (), form=form
    )
    given = Terms(
        source=source,
        citation=citation,
        licence=licence,
        owners_terms=_owners_terms(terms),
        permission=permission,
        non_commercial=non_commercial,
        translator=translator,
    )
    stated = stated_terms(proposal.stated, given, status=status)
    name = _account() if by is None else by
    stored = recorded(proposal, stated, by=name, when=datetime.now(UTC))
    free_place(into, proposal.text, replacing=replace)
    typer.echo(_shown(proposal, stated))
    if not yes and not _confirmed():
        typer.echo("Nothing was written.")
        raise typer.Exit(1)
    file = write(stored, into, replacing=replace)
    typer.echo(f"Wrote {file}.\nText {stored.record.text_sha256}, status {stored.record.status}.")


def texts(
    folder: Annotated[Path, typer.Argument(help="The study's folder of words.")] = Path(
        "instruments"
    ),
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """List the words that a study's folder holds, and check each against its record.

    Example: limen instruments texts instruments

    Exit code 1 if words cannot be used: edited although their terms forbid it, or imported for
    another structure.
    """
    from limen.instruments.texts import stored_texts

    rows = [_checked(file) for file in stored_texts(folder)]
    if as_json:
        typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        for row in rows:
            typer.echo(_line(row))
        typer.echo(f"{counted(len(rows), 'text')} in {folder}.")
    if any(row["problems"] for row in rows):
        raise typer.Exit(1)


def export(
    id: Annotated[str, typer.Argument(metavar="ID", help="Id of an instrument, e.g. phq9.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The file to write.")],
    text: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A stored text, whose words are written.")
    ] = None,
) -> None:
    """Write an instrument as a REDCap data dictionary: its slots, and its words if named.

    Example: limen instruments export phq9 --out phq9.csv --text instruments/phq9.en.json
    """
    from limen.instruments import get
    from limen.instruments.texts import load, verify
    from limen.instruments.texts.export import to_redcap
    from limen.instruments.texts.store import write_new

    instrument = get(id)
    words = None
    if text is not None:
        stored = load(text)
        verify(stored, instrument, text)
        words = stored.text
    write_new(out, to_redcap(instrument, words))
    typer.echo(f"Wrote {out}.")


def _owners_terms(file: Path | None) -> str:
    from limen.instruments.texts.files.source import read_document

    return "" if file is None else read_document(file).text.strip()


def _confirmed() -> bool:
    """Ask; where nobody can answer, the answer is no."""
    try:
        return typer.confirm("Do these words stand where they belong?")
    except typer.Abort:
        return False


def _account() -> str:
    """The name of the account, or nothing if it has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def _shown(proposal: Proposal, terms: Terms) -> str:
    instrument, words = proposal.instrument, proposal.text
    lines = [
        f"{instrument.title}  [{instrument.id}, version {instrument.version}] in {words.language}",
        f"from {proposal.file.name}: {proposal.kind}; status {terms.status}",
        "",
        *([f"instructions  {words.instructions}", ""] if words.instructions else []),
    ]
    for id, match in proposal.matches.items():
        item = words.items[id]
        lines += [f"      {item.before}"] if item.before else []
        lines.append(f"{instrument.id}.{id}  {item.stem}   (by {match.by}: {match.question.name})")
        lines += [f"      ({item.hint})"] if item.hint else []
        lines += [f"      {answer}  {label}" for answer, label in item.labels.items()]
    return "\n".join([*lines, "", *map(str, proposal.findings)])


def _checked(file: Path) -> dict[str, Any]:
    from limen.errors import InstrumentError
    from limen.instruments import get
    from limen.instruments.texts import load, verify

    row: dict[str, Any] = {"file": file.name, "problems": [], "findings": []}
    try:
        stored = load(file)
        row |= _facts(stored)
        row["findings"] = verify(stored, get(stored.text.instrument), file)
    except InstrumentError as error:
        row["problems"] = [str(problem) for problem in error.problems]
    return row


def _facts(stored: StoredText) -> dict[str, Any]:
    record = stored.record
    return {
        "instrument": stored.text.instrument,
        "language": stored.text.language,
        "status": record.status,
        "licence": record.licence_class,
        "modifiable": record.modifiable,
        "structure_version": record.structure_version,
        "sha256": stored.text.sha256,
        "imported_by": record.imported_by,
        "imported_at": record.imported_at,
    }


def _line(row: dict[str, Any]) -> str:
    known = "instrument" in row
    head = (
        f"{row['instrument']:<18} {row['language']:<6} {row['status']:<9} {row['licence']}  "
        f"{row['sha256'][:12]}  {row['imported_at']} {row['imported_by']}"
        if known
        else row["file"]
    )
    return "\n".join([head, *(f"  {each}" for each in (*row["problems"], *row["findings"]))])
