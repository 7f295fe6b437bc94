"""The package's public names are listed, importable, and do not load what they do not need."""

from __future__ import annotations

import pytest

import limen


@pytest.mark.parametrize("name", limen.__all__)
def test_every_public_name_is_there(name):
    assert getattr(limen, name) is not None


def test_the_list_is_what_we_promise():
    assert sorted(limen.__all__) == [
        "Dataset",
        "Protocol",
        "UnsealedDataset",
        "__version__",
        "load_protocol",
        "read_allocations",
        "read_dataset",
        "run",
    ]


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'analyze'"):
        _ = limen.analyze  # type: ignore[attr-defined]
