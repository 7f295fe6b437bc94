"""Clusters that are not there, have no workers, or have another version."""

from __future__ import annotations

import socket
import sys
import time

import pieces
import pytest
from pieces import Piece

import limen
from limen.errors import RehearsalError
from limen.rehearse.engines import Cluster, cluster
from limen.rehearse.engines.cluster import _same_version


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests wait a second where people wait five."""
    monkeypatch.setattr(cluster, "_PATIENCE", 1)


def test_without_the_package_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(RehearsalError, match=r'pip install "limen\[cluster\]"'):
        Cluster("tcp://127.0.0.1:8786").run([Piece(1)], pieces.squared, lambda piece, made: None)


def test_a_scheduler_that_is_not_there_is_an_error_within_seconds() -> None:
    pytest.importorskip("distributed", reason="needs the extra `cluster`")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    start = time.monotonic()
    with pytest.raises(RehearsalError, match=f"No scheduler answers at {address}"):
        Cluster(address).run([Piece(1)], pieces.squared, lambda piece, made: None)
    assert time.monotonic() - start < 8


@pytest.mark.parametrize("address", ["nonsense", "tcp://no such host:1", "http://127.0.0.1:1"])
def test_an_address_that_is_none_is_an_error(address: str) -> None:
    pytest.importorskip("distributed", reason="needs the extra `cluster`")
    with pytest.raises(RehearsalError, match="No scheduler answers at"):
        Cluster(address).run([Piece(1)], pieces.squared, lambda piece, made: None)


def test_a_cluster_without_workers_is_an_error() -> None:
    distributed = pytest.importorskip("distributed", reason="needs the extra `cluster`")
    with (
        distributed.LocalCluster(n_workers=0, processes=False, dashboard_address=":0") as empty,
        pytest.raises(RehearsalError, match="has no workers"),
    ):
        Cluster(empty.scheduler_address).run([Piece(1)], pieces.squared, lambda piece, made: None)


def test_a_worker_of_another_version_refuses() -> None:
    assert _same_version(limen.__version__, pieces.squared, Piece(3)) == 9
    with pytest.raises(RehearsalError, match=r"and this is 9\.9"):
        _same_version("9.9", pieces.squared, Piece(3))
