"""A supply is taken in: whole, once, and of the protocol in force."""

from __future__ import annotations

import json
import shutil

import pharmacy
import pytest
import servers

from limen.conduct.core.dispatch.supplies.load import load_supply
from limen.conduct.core.dispatch.supplies.obstacles import of_supply
from limen.conduct.core.models import Kit, KitSet, SealedContent, Study, Supply
from limen.conduct.core.trail import verify
from limen.errors import ConductError, SupplyError
from limen.protocol import parse_protocol
from limen.supply.plan import draw_sets
from limen.supply.sealed import read_server_part


def test_everything_of_the_part_is_stored(demonstration_on_each_database):
    supply = pharmacy.loaded(pharmacy.sealed())
    part = read_server_part(pharmacy.sealed().server)
    assert (supply.identifier, supply.hash) == (part.supply, part.hash)
    assert set(KitSet.objects.values_list("number", flat=True)) == set(part.by_set)
    stored = {row.kit.number: row for row in SealedContent.objects.select_related("kit")}
    assert set(stored) == set(part.contents) == set(part.set_of)
    for number, row in stored.items():
        assert bytes(row.content) == part.contents[number].content
        assert bytes(row.share) == part.contents[number].share
        assert row.kit.kit_set.number == part.set_of[number].set
        assert set(json.loads(row.openers)) == {"clara", "dora"}
    assert verify().faults == ()


def test_the_same_supply_is_not_loaded_twice(supply):
    with pytest.raises(ConductError, match="loaded before"):
        load_supply(pharmacy.sealed().server, by=pharmacy.BY, reason="again")
    assert Supply.objects.count() == 1


def test_another_supply_needs_a_reason(supply):
    drawn = draw_sets(pharmacy.DEMONSTRATION, seed=7, count=4)
    another = pharmacy.seal(pharmacy.DEMONSTRATION, drawn, seed=7)
    with pytest.raises(ConductError, match="say why"):
        load_supply(another.server, by=pharmacy.BY)
    load_supply(another.server, by=pharmacy.BY, reason="the first is used up")
    assert Supply.objects.count() == 2
    assert KitSet.objects.count() == 16


def test_a_supply_of_another_study_is_refused(study):
    with pytest.raises(ConductError, match="is of the study"):
        load_supply(pharmacy.sealed().server, by=pharmacy.BY)
    assert not Kit.objects.exists()


def test_a_supply_of_another_version_of_the_protocol_is_refused(demonstration_study):
    other = parse_protocol(servers.DEMONSTRATION.replace("spares: 1", "spares: 2"))
    supply = pharmacy.seal(other, draw_sets(other, seed=3, count=2), seed=3)
    with pytest.raises(ConductError, match="is in force"):
        load_supply(supply.server, by=pharmacy.BY)
    assert not Supply.objects.exists()


def test_a_part_that_was_changed_is_refused(demonstration_study, tmp_path):
    copy = tmp_path / "server"
    shutil.copytree(pharmacy.sealed().server, copy)
    file = copy / "sets.jsonl"
    file.write_text(file.read_text().replace('"order":1', '"order":2', 1))
    with pytest.raises(SupplyError, match="changed"):
        load_supply(copy, by=pharmacy.BY)
    assert not Supply.objects.exists()


def missing() -> list[str]:
    """The paths of what `check` lists."""
    found = of_supply(Study.objects.get(), servers.READY)
    return [one.path or one.file.name for one in found]


def test_check_lists_what_is_missing(demonstration_study):
    assert missing() == ["kits"]
    pharmacy.loaded(pharmacy.sealed())
    assert missing() == ["blinding.emergency.may_open"]
    servers.READY.keys.release_file.unlink()
    assert missing() == ["release.private.json", "blinding.emergency.may_open"]


def test_another_servers_release_key_is_found_out(supply, tmp_path):
    from limen.supply.keys import make_release_key

    make_release_key(tmp_path, private=tmp_path / "other.json")
    shutil.copyfile(tmp_path / "other.json", servers.READY.keys.release_file)
    assert "release.private.json" in missing()


def test_minimisation_without_an_allocator_is_listed(demonstration_study):
    study = Study.objects.get()
    text = servers.DEMONSTRATION.replace("kind: permuted_blocks", "kind: minimisation")
    text = text.replace(
        "  strata: [site]\n  block_sizes: [2, 4]\n", "  factors: [{stratum: site}]\n"
    )
    study.version.text = text
    paths = [one.path for one in of_supply(study, servers.READY)]
    assert paths == ["kits", "allocation.kind"]
