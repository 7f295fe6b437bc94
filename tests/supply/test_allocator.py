"""The allocator: balanced, remembered, and silent about arms."""

from __future__ import annotations

import json
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

import pytest
from sealing import CHEAP, NOW, PASSPHRASE, make_people, still

from limen.errors import ExhaustedError, SupplyError
from limen.protocol import protocol_file
from limen.protocol.load import parse_protocol
from limen.supply.allocator import Allocator, Request, read_pool
from limen.supply.allocator.serve import answered, serve
from limen.supply.chain import read_chain
from limen.supply.create import create
from limen.supply.keys import make_key, rehearse_allocator, unlock
from limen.supply.sealed import ask, read_server_part

STRATA = "    - {id: site, title: Site, from: site}\n"
BLOCKS = "  kind: permuted_blocks\n  ratio: {PL: 1, MD: 1}\n  strata: [site]\n"


def minimised(probability: float = 0.8):
    """The demonstration, with minimisation over site and sex."""
    text = protocol_file("demonstration").read_text(encoding="utf-8")
    text = text.replace(STRATA, STRATA + "    - {id: sex, title: Sex, levels: [female, male]}\n")
    text = text.replace("  block_sizes: [2, 4]\n", "")
    rule = "  kind: minimisation\n  ratio: {PL: 1, MD: 1}\n"
    rule += "  factors: [{stratum: site}, {stratum: sex, weight: 2.0}]\n"
    rule += f"  probability: {probability}\n  allow_deterministic: true\n"
    assert BLOCKS in text
    return parse_protocol(text.replace(BLOCKS, rule))


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """Keys of everybody and of the allocator, rehearsed."""
    folder = tmp_path_factory.mktemp("allocator") / "keys"
    make_people(folder)
    make_key(folder, name="allocator", kind="allocator", passphrase=PASSPHRASE, cost=CHEAP)
    rehearse_allocator(folder, unlock(folder / "allocator.private.json", PASSPHRASE), at=NOW)
    return folder


@pytest.fixture(scope="module")
def made(keys, tmp_path_factory):
    """Two supplies by probability: 20 sets of each arm at each site."""
    found = {}
    for probability in (0.8, 1.0):
        folder = tmp_path_factory.mktemp("made") / "supply"
        create(minimised(probability), keys=keys, out=folder, now=NOW, count=20, chances=still())
        found[probability] = folder
    return found


@pytest.fixture
def start(made, keys, tmp_path):
    """`start(probability)`: an allocator on a copy of its folder; again, it is a restart."""

    def started(probability=0.8) -> Allocator:
        folder = tmp_path / f"allocator-{probability}"
        if not folder.exists():
            shutil.copytree(made[probability] / "allocator", folder)
        key = unlock(keys / "allocator.private.json", PASSPHRASE)
        return Allocator(read_pool(folder, key), folder)

    return started


def requests(n: int) -> list[Request]:
    """People as they come, by chance."""
    chance = random.Random(n)
    levels = {"site": ("riga", "porto"), "sex": ("female", "male")}
    return [
        Request(
            participant=f"p-{i:03}",
            levels={name: chance.choice(some) for name, some in levels.items()},
        )
        for i in range(n)
    ]


def asked(path: Path, request: Request) -> str:
    return ask(path, participant=request.participant, levels=request.levels)


def arms_of(allocator: Allocator) -> dict[str, str]:
    names = allocator.pool.procedure.arms
    return {one.set: names[one.arm] for one in allocator.pool.sets}


def test_each_decision_leaves_the_least_imbalance(start):
    """Second route: Pocock and Simon's range by hand, for a rule without chance but for ties."""
    allocator, past, decided = start(1.0), [], 0
    arms = arms_of(allocator)
    for request in requests(36):
        left = {}
        for arm in ("PL", "MD"):
            total = 0.0
            for factor, weight in (("site", 1.0), ("sex", 2.0)):
                alike = Counter(
                    a for other, a in past if other.levels[factor] == request.levels[factor]
                )
                alike[arm] += 1
                total += weight * abs(alike["PL"] - alike["MD"])
            left[arm] = total
        chosen = arms[allocator.allocate(request, at=NOW).set]
        assert left[chosen] == min(left.values())
        past.append((request, chosen))
        decided += left["PL"] != left["MD"]
    assert {arm for _, arm in past} == {"PL", "MD"}
    assert decided > 12  # or ties would decide everything


def test_chance_has_its_say(start):
    """With 0.8 some decisions go the other way, and the sequence is not the one of 1.0."""
    arms = {}
    for probability in (0.8, 1.0):
        allocator = start(probability)
        names = arms_of(allocator)
        arms[probability] = [names[allocator.allocate(r, at=NOW).set] for r in requests(24)]
    assert arms[0.8] != arms[1.0]


