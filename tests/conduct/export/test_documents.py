"""What the documentation says of stored and exported data is all there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps

import limen.conduct
from limen.conduct.core.export.write import BESIDE, TABLES
from limen.conduct.core.models import AppendOnly, AuditEntry

DOCS = Path(__file__).parents[3] / "docs"
STORED = (DOCS / "run" / "what-is-stored.md").read_text(encoding="utf-8")
MODELS = list(apps.get_app_config("core").get_models())
EXPORT = (DOCS / "develop" / "export.md").read_text(encoding="utf-8")


def names(text: str, heading: str) -> list[str]:
    """The names in the first column of the table below a heading."""
    section = re.split(r"^#+ ", text.split(f"# {heading}\n", 1)[1], flags=re.MULTILINE)[0]
    return [
        name
        for line in section.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`([\w.*]+)`", line.split("|")[1])
    ]


def test_every_table_of_the_record_is_listed_once():
    models = sorted(model.__name__ for model in MODELS)
    assert sorted(names(STORED, "The record, table by table")) == models


@pytest.mark.parametrize("model", MODELS)
def test_what_is_encrypted_is_said_to_be(model):
    line = next(line for line in STORED.splitlines() if line.startswith(f"| `{model.__name__}` |"))
    binary = [f for f in model._meta.fields if f.get_internal_type() == "BinaryField"]
    assert bool(binary) == ("**" in line)


def test_what_erasure_empties_can_be_emptied():
    """A table that is append-only or the trail cannot be emptied: the page must not say so."""
    for model in MODELS:
        line = next(
            line for line in STORED.splitlines() if line.startswith(f"| `{model.__name__}` |")
        )
        if issubclass(model, AppendOnly) or model is AuditEntry:
            assert "emptied" not in line


def test_every_exported_table_is_described():
    listed = names(EXPORT, "What is in the tables")
    assert sorted(listed) == sorted(TABLES)


@pytest.mark.parametrize("spec", [spec for spec, _ in BESIDE], ids=lambda spec: spec.name)
def test_every_column_beside_the_tables_is_described(spec):
    line = next(line for line in EXPORT.splitlines() if line.startswith(f"| `{spec.file}` |"))
    assert re.findall(r"`(\w+)`", line.split("|")[2]) == list(spec.names)


def test_the_events_that_the_page_names_are_those_that_are_written():
    room = Path(limen.conduct.__file__).parent
    code = "\n".join(file.read_text(encoding="utf-8") for file in room.rglob("*.py"))
    named = set(re.findall(r"`((?:study|data)\.\w+)`", STORED))
    assert named == {"study.exported", "data.downloaded"}
    for event in named:
        assert f'"{event}"' in code
