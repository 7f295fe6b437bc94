"""Keys of everybody, rehearsed, and a small supply: made once, read by every test."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from sealing import NOW, PASSPHRASE, PEOPLE, SEED, Made, make_people, still

from limen.protocol import named_protocol
from limen.supply.create import seal_supply
from limen.supply.keys import Ring, Unlocked, read_ring, unlock
from limen.supply.opening import read_unblinded_part
from limen.supply.plan import draw_sets
from limen.supply.sealed import read_server_part, release_key


@pytest.fixture(scope="session")
def keys(tmp_path_factory) -> Path:
    """A folder of keys; read only."""
    folder = tmp_path_factory.mktemp("supply") / "keys"
    make_people(folder)
    return folder


@pytest.fixture(scope="session")
def people(keys) -> dict[str, Unlocked]:
    """Everybody's private key."""
    return {name: unlock(keys / f"{name}.private.json", f"{PASSPHRASE} {name}") for name in PEOPLE}


@pytest.fixture(scope="session")
def ring(keys) -> Ring:
    """The public keys."""
    return read_ring(keys)


@pytest.fixture(scope="session")
def make(keys, ring, people) -> Callable[..., Made]:
    """`make(folder, protocol="demonstration", drawn=None)`: a supply in a folder."""

    def made(folder: Path, protocol="demonstration", drawn=None, count=4) -> Made:
        study = named_protocol(protocol) if isinstance(protocol, str) else protocol
        listed = drawn or draw_sets(study, seed=SEED, count=count)
        seal_supply(study, listed, ring=ring, out=folder, now=NOW, chances=still())
        return Made(
            folder=folder,
            protocol=study,
            drawn=listed,
            part=read_server_part(folder / "server"),
            unblinded=read_unblinded_part(folder / "unblinded"),
            people=people,
            release=release_key(keys / "release.private.json"),
        )

    return made


@pytest.fixture(scope="session")
def supply(make, tmp_path_factory) -> Made:
    """A supply of 8 sets of 6 kits; its files are not to be changed (openings are added)."""
    return make(tmp_path_factory.mktemp("made") / "supply")