def test_a_set_is_where_the_participant_is_and_is_given_once(start, made):
    part = read_server_part(made[0.8] / "server")
    allocator = start()
    given = [(r, allocator.allocate(r, at=NOW).set) for r in requests(30)]
    assert len({number for _, number in given}) == 30
    assert all(part.by_set[number].stratum == {"site": r.levels["site"]} for r, number in given)


def test_an_answer_is_remembered_over_a_restart(start):
    first = [start().allocate(request, at=NOW).set for request in requests(12)]
    again = [start().allocate(request, at=NOW).set for request in requests(12)]
    assert again == first


def test_the_next_decision_does_not_depend_on_a_restart(start, made, keys, tmp_path):
    """One allocator for all, against one that is started anew for each."""
    anew = [start().allocate(request, at=NOW).set for request in requests(12)]
    other = tmp_path / "other"
    shutil.copytree(made[0.8] / "allocator", other)
    key = unlock(keys / "allocator.private.json", PASSPHRASE)
    one = Allocator(read_pool(other, key), other)
    assert [one.allocate(request, at=NOW).set for request in requests(12)] == anew


def test_nothing_but_numbers_leaves_it(start):
    allocator = start()
    for request in requests(10):
        line = json.dumps({"participant": request.participant, "levels": request.levels})
        answer = answered(allocator, line.encode())
        assert set(answer) == {"set"}
        assert answer["set"].isdigit()
    for file in allocator.folder.iterdir():
        text = file.read_text()
        assert not [word for word in ('"PL"', '"MD"', "placebo", "lsd") if word in text]
    assert "arm" not in repr(allocator.pool.sets[0])


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"", "not one that the allocator knows"),
        (b"[]", "not one that the allocator knows"),
        (b'{"participant": "x", "levels": {"site": "riga"}}', "a level of each of: site, sex"),
        (
            b'{"participant": "x", "levels": {"site": "paris", "sex": "male"}}',
            "'paris' is no level of site. Levels: riga, porto.",
        ),
        (b'{"participant": " ", "levels": {"site": "riga", "sex": "male"}}', "no participant"),
        (b'{"participant": "x", "levels": {"site": "riga", "sex": "male"}', "not one that"),
    ],
)
def test_what_is_no_question_changes_nothing(start, line, words):
    allocator = start()
    answer = answered(allocator, line)
    assert set(answer) == {"error"}
    assert words in answer["error"]
    file = allocator.folder / "allocated.jsonl"
    assert not file.exists() or file.read_bytes() == b""


def test_other_levels_for_the_same_person_are_refused(start):
    allocator = start()
    allocator.allocate(Request(participant="x", levels={"site": "riga", "sex": "male"}), at=NOW)
    other = Request(participant="x", levels={"site": "riga", "sex": "female"})
    with pytest.raises(SupplyError, match="was allocated with other levels"):
        allocator.allocate(other, at=NOW)


def test_a_pool_that_has_run_out_does_not_say_of_which_arm(start):
    allocator, told = start(), []
    for n in range(60):
        request = Request(participant=f"p{n}", levels={"site": "riga", "sex": "male"})
        try:
            allocator.allocate(request, at=NOW)
        except SupplyError as error:
            told.append(str(error))
    words = "The pool has run out here: more must be supplied before anybody else is randomised."
    assert set(told) == {f"{words} Ask the pharmacist for a new supply."}


def test_where_one_arm_has_run_out_nobody_else_gets_a_set(start):
    """What is left there is of the other arm: whoever got it would be unblinded by a refusal."""
    allocator, given, refused = start(), {}, []
    chance = random.Random(1)
    for n in range(60):
        sex = chance.choice(("female", "male"))
        request = Request(participant=f"p{n}", levels={"site": "riga", "sex": sex})
        try:
            given[n] = allocator.allocate(request, at=NOW).set
        except ExhaustedError:
            refused.append(n)
    assert refused == list(range(len(given), 60))  # after the first refusal nobody gets any
    arms = arms_of(allocator)
    assert max(Counter(arms[number] for number in given.values()).values()) == 20
    assert len(given) < 40
    line = json.dumps({"participant": "p59", "levels": {"site": "riga", "sex": "male"}})
    assert answered(allocator, line.encode())["exhausted"] is True
    first = Request(participant="p0", levels={"site": "riga", "sex": sex_of(allocator, "p0")})
    assert allocator.allocate(first, at=NOW).set == given[0]  # once decided, for ever
    there = Request(participant="q", levels={"site": "porto", "sex": "male"})
    assert allocator.allocate(there, at=NOW).set  # of another site nothing is said


def sex_of(allocator: Allocator, participant: str) -> str:
    """What an allocator was told of somebody."""
    links = read_chain(allocator.folder / "allocated.jsonl")
    return next(
        one.content["levels"]["sex"] for one in links if one.content["participant"] == participant
    )


