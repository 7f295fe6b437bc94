"""Participant flow: how many people are in the dataset, and how many answered at each occasion."""

from __future__ import annotations

import numpy as np

from limen.analyse.describe.columns import groups
from limen.analyse.reading import Reader
from limen.results import Bools, Cell, Column, Picture, Table


def participant_flow(reader: Reader) -> Table:
    """People by arm: in the dataset, with at least one score at each kind of occasion, withdrawn.

    A single occasion counts people; a repeated one counts who answered at least once, and who
    answered every time.
    """
    members = groups(reader)
    rows: list[tuple[Cell, ...]] = []
    for stage, present in _stages(reader):
        rows.extend((stage, name, int((present & who).sum())) for name, who in members.items())
    return Table(
        key="flow",
        caption="Participants at each stage, by arm",
        columns=(
            Column(key="stage", title="Stage", kind="text"),
            Column(key="group", title="Arm", kind="text"),
            Column(key="participants", title="Participants", kind="count"),
        ),
        rows=tuple(rows),
        picture=Picture(shape="flow", label="stage", y="participants", group="group"),
    )


def _stages(reader: Reader) -> list[tuple[str, Bools]]:
    people = reader.dataset.participants
    answered: dict[str, set[str]] = {}
    for row in reader.dataset.rows("scores"):
        answered.setdefault(row["occasion"], set()).add(row["participant"])
    stages = [("In the dataset", np.ones(len(people), dtype=bool))]
    for definition in reader.protocol.occasions:
        ids = reader.protocol.occasion_ids(definition.id)
        each = [np.array([p in answered.get(name, ()) for p in people]) for name in ids]
        title = definition.title or definition.id
        if not any(present.any() for present in each):
            continue
        stages.append((f"{title}: answered", np.logical_or.reduce(each)))
        if len(ids) > 1:
            stages.append((f"{title}: all {len(ids)} times", np.logical_and.reduce(each)))
    return [*stages, *_ends(reader)]


def _ends(reader: Reader) -> list[tuple[str, Bools]]:
    status = {row["participant"]: row["status"] for row in reader.dataset.rows("participants")}
    people = reader.dataset.participants
    titles = {
        "discontinued": "Stopped the intervention, stayed in the study",
        "withdrawn": "Withdrew",
        "lost_to_follow_up": "Lost to follow-up",
    }
    ends = [(title, np.array([status[p] == key for p in people])) for key, title in titles.items()]
    return [(title, present) for title, present in ends if present.any()]
