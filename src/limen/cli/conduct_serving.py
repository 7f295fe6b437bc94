"""`limen conduct serve`, `web`, `worker`: the server's processes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from limen.cli.conduct_staff import Folder

if TYPE_CHECKING:
    from limen.conduct.core.deployment import Deployment
    from limen.conduct.serving.web import Place

Host = Annotated[str, typer.Option(help="Address of this machine to listen on.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")]
Workers = Annotated[
    int, typer.Option(min=1, max=64, help="Web processes; more than one on PostgreSQL only.")
]
Threads = Annotated[int, typer.Option(min=1, max=64, help="Threads of each web process.")]


def serve(
    folder: Folder,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Workers = 1,
    threads: Threads = 8,
) -> None:
    """Run the study's server: its pages, and the worker that opens occasions and sends reminders.

    Example: limen conduct serve my_study

    Ctrl-C or SIGTERM stops both in order. What dies meanwhile is started again. A proxy in front of
    it brings HTTPS: docs/run/operations.md.
    """
    deployment, place = _prepared(folder, host, port, workers, threads)
    from limen.conduct.serving.together import serve_together

    address = deployment.configuration.address

    def greet() -> None:
        typer.echo(f"The study is at {address}/ and its team at {address}/staff/")
        typer.echo(f"Here it listens on http://{place.bound}/ — stop it with Ctrl-C.")

    raise typer.Exit(serve_together(deployment.folder, place, greet=greet))


def web(
    folder: Folder,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Workers = 1,
    threads: Threads = 8,
) -> None:
    """Run the pages only; several, on PostgreSQL, with a worker or more beside them.

    Example: limen conduct web my_study --workers 4
    """
    deployment, place = _prepared(folder, host, port, workers, threads)
    from limen.conduct.serving.watch import end_with_parent
    from limen.conduct.serving.web import run_web

    end_with_parent()
    run_web(deployment, place)


def worker(
    folder: Folder,
    interval: Annotated[
        float, typer.Option(min=0.2, max=600, help="Seconds between two rounds.")
    ] = 5.0,
) -> None:
    """Run the worker only: occasions open and close, reminders leave. Several may run at once.

    Example: limen conduct worker my_study
    """
    from limen.conduct.core.lifecycle import at_work

    at_work(folder)
    from limen.conduct.serving.watch import end_with_parent
    from limen.conduct.serving.worker import Worker

    watched = end_with_parent()

    def greet() -> None:
        if not watched:
            typer.echo("The worker works. Stop it with Ctrl-C.")

    Worker(interval=interval).run(greet=greet)


def _prepared(
    folder: Path, host: str, port: int, workers: int, threads: int
) -> tuple[Deployment, Place]:
    """Return the deployment and where it is to be served; refuse what cannot work, before it is."""
    from limen.conduct.core.lifecycle import at_work
    from limen.errors import ConductError, Problem

    deployment = at_work(folder)
    from limen.conduct.serving.together import taken
    from limen.conduct.serving.web import Place

    place = Place(host=host, port=port, workers=workers, threads=threads)
    if workers > 1 and deployment.configuration.database["ENGINE"].endswith("sqlite3"):
        message = "On SQLite one process writes at a time; more of them only wait."
        remedy = "Leave out --workers, or move to PostgreSQL: docs/run/operations.md."
        problem = Problem(message=message, remedy=remedy, path="--workers")
        raise ConductError("The server was not started.", [problem])
    if taken(place):
        message = f"Something listens on {place.bound} already."
        problem = Problem(message=message, remedy="Stop it, or name another --port.")
        raise ConductError("The server was not started.", [problem])
    return deployment, place
