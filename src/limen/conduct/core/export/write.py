"""The record is exported as a dataset: one state of it, in constant memory, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from limen import __version__
from limen.conduct.core.actor import COMMAND, Actor
from limen.conduct.core.export import (
    answers,
    beliefs,
    course,
    dispatch,
    entered,
    evidence,
    people,
    safety,
    team,
)
from limen.conduct.core.export.evidence import FOLDER, Evidence
from limen.conduct.core.export.findings import findings
from limen.conduct.core.export.fits import Fits
from limen.conduct.core.export.setting import Setting, snapshot
from limen.conduct.core.trail import Head, recording
from limen.conduct.core.trail.canonical import moment
from limen.dataset.provenance import NOT_LOCKED, Provenance
from limen.dataset.storage.writer import DatasetWriter
from limen.dataset.tables import TableSpec

Rows = Callable[[Setting], Iterator[dict[str, Any]]]
Progress = Callable[[str, int, int], None]

TABLES: Mapping[str, Rows] = {
    "participants": people.participants,
    "screening": people.screening,
    "occasions": course.occasions,
    "administrations": course.administrations,
    "responses": answers.responses,
    "scores": answers.scores,
    "measurements": answers.measurements,
    "expectancies": beliefs.expectancies,
    "guesses": beliefs.guesses,
    "adverse_events": course.adverse_events,
    "concomitant_medications": entered.concomitant_medications,
    "deviations": entered.deviations,
    "intercurrent_events": lambda setting: chain(
        course.intercurrent_events(setting),
        dispatch.broken_blinds(setting),
        dispatch.changed_doses(setting),
        safety.held_doses(setting),
    ),
}
BESIDE: tuple[tuple[TableSpec, Rows], ...] = (
    (evidence.MESSAGES, evidence.messages),
    (evidence.PARTICIPATION, evidence.participation),
    (evidence.WINDOWS, evidence.windows),
    (evidence.PROTOCOLS, evidence.protocols),
    (dispatch.ASSIGNED, dispatch.assigned),
    (dispatch.MOVEMENTS, dispatch.movements),
    (dispatch.OPENINGS, dispatch.openings),
    (safety.ALERTS, safety.alerts),
    (safety.STEPS, safety.steps),
    (safety.HOLDS, safety.holds),
    (safety.DUTIES, safety.duties),
    (team.FORMS, team.forms),
    (team.QUERIES, team.queries),
    (team.RELEASES, team.releases),
    (team.CASEBOOKS, team.casebooks),
)


@dataclass(frozen=True, kw_only=True)
class Exported:
    """A dataset that was written. `tables` are rows by table, `head` the end of the trail it shows.

    `findings` say in sentences what is not in its tables, and why; the dataset holds them too.
    """

    folder: Path
    hash: str
    tables: Mapping[str, int]
    head: Head
    findings: tuple[str, ...]


def export(
    folder: Path,
    *,
    by: Actor = COMMAND,
    with_texts: bool = False,
    progress: Progress = lambda what, done, total: None,
) -> Exported:
    """Write the record as a blinded dataset into a new folder, which appears when it is complete.

    Everybody who consented and has begun is in it, under their number. Two exports of the same
    state have the same hash. `with_texts` decrypts what people wrote in their own words: such a
    dataset may name people. The server may run meanwhile; memory does not grow with the answers.
    The export is an event of the trail. Raises `DatasetError` if the folder exists and is not
    empty, or a value fits no column; then nothing is left.
    """
    with ExitStack() as reading:
        setting = reading.enter_context(snapshot(with_texts=with_texts))
        demonstration = setting.study.demonstration
        with DatasetWriter(folder, protocol=setting.protocol, simulated=demonstration) as writer:
            with Evidence(writer.staging / FOLDER) as beside:
                _fill(writer, beside, setting, progress)
                files = beside.hashes()
            told = findings(setting)
            reading.close()
            writer.describe(_provenance(setting, by, told, files))
            exported = Exported(
                folder=Path(folder),
                hash=writer.hash,
                tables=writer.counts,
                head=setting.head,
                findings=told,
            )
            _record(exported, by=by, with_texts=with_texts)
    return exported


def _fill(writer: DatasetWriter, beside: Evidence, setting: Setting, progress: Progress) -> None:
    fits, total = Fits(setting.protocol), len(TABLES) + len(BESIDE)
    for done, (name, rows) in enumerate(TABLES.items()):
        progress(name, done, total)
        table = writer.table(name)
        for row in rows(setting):
            if fits(row):
                table.add(row)
            else:
                setting.left_out["outside the protocol", name] += 1
                beside.outside(table.spec, row)
    for done, (spec, rows) in enumerate(BESIDE, start=len(TABLES)):
        progress(spec.name, done, total)
        for row in rows(setting):
            beside.add(spec, row)
    progress("done", total, total)


def _provenance(
    setting: Setting, by: Actor, told: tuple[str, ...], files: tuple[tuple[str, str], ...]
) -> Provenance:
    study = setting.study
    return Provenance(
        source=f"the record of study {study.identifier} under {study.version}, "
        f"protocol {study.version.hash}; end of its trail {setting.head}",
        made_by=f"limen {__version__}, by {by}",
        made_at=moment(setting.now),
        locked=moment(study.locked_at) if study.locked_at else NOT_LOCKED,
        findings=told,
        files=files,
    )


def _record(exported: Exported, *, by: Actor, with_texts: bool) -> None:
    """Write the event before the folder appears: no dataset is out that the trail knows not of."""
    with recording("study.exported", by=by) as record:
        record.note("dataset", exported.hash)
        record.note("tables", {name: rows for name, rows in exported.tables.items() if rows})
        record.note("shows", exported.head.number)
        record.note("with_texts", with_texts)