class StoppedError(Exception):
    """An allocator that had begun to answer was stopped."""


def begins(allocator: Allocator, path: Path) -> None:
    """Let an allocator begin at a path, and stop it."""

    def stop() -> None:
        assert path.is_socket()
        raise StoppedError

    serve(allocator, path, ready=stop)


def test_a_socket_that_was_left_behind_is_taken_over(start, tmp_path):
    path = tmp_path / "s"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as left:
        left.bind(str(path))
        left.listen()
    assert path.is_socket()
    with pytest.raises(StoppedError):
        begins(start(), path)
    assert not path.exists()


def test_what_somebody_else_uses_is_not_taken_over(start, tmp_path, monkeypatch):
    path = tmp_path / "s"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as other:
        other.bind(str(path))
        other.listen()
        with pytest.raises(SupplyError, match="Another allocator answers there"):
            begins(start(), path)
        assert path.is_socket()
    with monkeypatch.context() as patch:
        patch.setattr("os.getuid", lambda: path.stat().st_uid + 1)
        with pytest.raises(SupplyError, match="no socket of this account"):
            begins(start(), path)
    assert path.is_socket()
    file = tmp_path / "file"
    file.write_text("mine")
    with pytest.raises(SupplyError, match="Name another --socket"):
        begins(start(), file)
    assert file.read_text() == "mine"


def test_a_pool_opens_for_its_key_only(made, keys, tmp_path):
    anna = unlock(keys / "anna.private.json", f"{PASSPHRASE} anna")
    with pytest.raises(SupplyError, match="does not open with the key of 'anna'"):
        read_pool(made[0.8] / "allocator", anna)
    shutil.copytree(made[0.8] / "allocator", tmp_path / "a")
    file = tmp_path / "a" / "pool.json"
    file.write_text(file.read_text()[:-40])
    with pytest.raises(SupplyError, match="cut off or changed"):
        read_pool(tmp_path / "a", unlock(keys / "allocator.private.json", PASSPHRASE))


def test_the_server_learns_that_it_must_ask(made):
    part = read_server_part(made[0.8] / "server")
    assert part.assigned_by == "allocator"
    assert [len(queue) for queue in part.queues.values()] == [40, 40]


def test_without_its_key_no_supply_is_made(keys, tmp_path):
    folder = shutil.copytree(keys, tmp_path / "keys")
    (folder / "allocator.public.json").unlink()
    with pytest.raises(SupplyError, match="minimisation needs an allocator"):
        create(minimised(), keys=folder, out=tmp_path / "supply", now=NOW, count=2)


def test_the_command_answers_at_a_socket_one_after_the_other(made, keys, tmp_path):
    """Thirty-two ask at once; each gets a set, none gets another's, and it stops when told to."""
    folder, path = shutil.copytree(made[0.8] / "allocator", tmp_path / "a"), tmp_path / "s"
    words = ["supply", "allocator", folder, "--private", keys / "allocator.private.json"]
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from limen.cli import main; main()",
            *map(str, words),
            "--socket",
            str(path),
            "--passphrase-stdin",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    process.stdin.write(PASSPHRASE + "\n")
    process.stdin.flush()
    try:
        limit = time.monotonic() + 30
        while not path.exists():
            assert process.poll() is None
            assert time.monotonic() < limit
            time.sleep(0.05)
        assert path.stat().st_mode & 0o007 == 0
        people = [
            Request(participant=f"p{n}", levels={"site": site, "sex": sex})
            for n, (site, sex, _) in enumerate(
                product(("riga", "porto"), ("female", "male"), range(8))
            )
        ]
        with ThreadPoolExecutor(32) as crowd:
            given = list(crowd.map(lambda one: asked(path, one), people))
        assert len(set(given)) == 32
        assert asked(path, people[3]) == given[3]
    finally:
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=20)
    assert out.startswith("Allocating supply 00112233aabbccdd at")
    assert process.returncode == 130
    assert not path.exists()
    with pytest.raises(SupplyError, match="cannot be reached"):
        asked(path, people[0])


def test_the_order_in_which_sets_go_tells_nobody_who_is_alike(start, made):
    """Whoever sees the server part guesses that a set which was passed over is of another arm."""
    part, allocator = read_server_part(made[0.8] / "server"), start()
    arms, right, guesses = arms_of(allocator), 0, 0
    given = [allocator.allocate(request, at=NOW).set for request in requests(36)]
    for at, first in enumerate(given):
        for later in given[at + 1 :]:
            one, other = part.by_set[first], part.by_set[later]
            if one.stratum == other.stratum and other.order < one.order:
                right += arms[first] != arms[later]
                guesses += 1
    assert guesses > 10
    assert right < 0.7 * guesses
