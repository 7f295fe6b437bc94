"""A demonstration's clock may be ahead of the time; that of real people never is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import command
import pytest

from limen.conduct.core import clock
from limen.errors import ConductError

NOW = (
    "from pathlib import Path; from limen.conduct.core.lifecycle import at_work\n"
    "at_work(Path({folder!r}))\n"
    "from limen.conduct.core import clock; print(clock.now().isoformat())"
)


@pytest.fixture(autouse=True)
def _set_back(monkeypatch):
    """Leave the clock of the process that runs the tests as it was."""
    monkeypatch.setattr(clock, "_ahead", timedelta(0))


def made(folder, *more: str):
    status, said = command.run(["init", str(folder), "--protocol", "demonstration", *more])
    assert status == 0, said
    return folder


def test_a_file_in_the_folder_sets_it_when_a_process_starts(tmp_path):
    folder = made(tmp_path / "study", "--demonstration")
    clock.write_ahead(folder / "demonstration-clock", timedelta(days=30, hours=2))
    shown = datetime.fromisoformat(command.python(NOW.format(folder=str(folder))))
    ahead = shown - datetime.now(UTC)
    assert abs(ahead - timedelta(days=30, hours=2)) < timedelta(minutes=2)


def test_it_goes_on(tmp_path):
    clock.write_ahead(tmp_path / "file", timedelta(days=-3))
    clock.set_from(tmp_path / "file", demonstration=True)
    assert clock.ahead() == timedelta(days=-3)
    first = clock.now()
    assert clock.now() > first
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with clock.as_of(noon):
        assert clock.now() == noon


def test_a_study_of_real_people_does_not_start_with_one(tmp_path):
    folder = made(tmp_path / "study")
    clock.write_ahead(folder / "demonstration-clock", timedelta(days=30))
    status, said = command.run(["verify", str(folder)])
    assert status == 2
    assert "is for demonstrations only. Delete the file." in said
    settings = folder / "limen-conduct.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("demonstration = false", "demonstration = true"))
    status, said = command.run(["verify", str(folder)])
    assert status == 2
    assert "is for demonstrations only" in said


def test_a_file_that_holds_no_seconds_is_named(tmp_path):
    (tmp_path / "file").write_text("soon")
    with pytest.raises(ConductError, match="It holds no seconds"):
        clock.set_from(tmp_path / "file", demonstration=True)
    clock.set_from(tmp_path / "none", demonstration=False)
    assert clock.ahead() == timedelta(0)


def test_a_study_that_was_lived_ahead_of_time_goes_on_there_and_one_of_the_past_needs_no_file(
    tmp_path,
):
    clock.not_before(tmp_path / "file", datetime.now(UTC) - timedelta(hours=1))
    assert not (tmp_path / "file").exists()
    end = datetime.now(UTC) + timedelta(days=40)
    clock.not_before(tmp_path / "file", end)
    clock.set_from(tmp_path / "file", demonstration=True)
    assert timedelta(0) <= clock.now() - end < timedelta(minutes=2)
