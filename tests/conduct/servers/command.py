"""`limen conduct ...` in a process of its own: Django can serve one folder per process only.

Processes are forked from one that has imported what a command needs, which saves a second each.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from multiprocessing.connection import Connection
from typing import Any

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(
    [
        "limen.cli.app",
        "limen.cli.conduct",
        "limen.calendar",
        "limen.instruments.texts",
        "limen.protocol.diff",
        "cryptography.hazmat.primitives.ciphers.aead",
        "django.contrib.auth.hashers",
        "django.core.management",
        "django.db.backends.sqlite3.base",
        "django.db.migrations.executor",
    ]
)


def run(words: Sequence[str], text: str = "") -> tuple[int, str]:
    """Run `limen conduct` with these words; return its exit code and what it printed."""
    return _apart(_command, list(words), text)


def python(code: str) -> str:
    """Run a few lines and return what they printed."""
    status, printed = _apart(_lines, code)
    assert status == 0, printed
    return printed.strip()


def _apart(work: Callable[..., None], *arguments: Any) -> tuple[int, str]:
    ours, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=_captured, args=(theirs, work, arguments))
    process.start()
    theirs.close()
    try:
        answer: tuple[int, str] = ours.recv()
    except EOFError:
        answer = (1, "The process ended without a word.")
    process.join()
    process.close()
    ours.close()
    return answer


def _captured(answers: Connection, work: Callable[..., None], arguments: Sequence[Any]) -> None:
    for name in [name for name in os.environ if name.startswith(("LIMEN_", "DJANGO_"))]:
        del os.environ[name]
    printed, status = io.StringIO(), 0
    with redirect_stdout(printed), redirect_stderr(printed):
        try:
            work(*arguments)
        except SystemExit as end:
            status = int(end.code or 0)
        except BaseException:
            import traceback

            traceback.print_exc()
            status = 99
    answers.send((status, printed.getvalue()))
    answers.close()


def _command(words: list[str], text: str) -> None:
    import typer

    from limen.cli import conduct
    from limen.cli.app import Root

    root = typer.Typer(cls=Root, rich_markup_mode=None)
    root.command(hidden=True)(lambda: None)
    root.add_typer(conduct.app, name="conduct")
    sys.stdin = io.StringIO(text)
    sys.argv = ["limen", "conduct", *words]
    root()


def _lines(code: str) -> None:
    exec(code, {})
