"""A file is there whole or not at all, with the mode that was asked for, and replaces nothing."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from limen.whole_file import write_whole


@pytest.fixture(params=["links", "no links"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder; then one on a file system without links, such as a memory stick's."""
    if request.param == "no links":

        def refuse(*_: object) -> None:
            raise PermissionError(errno.EPERM, "Operation not permitted")

        monkeypatch.setattr(os, "link", refuse)
    return tmp_path


def test_text_and_bytes_are_written_as_they_are(place):
    write_whole(place / "words", "grün\r\nblau\n")
    write_whole(place / "bytes", b"\0\1", mode=0o600)
    assert (place / "words").read_bytes() == "grün\r\nblau\n".encode()
    assert (place / "bytes").read_bytes() == b"\0\1"
    assert (place / "words").stat().st_mode & 0o777 == 0o644
    assert (place / "bytes").stat().st_mode & 0o777 == 0o600
    assert sorted(file.name for file in place.iterdir()) == ["bytes", "words"]


def test_a_file_that_is_there_stays_unless_it_is_to_be_replaced(place):
    file = place / "file"
    write_whole(file, "first")
    with pytest.raises(FileExistsError):
        write_whole(file, "second")
    assert file.read_text() == "first"
    write_whole(file, "third", replacing=True)
    assert file.read_text() == "third"
    assert list(place.iterdir()) == [file]


def test_what_fails_leaves_nothing_behind(place, monkeypatch):
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(place / "file", "content")
    assert list(place.iterdir()) == []
