"""`limen instruments`: what Limen knows of questionnaires and tasks, and the words brought."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Annotated, Any

import typer

from limen.cli import instrument_texts
from limen.counted import counted

if TYPE_CHECKING:
    from limen.instruments import Instrument, Item, Subscale

app = typer.Typer(
    help="""Questionnaires, scales and tasks: structure, ranges, scoring, licence; no words.

    limen instruments list
    limen instruments show panas
    limen instruments add phq9 --from FILE    bring the words that a study may use
""",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


@app.command("list")
def list_instruments(as_json: Json = False) -> None:
    """List the built-in instruments.

    Example: limen instruments list
    """
    from limen.instruments import catalogue

    known = catalogue().values()
    if as_json:
        typer.echo(json.dumps([described(instrument) for instrument in known], indent=2))
        return
    for instrument in known:
        typer.echo(f"{instrument.id:<21} {instrument.licence}  {instrument.title}")
    typer.echo("\nDetails: limen instruments show ID")


@app.command()
def show(
    id: Annotated[str, typer.Argument(help="Id of an instrument, e.g. panas.")],
    as_json: Json = False,
) -> None:
    """Show an instrument: subscales, ranges, scoring in words, reliability, licence, source.

    Example: limen instruments show qids_sr16
    """
    from limen.instruments import get

    instrument = get(id)
    if as_json:
        typer.echo(json.dumps(described(instrument), indent=2))
    else:
        typer.echo(_as_text(instrument))


app.command("add")(instrument_texts.add)
app.command("texts")(instrument_texts.texts)
app.command("export")(instrument_texts.export)


def described(instrument: Instrument) -> dict[str, Any]:
    """Return an instrument as plain data."""
    return {
        "id": instrument.id,
        "title": instrument.title,
        "kind": instrument.kind,
        "construct": instrument.construct,
        "recall": instrument.recall,
        "version": instrument.version,
        "items": [_item(item) for item in instrument.items],
        "subscales": [_subscale(subscale) for subscale in instrument.subscales],
        "derived": dict(instrument.derived),
        "scoring_status": instrument.scoring_status,
        "licence": instrument.licence,
        "licence_note": instrument.licence_note,
        "source": instrument.source,
        "codes": dict(instrument.codes),
        "words": list(instrument.words),
        "note": instrument.note,
    }


def _item(item: Item) -> dict[str, Any]:
    """The id, the range or the choices of an item, and what else is not as it mostly is."""
    always = ("id", "kind", "low", "high", "continuous")
    more = {
        field.name: getattr(item, field.name)
        for field in fields(item)
        if field.name not in always and getattr(item, field.name) != field.default
    }
    return {name: getattr(item, name) for name in always} | more


def _subscale(subscale: Subscale) -> dict[str, Any]:
    reliability = subscale.reliability
    return {
        "id": subscale.id,
        "title": subscale.title,
        "low": subscale.low,
        "high": subscale.high,
        "step": subscale.step,
        "unit": subscale.unit,
        "better": subscale.better,
        "scoring": subscale.scoring,
        "prorated": subscale.prorated,
        "published": [asdict(figure) for figure in subscale.published],
        "reliability": None
        if reliability is None
        else {
            "kind": reliability.kind,
            "coefficient": reliability.coefficient,
            "sd": reliability.sd,
            "interval": reliability.interval,
            "reliable_change": round(reliability.reliable_change, 3),
            "printed_change": reliability.printed_change,
            "source": reliability.source,
        },
    }


def _as_text(instrument: Instrument) -> str:
    from limen.instruments import LICENCES

    items = counted(len(instrument.items), "item") if instrument.items else "scores only"
    lines = [
        f"{instrument.title}  [{instrument.id}, version {instrument.version}]",
        f"{instrument.kind.replace('_', ' ')}; {instrument.construct}; recall: "
        f"{instrument.recall}; {items}; scoring: {instrument.scoring_status}",
        "",
    ]
    lines += [line for subscale in instrument.subscales for line in _subscale_lines(subscale)]
    if instrument.derived:
        lines.append(f"also: {', '.join(instrument.derived)}")
    lines += [
        f"licence {instrument.licence} ({LICENCES[instrument.licence]}): {instrument.licence_note}",
        f"source: {instrument.source}",
        *_words_line(instrument),
    ]
    return "\n".join([*lines, f"note: {instrument.note}"] if instrument.note else lines)


def _words_line(instrument: Instrument) -> list[str]:
    from limen.instruments.texts.terms import asked_of

    if instrument.words:
        return [f"words: Limen's own, in {', '.join(instrument.words)}"]
    if not instrument.items:
        return []
    return [f"words: the study adds them, and states {asked_of(instrument)}"]


def _subscale_lines(subscale: Subscale) -> list[str]:
    ends = ["…" if end is None else f"{end:g}" for end in (subscale.low, subscale.high)]
    direction = (
        "neither end is better" if subscale.better == "neither" else f"{subscale.better} is better"
    )
    lines = [
        f"{subscale.id}: {subscale.title}, {ends[0]} to {ends[1]} {subscale.unit}, {direction}"
    ]
    if subscale.rule is not None:
        lines.append(f"  score: {subscale.rule.in_words()}")
    found = subscale.reliability
    if found is not None:
        lines.append(
            f"  {found.kind} {found.coefficient:g} over {found.interval}, SD {found.sd:g}: "
            f"reliable change {found.reliable_change:.1f}"
        )
    return lines
