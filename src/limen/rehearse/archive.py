"""A rehearsal as plain data: complete, and readable by any other program."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from math import isfinite
from typing import Any

from limen.rehearse.cell import Cell
from limen.rehearse.rehearsed import Rehearsal, Rehearsed


def to_json(rehearsal: Rehearsal) -> dict[str, Any]:
    """What came out, as JSON knows it; numbers that are not finite are null."""
    return {
        "seed": rehearsal.seed,
        "replicates": rehearsal.replicates,
        "facts": dict(rehearsal.facts),
        "cells": [_cell(one) for one in rehearsal.cells],
    }


def _cell(one: Rehearsed) -> dict[str, Any]:
    return {
        **_about(one.cell),
        "replicates": one.replicates,
        "seconds": round(one.seconds, 3),
        "truths": [
            {"target": _plain(target), **_plain(truth)} for target, truth in one.truths.items()
        ],
        "performance": _plain(one.performance),
        "tables": [
            {
                "key": table.key,
                "caption": table.caption,
                "columns": [column.key for column in table.columns],
                "rows": _plain(table.rows),
                "notes": list(table.notes),
            }
            for table in one.tables
        ],
        "refused": _plain(one.refused),
    }


def _about(cell: Cell) -> dict[str, Any]:
    protocol, scenario = cell.protocol, cell.scenario
    return {
        "protocol": {"id": protocol.id, "version": protocol.version, "hash": protocol.hash},
        "scenario": {"id": scenario.id, "title": scenario.title, "hash": scenario.hash},
        "participants": cell.study.people,
        "varied": dict(cell.varied),
    }


def _plain(value: Any) -> Any:
    """Dataclasses become objects, tuples lists, numbers that are not finite null."""
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if dataclasses.is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    return value
