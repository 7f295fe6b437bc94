"""A document to start from: it loads, replaces nothing, and is there whole or not at all."""

from __future__ import annotations

import pytest

from limen.errors import ProtocolError
from limen.protocol import load_protocol
from limen.protocol.template import write_starting


def test_it_loads_and_has_the_name_of_its_file(tmp_path):
    path = write_starting(tmp_path / "My study 2.yaml")
    assert load_protocol(path).id == "my_study_2"


def test_it_is_commented(tmp_path):
    assert write_starting(tmp_path / "a.yaml").read_text().count("# ") > 10


def test_the_suffix_is_added(tmp_path):
    assert write_starting(tmp_path / "study") == tmp_path / "study.yaml"


def test_a_name_that_is_no_id(tmp_path):
    assert load_protocol(write_starting(tmp_path / "2027.yaml")).id == "study_2027"


def test_from_an_example(tmp_path):
    path = write_starting(tmp_path / "mine.yaml", example="resilience")
    protocol = load_protocol(path)
    assert protocol.id == "mine"
    assert protocol.outcome("stressor_reactivity").derived is not None


def test_an_example_that_does_not_exist(tmp_path):
    with pytest.raises(ProtocolError, match="Did you mean 'resilience'"):
        write_starting(tmp_path / "mine.yaml", example="resilence")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_replaced(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("precious")
    with pytest.raises(ProtocolError, match="exists already"):
        write_starting(path)
    assert path.read_text() == "precious"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_does_not_exist(tmp_path):
    with pytest.raises(ProtocolError, match="folder does not exist"):
        write_starting(tmp_path / "none" / "mine.yaml")
