"""The server's part: read back as it was made, and refused with words when it is not sound."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from hashlib import sha256

import pytest

from limen.errors import SupplyError
from limen.supply.sealed import read_server_part
from limen.supply.sealed.part import SHARE_BYTES


@pytest.fixture
def server(supply, tmp_path):
    """A copy of the server's part, to be changed."""
    return shutil.copytree(supply.folder / "server", tmp_path / "server")


def rewrite(server, name, change):
    """Change the rows of a file and its hash in the manifest, as a careful forger does."""
    file = server / name
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    change(rows)
    file.write_text("".join(json.dumps(row, sort_keys=True) + "\n" for row in rows))
    manifest = json.loads((server / "supply.json").read_text())
    manifest["files"][name] = sha256(file.read_bytes()).hexdigest()
    (server / "supply.json").write_text(json.dumps(manifest))


def test_it_says_what_dispatch_needs(supply):
    part = supply.part
    assert (part.protocol_id, part.assigned_by, part.strata) == (
        "demonstration",
        "order",
        {"site": ("riga", "porto")},
    )
    assert [len(queue) for queue in part.queues.values()] == [4, 4]
    assert [one.order for one in part.queues[(("site", "riga"),)]] == [1, 2, 3, 4]
    spares = Counter(packed.place.spare for one in part.sets for packed in one.kits)
    assert spares == {False: 40, True: 8}
    assert set(part.clinicians) == {"clara", "dora"}
    assert part.label.startswith("Kit number, study telephone")


def test_everything_sealed_has_one_length(supply):
    part = supply.part
    assert {len(sealed.content) for sealed in part.contents.values()} == {part.content_bytes}
    shares = [sealed.share for sealed in part.contents.values()]
    shares += [share for opener in part.openers.values() for share in opener.values()]
    assert {len(share) for share in shares} == {SHARE_BYTES}
    assert len(set(shares)) == len(shares)


def test_kits_lie_in_the_order_of_their_numbers(supply):
    kits = list(supply.part.contents)
    assert kits == sorted(kits)


def test_the_door_of_the_server_loads_nothing_that_makes_or_opens():
    code = (
        "import limen.supply.sealed, sys; print(*[m for m in sys.modules if m.startswith("
        "('limen.supply', 'limen.allocation', 'django'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name for name in done.stdout.split() if not name.startswith("limen.supply.sealed")}
    assert loaded == {"limen.supply"}


@pytest.mark.parametrize(
    "name", ["supply.json", "sets.jsonl", "contents.jsonl", "openers/clara.jsonl"]
)
def test_a_file_that_is_cut_off_or_gone_is_named(server, name):
    file = server / name
    whole = file.read_bytes()
    for length in (0, len(whole) // 2, len(whole) - 3):
        file.write_bytes(whole[:length])
        with pytest.raises(SupplyError, match=rf"{name.split('/')[-1]}.*cut off or changed"):
            read_server_part(server)
    file.unlink()
    with pytest.raises(SupplyError, match=r"is not there\. Check its name"):
        read_server_part(server)


def a_wrong_digit(rows):
    kit = rows[0]["kits"][0]["kit"]
    rows[0]["kits"][0]["kit"] = kit[:-1] + str((int(kit[-1]) + 1) % 10)


def a_number_twice(rows):
    rows[1]["set"] = rows[0]["set"]


def a_gap(rows):
    rows[1]["order"] = 9


def another_place(rows):
    rows[0]["kits"][0]["period"] = 2


def another_stratum(rows):
    rows[0]["stratum"] = {"site": "paris"}


def a_missing_set(rows):
    del rows[-1]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (a_wrong_digit, "no number of 9 digits with a right check digit"),
        (a_number_twice, "holds a number twice"),
        (a_gap, "a gap in the order of site"),
        (another_place, "sets with different places"),
        (another_stratum, "a stratum that does not exist"),
        (a_missing_set, "promises 8 sets; there are 7"),
    ],
)
def test_sets_that_are_not_sound_are_refused(server, change, words):
    rewrite(server, "sets.jsonl", change)
    with pytest.raises(SupplyError, match=words):
        read_server_part(server)


def a_longer_content(rows):
    rows[3]["content"] = "AAAA" + rows[3]["content"]


def a_missing_content(rows):
    del rows[3]


def no_base64(rows):
    rows[3]["content"] = "§"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (a_longer_content, "does not have the one length of all"),
        (a_missing_content, "does not hold exactly the kits of the sets"),
        (no_base64, "lacks or garbles something"),
    ],
)
def test_contents_that_are_not_sound_are_refused(server, change, words):
    rewrite(server, "contents.jsonl", change)
    with pytest.raises(SupplyError, match=words):
        read_server_part(server)


def test_a_clinician_without_a_share_for_each_kit_is_refused(server):
    rewrite(server, "openers/dora.jsonl", a_missing_content)
    with pytest.raises(SupplyError, match="does not hold one share for each kit"):
        read_server_part(server)


def places_in(value, path=()):
    """Every place inside a JSON value."""
    yield path
    inside = value.items() if isinstance(value, dict) else []
    for key, one in enumerate(value) if isinstance(value, list) else inside:
        yield from places_in(one, (*path, key))


def test_whatever_is_put_anywhere_is_refused_with_words(server):
    """A forger who gets the hashes right: any value of any type, at any place."""
    refused = 0
    for name in ("supply.json", "sets.jsonl", "contents.jsonl", "openers/dora.jsonl"):
        file = server / name
        whole, manifest = file.read_bytes(), (server / "supply.json").read_bytes()
        first = json.loads(whole if name == "supply.json" else whole.splitlines()[0])
        for path in [path for path in places_in(first) if path]:
            for strange in (None, 7, "x", [], {}, True):
                changed = json.loads(json.dumps(first))
                inside = changed
                for key in path[:-1]:
                    inside = inside[key]
                if inside[path[-1]] == strange:
                    continue
                inside[path[-1]] = strange
                if name == "supply.json":
                    file.write_text(json.dumps(changed))
                else:
                    rewrite(server, name, lambda rows, new=changed: rows.__setitem__(0, new))
                try:
                    read_server_part(server)  # a label or a date may say anything
                except SupplyError:
                    refused += 1
        file.write_bytes(whole)
        (server / "supply.json").write_bytes(manifest)
    assert refused > 300


def test_another_format_or_part_is_refused(server, supply):
    manifest = json.loads((server / "supply.json").read_text())
    (server / "supply.json").write_text(json.dumps({**manifest, "limen_supply": 2}))
    with pytest.raises(SupplyError, match="has format 2; this Limen reads 1"):
        read_server_part(server)
    with pytest.raises(SupplyError, match="is not the server's part"):
        read_server_part(supply.folder / "unblinded")
