"""A process that does pieces of work: started clean, one thread, deaf to Ctrl-C."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from limen.errors import LimenError, RehearsalError

_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
_PATIENCE = 5.0  # seconds for a worker to end by itself


@dataclass(eq=False)
class Worker:
    """The near end of a process; `piece` numbers what it is doing."""

    process: BaseProcess
    connection: Connection
    piece: int | None = field(default=None)

    @classmethod
    def started(cls) -> Worker:
        """A new process; spawned, so that it shares nothing with this one."""
        context = get_context("spawn")
        near, far = context.Pipe()
        process = context.Process(target=serve, args=(far,), daemon=True)
        with _one_thread(), _without_interrupts():
            process.start()
        far.close()  # so that the end of the process ends the pipe
        return cls(process, near)

    def stop(self) -> None:
        """End the process, whatever it does."""
        self.connection.close()
        self.process.terminate()
        self.process.join(_PATIENCE)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.process.close()


def serve(connection: Connection) -> None:
    """Do what comes through the pipe until it ends; an error goes back like a result."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process at the keyboard decides
    while True:
        try:
            work, piece = connection.recv()
        except (EOFError, OSError):
            return
        made, error = _tried(work, piece)
        try:
            connection.send((made, error))
        except OSError:  # nobody waits for it any more
            return


def _tried(work: Callable[[Any], Any], piece: Any) -> tuple[Any, Exception | None]:
    try:
        return work(piece), None
    except LimenError as error:
        return None, error
    except MemoryError:
        return None, RehearsalError(
            "A worker ran out of memory, so the rehearsal stopped. Use fewer workers, or fewer "
            "participants."
        )
    except Exception as error:
        error.add_note(f"In a worker:\n{traceback.format_exc()}")
        return None, error


@contextlib.contextmanager
def _one_thread() -> Iterator[None]:
    """Let processes that are started here use one thread for linear algebra.

    Threads would compete for the cores, and how they share the work would show in the last bits.
    """
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextlib.contextmanager
def _without_interrupts() -> Iterator[None]:
    """Let processes that are started here ignore Ctrl-C from their first moment."""
    if threading.current_thread() is not threading.main_thread():
        yield  # handlers belong to the main thread
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
