"""Run the documentation's examples and write what they print under them.

`python -m tools.doc_outputs` runs the ```python blocks of a page in order, in one namespace, and
the `limen` lines of its ```console blocks, in an empty folder (pages for developers: in the
repository). A ```text block right after an example is what it prints; nobody types one. Between
the two may stand `<!-- first 12 lines -->`, which shortens it, or `<!-- output not shown -->`.
Examples after `<!-- needs: self-blinding -->` need the public data: set LIMEN_DATA_DIR.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
NEEDS = "<!-- needs: self-blinding -->"
SHORTENED = "[…]"
_EXAMPLE = re.compile(
    r"^```(?P<language>python|console)\n(?P<code>.*?)^```\n"
    r"(?:\n<!-- (?:first (?P<first>\d+) lines|(?P<hidden>output not shown)) -->\n)?"
    r"(?:\n?```text\n(?P<shown>.*?)^```$)?",
    flags=re.MULTILINE | re.DOTALL,
)


class ExampleError(Exception):
    """An example does not run, or prints what the page does not show."""


@dataclass(frozen=True, kw_only=True)
class Example:
    """A block of a page: its code, and what the page says it prints (None: nothing is said)."""

    language: str
    code: str
    line: int
    needs_data: bool
    shown: str | None
    place: tuple[int, int]  # of what is shown, in the page's text
    first: int | None  # so many lines are shown
    hidden: bool


def pages() -> list[Path]:
    """The pages whose examples run."""
    docs = ROOT / "docs"
    found = [ROOT / "README.md", docs / "index.md"]
    return found + [
        page for part in ("learn", "run", "develop") for page in sorted(docs.glob(f"{part}/*.md"))
    ]


def examples(text: str) -> Iterator[Example]:
    """The examples of a page, in order."""
    data_from = text.find(NEEDS) if NEEDS in text else len(text)
    for found in _EXAMPLE.finditer(text):
        yield Example(
            language=found["language"],
            code=found["code"],
            line=text.count("\n", 0, found.start()) + 1,
            needs_data=found.start() > data_from or "self-blinding" in found["code"],
            shown=found["shown"],
            place=found.span("shown"),
            first=int(found["first"]) if found["first"] else None,
            hidden=found["hidden"] is not None,
        )


class Session:
    """One reader following one page: a folder, and the names that earlier examples defined."""

    def __init__(self, page: Path, folder: Path) -> None:
        self._page = page
        self._folder = ROOT if page.parent.name == "develop" else folder
        if page.parent == ROOT:  # the README is read in a clone, and names its example protocols
            (folder / "protocols").symlink_to(ROOT / "protocols")
        self._names: dict[str, object] = {"__name__": "__main__"}

    def run(self, example: Example) -> str:
        """What the example prints, as the page should show it."""
        with chdir(self._folder):
            run = self._python if example.language == "python" else self._shell
            printed = run(example)
        lines = [line.rstrip() for line in printed.rstrip().splitlines()]
        if example.first is not None and len(lines) > example.first:
            lines = [*lines[: example.first], SHORTENED]
        return "".join(f"{line}\n" for line in lines)

    def _python(self, example: Example) -> str:
        where = f"{self._page.name}, example at line {example.line}"
        with redirect_stdout(io.StringIO()) as printed:
            try:
                exec(compile(example.code, where, "exec"), self._names)
            except Exception as error:
                raise ExampleError(f"{where}: {type(error).__name__}: {error}") from error
        if printed.getvalue() and example.shown is None and not example.hidden:
            raise ExampleError(f"{where} prints something; add a ```text block and fill it.")
        return printed.getvalue()

    def _shell(self, example: Example) -> str:
        printed = []
        for line in example.code.replace("\\\n", " ").splitlines():
            if line.startswith("limen "):
                printed.append(self._limen(line, example.line))
        return "".join(printed)

    def _limen(self, command: str, at: int) -> str:
        from typer.testing import CliRunner

        from limen.cli import app

        result = CliRunner().invoke(app, shlex.split(command, comments=True)[1:])
        if result.exit_code != 0:
            raise ExampleError(
                f"{self._page.name}, line {at}: `{command}` ended with {result.exit_code}.\n"
                f"{result.output}"
            ) from result.exception
        return result.stdout


def filled(page: Path, folder: Path) -> str:
    """The page's text with every ```text block as its example prints it now."""
    text = page.read_text(encoding="utf-8")
    session, pieces, end = Session(page, folder), [], 0
    for example in examples(text):
        printed = session.run(example)
        if example.shown is not None:
            pieces += [text[end : example.place[0]], printed]
            end = example.place[1]
    return "".join([*pieces, text[end:]])


def main() -> None:
    """Fill all pages, or those named."""
    if "LIMEN_DATA_DIR" not in os.environ:
        sys.exit("set LIMEN_DATA_DIR to the folder that holds self_blinding/: examples analyse it")
    chosen = [Path(name).resolve() for name in sys.argv[1:]] or pages()
    for page in chosen:
        with tempfile.TemporaryDirectory() as folder:
            text = filled(page, Path(folder))
        changed = text != page.read_text(encoding="utf-8")
        page.write_text(text, encoding="utf-8")
        print(f"{page.relative_to(ROOT)}: {'filled' if changed else 'current'}")


if __name__ == "__main__":
    main()
