"""The one shape out of mapped rows, with all problems at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from limen.dataset.adapters.csv_map.document import ScoreOf
from limen.dataset.adapters.csv_map.table_file import MappedFile
from limen.dataset.check.promises import Promises
from limen.dataset.nearest import nearest
from limen.dataset.storage.rows import RowMaker
from limen.dataset.tables import ALLOCATIONS, TableSpec, tables_of
from limen.dataset.vocabulary import parts
from limen.errors import DatasetError

Row = dict[str, object]


@dataclass(eq=False)
class Collected:
    """Rows of every table so far, and the place where each key was first seen."""

    promises: Promises
    tables: dict[str, list[Row]] = field(default_factory=dict)
    _specs: dict[str, TableSpec] = field(init=False)
    _seen: dict[tuple[str, ...], tuple[tuple[str, ...], str]] = field(default_factory=dict)
    _people: dict[str, Row] = field(default_factory=dict)
    _makers: dict[str, RowMaker] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._specs = {**tables_of(self.promises.protocol), "allocations": ALLOCATIONS}

    def take(self, file: MappedFile) -> None:
        """Collect everything that a file holds."""
        for line, row in file.records():
            person = file.text(row, file.map.participant, line)
            if not person:
                file.report(line, file.map.participant.column, "no participant.", "Name one.")
                continue
            self._take_person(file, line, row, person)
            self._take_allocation(file, line, row, person)
            occasion = file.text(row, file.map.occasion, line)
            if occasion:
                self._take_occasion(file, line, row, person, occasion)

    def all_tables(self) -> dict[str, list[Row]]:
        """The tables of a dataset, without its allocations."""
        tables = {name: rows for name, rows in self.tables.items() if name != "allocations"}
        return {"participants": list(self._people.values()), **tables}

    def _take_person(self, file: MappedFile, line: int, row: Sequence[str], person: str) -> None:
        known = self._people.setdefault(person, {"participant": person, **_by(file)})
        for name, cell in file.map.about.items():
            text = file.text(row, cell, line)
            if not text:
                continue
            before = known.get(name)
            if before is None:
                self._checked("participants", {**known, name: text}, file, line, cell.column)
                known[name] = text
            elif before != text:
                message = f"participant {person!r} has {name} {before!r} before and {text!r} here."
                file.report(line, cell.column, message, "Correct one of them.")

    def _take_allocation(
        self, file: MappedFile, line: int, row: Sequence[str], person: str
    ) -> None:
        map = file.map
        arm = file.text(row, map.arm, line)
        self._known(file, line, map.arm.column if map.arm else None, arm, "arm")
        base: Row = {"participant": person, "arm": arm, **_by(file)}
        if map.given is None:
            if arm:
                self._add("allocations", base, file, line, repeated=True)
            return
        given = file.text(row, map.given.intervention, line)
        self._known(file, line, map.given.intervention.column, given, "intervention")
        if given:
            period = file.text(row, map.given.period, line)
            kit = file.text(row, map.given.kit, line)
            full = {**base, "period": period, "kit": kit, "intervention": given}
            self._add("allocations", full, file, line, repeated=True)

    def _take_occasion(
        self, file: MappedFile, line: int, row: Sequence[str], person: str, occasion: str
    ) -> None:
        column = file.map.occasion.column if file.map.occasion else None
        if not self.promises.is_occasion(occasion):
            remedy = nearest(occasion, self.promises.occasions)
            file.report(line, column, f"the protocol has no occasion {occasion!r}.", remedy)
            return
        place: Row = {"participant": person, "occasion": occasion, **_by(file)}
        definition, _, number = occasion.partition(".")
        about = {"definition": definition, "number": number or 1, "state": "submitted"}
        self._add("occasions", {**place, **about}, file, line, repeated=True)
        self._take_scores(file, line, row, place)
        for guess in file.map.guesses:
            answer = file.text(row, guess.answer, line)
            if answer:
                said: Row = {
                    "guess": guess.id,
                    "answer": answer,
                    "confidence_percent": file.text(row, guess.confidence_percent, line),
                    "reason": file.text(row, guess.reason, line),
                }
                self._add(
                    "guesses",
                    {**place, **said},
                    file,
                    line,
                    guess.answer.column,
                    repeated=file.map.long is not None,
                )
        for each in file.map.expectancies:
            text = file.text(row, each.expectation, line)
            if text:
                what: Row = {"name": each.name, "intervention": each.intervention}
                self._add(
                    "expectancies",
                    {**place, **what, "expectation": text},
                    file,
                    line,
                    each.expectation.column,
                    repeated=True,
                )
        for measured in file.map.measurements:
            text = file.text(row, measured.value, line)
            if text:
                number_row: Row = {"measurement": measured.id, "value": text, "unit": measured.unit}
                self._add(
                    "measurements",
                    {**place, **number_row},
                    file,
                    line,
                    measured.value.column,
                    repeated=True,
                )

    def _take_scores(self, file: MappedFile, line: int, row: Sequence[str], place: Row) -> None:
        for score in file.map.scores:
            self._add_score(
                file, line, place, score, file.text(row, score.column, line), score.column
            )
        long = file.map.long
        if long is None:
            return
        name = file.text(row, long.name, line)
        if name in long.ignore or not name:
            return
        if name not in long.scores:
            remedy = nearest(name, long.scores) + " Add it to `scores` or to `ignore` in the map."
            file.report(line, long.name, f"{name!r} has no meaning in the map.", remedy.strip())
            return
        value = file.text(row, long.value, line)
        self._add_score(file, line, place, long.scores[name], value, long.value)

    def _add_score(
        self, file: MappedFile, line: int, place: Row, score: ScoreOf, value: str, column: str
    ) -> None:
        if value:
            what = {"instrument": score.instrument, "subscale": score.subscale, "score": value}
            full = {**place, **what, "scoring_version": "published"}
            self._add("scores", full, file, line, column)

    def _add(
        self,
        table: str,
        row: Row,
        file: MappedFile,
        line: int,
        column: str | None = None,
        *,
        repeated: bool = False,
    ) -> None:
        """Add a row; the same one again is passed over if `repeated`, and reported if not."""
        cells = self._checked(table, row, file, line, column)
        if cells is None:
            return
        key = (table, *(str(row.get(name, "")) for name in self._specs[table].key))
        said = tuple(
            cell
            for name, cell in zip(self._specs[table].names, cells, strict=True)
            if name != "source"
        )
        place = f"line {line} of {file.path.name}"
        if key not in self._seen:
            self._seen[key] = (said, place)
            self.tables.setdefault(table, []).append(row)
            return
        before, first = self._seen[key]
        if not repeated or before != said:
            what = "repeats" if before == said else "contradicts"
            named = ", ".join(part for part in key[1:] if part)
            file.report(line, column, f"{what} {first} ({table}: {named}).", "Keep one.")

    def _checked(
        self, table: str, row: Mapping[str, object], file: MappedFile, line: int, column: str | None
    ) -> tuple[str, ...] | None:
        maker = self._makers.setdefault(table, RowMaker(self._specs[table]))
        try:
            return maker.row(row, number=line)
        except DatasetError as error:
            for problem in error.problems:
                name = problem.path.rpartition(".")[2]
                file.report(line, column, f"{name}: {problem.message}", problem.remedy)
            return None

    def _known(self, file: MappedFile, line: int, column: str | None, text: str, what: str) -> None:
        protocol = self.promises.protocol
        listed = protocol.arms if what == "arm" else protocol.interventions
        names = [part.id for part in parts(listed)]
        if text and text not in names:
            message = f"the protocol has no {what} {text!r}."
            file.report(line, column, message, nearest(text, names))


def _by(file: MappedFile) -> Row:
    return {"respondent": "participant", "source": file.path.name}
