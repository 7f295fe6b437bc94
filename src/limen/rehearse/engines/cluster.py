"""A Dask cluster that is running already, reached by the address of its scheduler."""

from __future__ import annotations

import socket
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import limen
from limen.errors import RehearsalError
from limen.rehearse.engines.engine import Done, Made, Piece

_PATIENCE = 5  # seconds for a scheduler to answer, and for its first worker
_AHEAD = 3  # pieces for each worker that are sent at once


@dataclass(eq=False)
class Cluster:
    """Works on the workers of a Dask scheduler; they need the same version of Limen.

    A worker that is lost is Dask's business: its pieces go to others. Needs `limen[cluster]`.
    """

    address: str
    _client: Any = field(default=None, repr=False)

    @property
    def title(self) -> str:
        """What it is, in words."""
        return f"the Dask cluster at {self.address}"

    def run(
        self,
        pieces: Sequence[Piece],
        work: Callable[[Piece], Made],
        done: Done[Piece, Made],
    ) -> None:
        """Do all pieces; see `Engine.run`."""
        distributed, client = _distributed(), self._connected()
        at_once = _AHEAD * max(1, sum(client.nthreads().values()))
        waiting, sent = deque(pieces), dict[Any, Piece]()
        coming = distributed.as_completed()

        def send() -> None:
            while waiting and len(sent) < at_once:
                piece = waiting.popleft()
                future = _sent(client, work, piece)
                sent[future] = piece
                coming.add(future)

        try:
            send()
            for future in coming:
                waiting.extend(done(sent.pop(future), _received(distributed, future)) or ())
                send()
        except BaseException:
            client.cancel(list(sent))
            self.close()
            raise

    def open(self) -> None:
        """Connect; `RehearsalError` if nobody answers, or has no workers."""
        self._connected()

    def close(self) -> None:
        """Leave the cluster; it goes on without us."""
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def _connected(self) -> Any:
        if self._client is None:
            self._client = _client(self.address)
        return self._client


def _sent(client: Any, work: Callable[[Piece], Made], piece: Piece) -> Any:
    return client.submit(_same_version, limen.__version__, work, piece, pure=False)


def _received(distributed: Any, future: Any) -> Any:
    try:
        return future.result()
    except distributed.KilledWorker as error:
        raise RehearsalError(
            "Workers of the cluster ended several times in the middle of the same replicates, so "
            "the rehearsal stopped. Give them more memory, or one thread each."
        ) from error


def _same_version(version: str, work: Callable[[Piece], Made], piece: Piece) -> Made:
    """Runs on the worker."""
    if limen.__version__ != version:
        raise RehearsalError(
            f"A worker of the cluster has Limen {limen.__version__}, and this is {version}. "
            "Install the same version there: two versions in one rehearsal mean nothing."
        )
    return work(piece)


def _distributed() -> Any:
    try:
        return import_module("distributed")
    except ModuleNotFoundError:
        raise RehearsalError(
            'A cluster needs the package distributed: pip install "limen[cluster]".'
        ) from None


def _client(address: str) -> Any:
    distributed = _distributed()
    try:
        _knock(address)
        client = distributed.Client(address, timeout=_PATIENCE)
    except (OSError, TimeoutError, ValueError) as error:
        raise RehearsalError(
            f"No scheduler answers at {address} ({_short(error)}). Start one with "
            "`dask scheduler`, give the address that it prints, and check that it can be reached "
            "from here."
        ) from None
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError:
        client.close()
        raise RehearsalError(
            f"The scheduler at {address} has no workers. Start some with `dask worker {address}`."
        ) from None
    return client


def _knock(address: str) -> None:
    """Raise OSError or ValueError for an address where nobody listens.

    A client that has failed to connect leaves threads behind, so it is only made for one that does.
    """
    comm = import_module("distributed.comm")
    scheme, place = comm.parse_address(address)
    if scheme not in comm.registry.backends:
        known = ", ".join(f"{name}://" for name in comm.registry.backends)
        raise ValueError(f"addresses begin with one of {known}")
    if scheme in ("tcp", "tls"):
        socket.create_connection(comm.parse_host_port(place), timeout=_PATIENCE).close()


def _short(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]
