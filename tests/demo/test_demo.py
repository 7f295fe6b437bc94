"""The demonstration runs without a network, ends, and leaves what it names."""

from __future__ import annotations

import socket

import pytest

from limen.dataset import read_allocations, read_dataset
from limen.dataset.check import check_dataset
from limen.demo.demo import demonstrate
from limen.errors import LimenError

pytestmark = [pytest.mark.xdist_group("demonstration"), pytest.mark.long]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A short demonstration in a folder that holds an older one, and something else."""
    out = tmp_path_factory.mktemp("demo")
    (out / "report").mkdir()
    (out / "report" / "old.html").write_text("old")
    (out / "mine.txt").write_text("mine")
    with pytest.MonkeyPatch.context() as patch:

        def refused(*_):
            raise AssertionError("the demonstration asked for the network")

        patch.setattr(socket, "getaddrinfo", refused)
        return out, demonstrate(out, replicates=4, quiet=True, live=False)


def test_it_says_whether_the_study_can_answer_its_question(made):
    assert "The true effect of LSD 10 micrograms" in made[1].said
    assert made[1].said.startswith("SIMULATED")


def test_the_pages_are_there_and_say_that_nobody_took_part(made):
    for page in (made[1].rehearsed, made[1].report):
        assert "SIMULATED" in page.read_text(encoding="utf-8")


def test_the_dataset_keeps_its_protocol_and_belongs_to_its_allocations(made):
    stored, sealed = read_dataset(made[1].study), read_allocations(made[1].allocations)
    assert stored.simulated
    assert not check_dataset(stored, allocations=sealed).errors
    assert stored.unseal(sealed).arm_of


def test_an_older_demonstration_is_replaced_and_nothing_else(made):
    out, _ = made
    assert not (out / "report" / "old.html").exists()
    assert (out / "mine.txt").read_text() == "mine"


def test_a_file_in_its_place_is_refused(tmp_path):
    (tmp_path / "out").write_text("a file")
    with pytest.raises(LimenError, match="is a file"):
        demonstrate(tmp_path / "out")
    assert (tmp_path / "out").read_text() == "a file"


def test_a_study_of_real_people_in_its_place_stays(tmp_path):
    folder = tmp_path / "conduct"
    folder.mkdir()
    (folder / "limen-conduct.toml").write_text("[server]\ndemonstration = false\n")
    with pytest.raises(LimenError, match="no demonstration, and stays"):
        demonstrate(tmp_path)
    assert (folder / "limen-conduct.toml").exists()
