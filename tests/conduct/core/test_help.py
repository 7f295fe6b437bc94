"""Whom participants can call: from the settings, and needed before real people come."""

from __future__ import annotations

import pytest

from limen.conduct.core import obstacles
from limen.conduct.core.deployment import Help
from limen.conduct.core.deployment.configuration import read_configuration, starting_text
from limen.errors import ConductError

HELP = """
study = "Study team, Riga"
telephone = "+371 20 000 000"
emergency = "112"
crisis = "Crisis line"
crisis_telephone = "+371 67-222-922"
"""


def read(tmp_path, section):
    file = tmp_path / "limen-conduct.toml"
    text = starting_text(address="https://study.example.org")
    start, end = text.index("[help]"), text.index("[backups]")
    file.write_text(text[:start] + "[help]\n" + section + text[end:], encoding="utf-8")
    return read_configuration(file, tmp_path / "study.sqlite3").help


def test_it_is_read(tmp_path):
    help = read(tmp_path, HELP)
    assert help.emergency_dial == "112"
    assert help.dial == "+37120000000"
    assert help.crisis_dial == "+37167222922"
    assert help.missing == ()


def test_a_new_folder_names_nobody_yet(tmp_path):
    file = tmp_path / "limen-conduct.toml"
    file.write_text(starting_text(address="https://study.example.org"), encoding="utf-8")
    help = read_configuration(file, tmp_path / "study.sqlite3").help
    assert help.missing == ("study", "telephone", "emergency", "crisis", "crisis_telephone")


def test_a_site_says_what_is_otherwise_there(tmp_path):
    help = read(tmp_path, HELP + '[help.sites.porto]\ntelephone = "+351 220 000 000"\n')
    assert help.of_site("porto").dial == "+351220000000"
    assert help.of_site("porto").emergency == "112"
    assert help.of_site("riga") == help


@pytest.mark.parametrize(
    ("section", "path"),
    [
        ("telephone = 112\n", "help.telephone"),
        ('fax = "1"\n', "help.fax"),
        ('sites = "porto"\n', "help.sites"),
        ('[help.sites]\nporto = "1"\n', "help.sites.porto"),
        ("[help.sites.porto]\ntelephone = 1\n", "help.sites.porto.telephone"),
        ('[help.sites.porto]\nsites = "x"\n', "help.sites.porto.sites"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path, section, path):
    with pytest.raises(ConductError) as error:
        read(tmp_path, section)
    assert [problem.path for problem in error.value.problems] == [path]


def test_a_study_does_not_open_without_it(study, deployment):
    paths = [problem.path for problem in obstacles.of_site(deployment)]
    assert "help.emergency" in paths
    assert "help.telephone" in paths


def test_nothing_is_missing_of_a_whole_one():
    assert Help().missing
