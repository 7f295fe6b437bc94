"""The tables are what the reference page says, to the last column."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from limen.dataset import ALLOCATIONS, TABLES, TableSpec
from limen.dataset.storage.cells import writer_of
from limen.dataset.tables import KINDS, tables_of
from limen.protocol import Protocol, load_protocol, shipped

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "dataset.md"
ALL = [*TABLES.values(), ALLOCATIONS]
every_table = pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)


def test_the_tables_are_the_agreed_ones() -> None:
    assert list(TABLES) == [
        "participants",
        "screening",
        "occasions",
        "administrations",
        "responses",
        "scores",
        "task_trials",
        "measurements",
        "expectancies",
        "guesses",
        "adverse_events",
        "concomitant_medications",
        "intercurrent_events",
        "deviations",
    ]


@every_table
def test_every_record_names_respondent_source_and_time(table: TableSpec) -> None:
    assert table.names[-3:] == ("respondent", "source", "entered_at")
    assert {"respondent", "source"} <= set(table.required)


@every_table
def test_keys_are_columns_and_columns_are_unique(table: TableSpec) -> None:
    assert set(table.key) <= set(table.names)
    assert len(set(table.names)) == len(table.names)


@every_table
def test_every_column_has_a_meaning_and_can_be_written(table: TableSpec) -> None:
    for column in table.columns:
        assert column.meaning
        assert column.kind in KINDS
        assert (column.kind == "choice") == bool(column.choices)
        writer_of(column)


def test_no_table_but_the_allocations_says_who_got_what() -> None:
    for table in TABLES.values():
        assert not {"arm", "content", "dose_level"} & set(table.names)
    assert "intervention" not in TABLES["administrations"].names


def section(page: str, title: str) -> str:
    found = re.search(rf"^### `{title}`$(.*?)(?=^##|\Z)", page, re.MULTILINE | re.DOTALL)
    assert found, f"docs/reference/dataset.md has no section '### `{title}`'"
    return found[1]


@every_table
def test_every_column_is_documented(table: TableSpec) -> None:
    documented = section(PAGE.read_text(encoding="utf-8"), table.name)
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \| (.*?) \|$", documented, re.MULTILINE)
    assert [row[0] for row in rows] == [column.name for column in table.own]
    for (name, _, kind, unit), column in zip(rows, table.own, strict=True):
        assert kind.startswith(column.kind), f"{table.name}.{name}"
        assert ("required" in kind) == column.required, f"{table.name}.{name}"
        assert unit == column.unit, f"{table.name}.{name}"
        assert all(f"`{choice}`" in kind for choice in column.choices), f"{table.name}.{name}"


@every_table
def test_every_key_is_documented(table: TableSpec) -> None:
    documented = section(PAGE.read_text(encoding="utf-8"), table.name)
    key = re.search(r"^Key: (.*)\.$", documented, re.MULTILINE)
    assert key
    assert re.findall(r"`(\w+)`", key[1]) == list(table.key)


def test_the_common_columns_and_kinds_are_documented() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in (*ALL[0].names[-3:], *KINDS):
        assert f"| `{name}` |" in page


def test_a_study_adds_the_columns_that_its_covariates_need() -> None:
    protocol = load_protocol(shipped()["self_blinding"])
    people = tables_of(protocol)["participants"]
    added = set(people.names) - set(TABLES["participants"].names)
    assert added == {
        "psychiatric_past",
        "psychiatric_now",
        "sss",
        "education",
        "n_micro_months",
        "n_macro_exp",
    }
    assert {c.kind for c in people.columns if c.name in added} == {"number"}


def test_a_study_without_such_covariates_adds_nothing(protocol: Protocol) -> None:
    assert tables_of(protocol) == TABLES
