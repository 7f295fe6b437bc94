"""Guesses of everybody together, which a blinded report may show."""

from __future__ import annotations

from collections import Counter

from limen.analyse.reading import Reader
from limen.protocol import listed
from limen.results import Cell, Column, Picture, Table


def pooled_guesses(reader: Reader) -> Table | None:
    """Shares of answers to each treatment guess at each occasion, all arms together.

    None if nobody was asked. Nothing here compares arms.
    """
    counts: dict[tuple[str, str], Counter[str]] = {}
    for row in reader.dataset.rows("guesses"):
        counts.setdefault((row["guess"], row["occasion"]), Counter())[row["answer"]] += 1
    rows: list[tuple[Cell, ...]] = []
    for planned in listed(reader.protocol.guesses):
        options = (*planned.options, *(["dont_know"] if planned.dont_know is True else []))
        for occasion in reader.protocol.occasion_ids(*planned.occasions):
            found = counts.get((planned.id, occasion))
            if found is None:
                continue
            total = found.total()
            rows.extend(
                (planned.title, occasion, answer, found[answer], found[answer] / total)
                for answer in options
            )
    if not rows:
        return None
    return Table(
        key="pooled_guesses",
        caption="Treatment guesses of all participants together",
        columns=(
            Column(key="guess", title="Guess", kind="text"),
            Column(key="occasion", title="Occasion", kind="text"),
            Column(key="answer", title="Answer", kind="text"),
            Column(key="count", title="Answers", kind="count"),
            Column(key="share", title="Share", kind="percent"),
        ),
        rows=tuple(rows),
        picture=Picture(shape="bars", label="occasion", y="share", group="answer"),
    )
