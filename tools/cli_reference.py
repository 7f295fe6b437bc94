"""Write docs/reference/cli.md from the command's own help: `python -m tools.cli_reference`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ["COLUMNS"] = "88"

import typer
from typer.testing import CliRunner

from limen.cli import app

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "cli.md"


def help_text(*words: str) -> str:
    """One verb's help as a section."""
    result = CliRunner().invoke(app, [*words, "--help"], prog_name="limen", terminal_width=88)
    lines = "\n".join(line.rstrip() for line in result.output.strip().splitlines())
    return f"## {' '.join(['limen', *words])}\n\n```text\n{lines}\n```\n"


def verbs(*, groups: bool = True) -> list[tuple[str, ...]]:
    """All verbs that are not hidden, groups (if wanted) before what they hold."""
    return list(_held(typer.main.get_command(app), (), groups=groups))


def _held(group: Any, words: tuple[str, ...], *, groups: bool) -> Iterator[tuple[str, ...]]:
    for name, command in sorted(group.commands.items()):
        if command.hidden:
            continue
        here, is_group = (*words, name), bool(getattr(command, "commands", {}))
        if groups or not is_group:
            yield here
        if is_group:
            yield from _held(command, here, groups=groups)


def render() -> str:
    """The whole page."""
    top = "# Command line\n\nGenerated from the command's own help.\n"
    return "\n".join([top, help_text(), *(help_text(*words) for words in verbs())])


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(render(), encoding="utf-8")
    print(f"wrote {PAGE.name}")
