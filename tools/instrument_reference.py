"""Write docs/reference/instruments.md from the catalogue of instruments.

Run `python -m tools.instrument_reference`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from limen.counted import counted
from limen.instruments import LICENCES, Instrument, Item, Subscale, catalogue
from limen.instruments.published import Published

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "instruments.md"
INTRODUCTION = """\
# Instruments

Generated from the catalogue (`python -m tools.instrument_reference`).

The questionnaires, scales and tasks that Limen knows: structure, ranges, scoring, licence, source.
**No words**: instructions, items and response labels of a published instrument are not here,
whatever its licence; a study brings them. Without them, simulation, scoring and analysis work,
since they need numbers only. Limen's own instruments (licence O) carry their own words, CC0.

```python
from limen import instruments

panas = instruments.get("panas")
panas.subscale("balance").high  # 40
panas.score({str(n): 3 for n in range(1, 21)})  # {'positive': 30, 'negative': 30, 'balance': 0}
```

`limen instruments list` and `limen instruments show panas` print the same.

- **Scoring** is *verified* (filled-in sheets of an independent source are scored in the tests, or
  it is a plain sum or single rating of answers that the tests score by hand), *unverified* (the
  key is common knowledge, or no sheet was compared), or *none* (only published scores can be
  used; the note says what is missing). A planned study that uses an unverified score cannot open
  until it [says who has confirmed it](#confirming-a-score).
- **Missing answers**: a score with a missing answer is missing. Where a source allows something
  else, its rule says so; where it allows that a missing answer is filled in,
  `score(missing="prorate")` does it, for a study that said so in advance.
- **An item that is not asked** is not missing: its state is `skipped` or `not_applicable`, as its
  skip rule says (`Instrument.unasked`). Answers that contradict each other are refused at an
  item.
- **Reliable change** is 1.96 · SD · √(2 (1 − r)) points (Jacobson and Truax 1991), from placebo
  participants of the self-blinding study. *Published* are figures of others; those marked * are
  common knowledge that nobody has read in its source for us: confirm before use.
- A study may define instruments of its own in its protocol, under `instruments`.

## Confirming a score

```yaml
scoring:
  - instrument: stai_t
    confirmed: Ada Meyer, 3 May 2026, key of the manual, Mind Garden 1983, page 12
```

Who has read the key in its source, when, and in which edition. The protocol's hash covers it.
"""
KINDS = {
    "internal_consistency": "internal consistency",
    "retest": "retest",
    "reliable_change": "reliable change",
    "important_change": "important change",
}


def render() -> str:
    """The whole page."""
    known = catalogue().values()
    counts = Counter(instrument.scoring_status for instrument in known)
    lines = [INTRODUCTION, "## Licences", "", "| Class | Meaning | Instruments |"]
    lines += ["| --- | --- | --- |"]
    for letter, meaning in LICENCES.items():
        number = sum(instrument.licence == letter for instrument in known)
        lines.append(f"| {letter} | {meaning} | {number} |")
    listed = ", ".join(f"{counts[status]} {status}" for status in ("verified", "unverified"))
    lines += ["", "## Catalogue", ""]
    lines.append(f"{len(known)} instruments. Scoring: {listed}, {counts['none']} without.")
    for instrument in known:
        lines += ["", *_section(instrument)]
    return "\n".join(lines) + "\n"


def _section(instrument: Instrument) -> Iterator[str]:
    yield f"### `{instrument.id}`"
    yield ""
    items = counted(len(instrument.items), "item") if instrument.items else "scores only"
    yield (
        f"{instrument.title}. {instrument.kind.replace('_', ' ').capitalize()}; "
        f"{instrument.construct}; recall: {instrument.recall}; {items}; "
        f"scoring: {instrument.scoring_status}."
    )
    yield from ("", "| Subscale | Title | Range | Better | Reliable change |")
    yield "| --- | --- | --- | --- | --- |"
    yield from map(_row, instrument.subscales)
    yield ""
    for line in _facts(instrument):
        yield line
        yield ""
    note = f" {instrument.note}" if instrument.note else ""
    licence = f"Licence {instrument.licence}: {instrument.licence_note}."
    yield f"{licence} Source: {instrument.source}.{note}"
    yield from _words(instrument)


def _row(part: Subscale) -> str:
    ends = ["…" if end is None else f"{end:g}" for end in (part.low, part.high)]
    found = part.reliability
    change = "–"
    if found is not None:
        about = f"{found.kind} {found.coefficient:g}, {found.interval}"
        change = f"{found.reliable_change:.2f} ({about})"
    return f"| `{part.id}` | {part.title} | {ends[0]} to {ends[1]} | {part.better} | {change} |"


def _facts(instrument: Instrument) -> Iterator[str]:
    if instrument.derived:
        yield f"Also: {', '.join(f'`{name}`' for name in instrument.derived)}."
    if instrument.context:
        yield f"Needs beside the answers: {', '.join(instrument.context)}."
    if instrument.codes:
        codes = [f"{name} {code}" for name, code in instrument.codes.items()]
        yield f"LOINC: {', '.join(codes)}."
    figures = {
        _figure(figure, part.title if len(instrument.subscales) > 1 else "")
        for part in instrument.subscales
        for figure in part.published
    }
    if figures:
        yield f"Published: {'; '.join(sorted(figures))}."


def _figure(figure: Published, title: str) -> str:
    number = (
        f"{figure.low:g}" if figure.low == figure.high else f"{figure.low:g} to {figure.high:g}"
    )
    about = f" ({figure.about})" if figure.about else ""
    of = f" of {title[0].lower()}{title[1:]}" if title else ""
    return f"{KINDS[figure.kind]}{of} {number}{about}{'' if figure.checked else ' *'}"


def _words(instrument: Instrument) -> Iterator[str]:
    english = instrument.words.get("en")
    if english is None:
        return
    yield from ("", f"**{english.title}.** {english.instruction}", "")
    yield from ("| Item | Words | Answer |", "| --- | --- | --- |")
    before = ""
    for item in instrument.items:
        hint = f" *{english.hints[item.id]}*" if item.id in english.hints else ""
        labels = english.labels.get(item.id, {})
        said = "; ".join(f"{value}: {label}" for value, label in labels.items()) or _answer(item)
        shown = "the same" if said == before and len(said) > 20 else said
        yield f"| `{item.id}` | {english.items[item.id]}{hint} | {shown} |"
        before = said


def _answer(item: Item) -> str:
    if item.kind == "number":
        return f"{item.low:g} to {item.high:g} {item.unit}".strip()
    return {"moment": "date and time", "clock": "time of day", "text": "text"}[item.kind]


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
