"""Minimisation with a second supply: whose allocator is asked, and whose set somebody gets."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread

import cast
import pharmacy
import pytest
import sealing
import servers
from pharmacy import BY

from limen.conduct.core.dispatch.randomisation import assign
from limen.conduct.core.dispatch.randomisation.allocator import allocator_socket
from limen.conduct.core.dispatch.randomisation.assign import assign_set
from limen.conduct.core.dispatch.supplies.obstacles import of_supply
from limen.conduct.core.models import Kit, KitSet, Study, Supply
from limen.conduct.core.trail import verify
from limen.errors import ConductError, ExhaustedError, SupplyError
from limen.protocol import parse_protocol
from limen.supply.allocator import Allocator, read_pool
from limen.supply.allocator.serve import _handler, _Server
from limen.supply.create import create
from limen.supply.keys import make_key, rehearse_allocator, unlock

_BLOCKS = "  kind: permuted_blocks\n  ratio: {PL: 1, MD: 1}\n  strata: [site]\n"
_RULE = """  kind: minimisation
  ratio: {PL: 1, MD: 1}
  factors: [{stratum: site}]
  probability: 0.8
"""


def _text() -> str:
    text = servers.DEMONSTRATION.replace("  block_sizes: [2, 4]\n", "")
    assert _BLOCKS in text
    return text.replace(_BLOCKS, _RULE)


class Pharmacist:
    """Makes supplies of a study with minimisation, and lets their allocators answer."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.keys, self.made = folder, folder / "keys", 0
        sealing.make_people(self.keys)
        make_key(self.keys, name="allocator", kind="allocator", passphrase=sealing.PASSPHRASE,
                 cost=sealing.CHEAP)  # fmt: skip
        self.key = unlock(self.keys / "allocator.private.json", sealing.PASSPHRASE)
        rehearse_allocator(self.keys, self.key, at=sealing.NOW)

    def supplies(self, *, count: int, load: bool = True) -> tuple[Supply | None, Allocator]:
        """Make a supply with so many sets of each arm at each site, and load it."""
        self.made += 1
        out = self.folder / f"supply-{self.made}"
        chances = replace(sealing.still(self.made), supply=f"{self.made:016x}")
        create(parse_protocol(_text()), keys=self.keys, out=out, now=sealing.NOW, count=count,
               chances=chances)  # fmt: skip
        allocator = Allocator(read_pool(out / "allocator", self.key), out / "allocator")
        if not load:
            return None, allocator
        return pharmacy.load_supply(out / "server", by=BY, reason="more is needed"), allocator


@contextmanager
def answering(allocator: Allocator, path: Path) -> Iterator[None]:
    """Let an allocator answer at a socket."""
    with _Server(str(path), _handler(allocator)) as server:
        thread = Thread(target=lambda: server.serve_forever(poll_interval=0.01))
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
            path.unlink()


@pytest.fixture
def pharmacist(deployment, tmp_path) -> Iterator[Pharmacist]:
    """A study with minimisation, and nothing supplied yet."""
    with servers.sqlite(_text()):
        yield Pharmacist(tmp_path)


def listed() -> list[str]:
    """The remedies of what `check` says of allocators."""
    found = of_supply(Study.objects.select_related("version").get(), servers.READY)
    return [one.remedy for one in found if one.path == "allocation.kind"]


def test_a_second_supply_is_used_where_the_first_has_run_out(pharmacist):
    people = cast.people()
    first, second, third = (pharmacy.newcomer(people.here, people.ines) for _ in range(3))
    old, of_old = pharmacist.supplies(count=1)
    with answering(of_old, allocator_socket(servers.READY)):
        given = assign_set(first, by=BY)
        assert given.supply == old
        with pytest.raises(ExhaustedError, match="more must be supplied"):
            assign_set(second, by=BY)
        new, of_new = pharmacist.supplies(count=2)
        path = allocator_socket(servers.READY, new)
        assert path.name == f"allocator-socket-{new.identifier}"
        assert [remedy.endswith(str(path)) for remedy in listed()] == [True]
        with answering(of_new, path):
            assert listed() == []
            assert KitSet.objects.filter(supply=old, participant=None).exists()
            assert assign_set(second, by=BY).supply == new
            elsewhere = pharmacy.newcomer(people.elsewhere, people.ines)
            assert assign_set(elsewhere, by=BY).supply == old  # there it has not run out
            assert assign.allocated_set(first, {"site": "riga"}) == given.number
    with answering(of_new, path):  # that of the first is stopped for good
        assert assign_set(third, by=BY).supply == new
    assert verify().faults == ()


def test_an_allocator_that_is_there_and_silent_is_not_passed_over(pharmacist):
    people = cast.people()
    one = pharmacy.newcomer(people.here, people.ines)
    _old, of_old = pharmacist.supplies(count=1)
    new, of_new = pharmacist.supplies(count=1)
    plain = allocator_socket(servers.READY)
    with answering(of_new, allocator_socket(servers.READY, new)):
        left = _Server(str(plain), _handler(of_old))
        left.server_close()  # the file stays, and nobody answers
        with pytest.raises(SupplyError, match="cannot be reached"):
            assign_set(one, by=BY)
        plain.unlink()
    assert not KitSet.objects.exclude(participant=None).exists()


def test_a_set_that_cannot_be_given_says_why(pharmacist, monkeypatch):
    people = cast.people()
    first, second = (pharmacy.newcomer(people.here, people.ines) for _ in range(2))
    _old, of_old = pharmacist.supplies(count=2)
    plain = allocator_socket(servers.READY)
    with answering(of_old, plain):
        given = assign_set(first, by=BY)
    shutil.rmtree(of_old.folder)  # its chain is lost, and it gives the same set anew
    of_old.folder.mkdir()
    _none, stranger = pharmacist.supplies(count=2, load=False)
    with answering(stranger, plain), pytest.raises(ConductError, match="load-supply"):
        assign_set(second, by=BY)
    monkeypatch.setattr(assign, "allocated_set", lambda *_asked: given.number)
    with pytest.raises(ConductError, match="lost or set back"):
        assign_set(second, by=BY)
    free = KitSet.objects.filter(participant=None).first()
    Kit.objects.filter(kit_set=free).update(state=Kit.State.RECALLED)
    monkeypatch.setattr(assign, "allocated_set", lambda *_asked: free.number)
    with pytest.raises(ConductError, match="out of use"):
        assign_set(second, by=BY)
    monkeypatch.setattr(assign, "_told_by_the_allocator", lambda *_asked: "")
    with pytest.raises(ConductError, match="Try again"):
        assign_set(second, by=BY)
    assert not KitSet.objects.filter(participant=second).exists()
