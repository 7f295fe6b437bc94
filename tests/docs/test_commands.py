"""Commands that a page shows and no test may run (they serve, ask, need the study): they exist."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import pytest
from tools import doc_outputs
from typer.testing import CliRunner

from limen.cli import app

_BLOCK = re.compile(r"^ *```(?:sh|ini|console)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
PAGES = (
    "run/run-a-study.md",
    "run/operations.md",
    "run/first-day.md",
    "run/prepare-the-supply.md",
    "run/approvals-and-delegation.md",
    "run/monitoring.md",
    "run/lock-and-unseal.md",
)


def commands(text: str) -> Iterator[str]:
    """The `limen` lines of a page's shell blocks."""
    for block in _BLOCK.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            found = re.search(r"(?:^|\$ |/)limen (.*)", line.partition(" # ")[0])
            if found and "…" not in line:
                yield found[1].split(" && ")[0]


def is_understood(words: str) -> bool:
    """Whether there is such a verb with such options; nothing is done."""
    return CliRunner().invoke(app, [*shlex.split(words), "--help"]).exit_code == 0


@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_a_page_exists_with_its_options(page: str) -> None:
    text = (doc_outputs.ROOT / "docs" / page).read_text(encoding="utf-8")
    assert [line for line in commands(text) if not is_understood(line)] == []


def test_a_command_that_does_not_exist_is_found() -> None:
    assert is_understood("conduct export my_study --out dataset")
    assert not is_understood("conduct export my_study --into dataset")
    assert not is_understood("conduct enrol my_study")


def test_the_pages_do_show_commands() -> None:
    page = (doc_outputs.ROOT / "docs" / PAGES[0]).read_text(encoding="utf-8")
    assert len(list(commands(page))) > 15
