"""Progress on anything that takes over a second, on stderr, only where a person watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Step = Callable[[str, int, int], None]  # what is being done, how many are done, of how many


@contextmanager
def progress(title: str, *, quiet: bool = False, time_left: bool = False) -> Iterator[Step]:
    """Give a function to report steps with; it draws a bar if stderr is a terminal.

    `time_left` adds how long it will still take, for what takes minutes in equal steps.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda what, done, total: None
        return

    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    columns: list[ProgressColumn] = [
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
    ]
    if time_left:
        columns += [TimeRemainingColumn(), TextColumn("left")]
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(title)

        def step(what: str, done: int, total: int) -> None:
            bar.update(task, description=f"{title}: {what}", completed=done, total=total)

        yield step
