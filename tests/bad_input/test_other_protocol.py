"""The protocol of another study, or another version of this one."""

from __future__ import annotations

from pathlib import Path

STUDIES = Path(__file__).parents[1] / "studies"


def test_put_into_the_datasets_folder(place) -> None:
    (place.dataset / "protocol.yaml").write_text((STUDIES / "crossover.yaml").read_text())
    told = place.refused()
    assert "was changed after it was written" in told
    assert "protocol.yaml: is not the protocol that dataset.json names" in told
    assert "Data of another study need their own dataset." in told
    assert place.check()[0] == 2


def test_compared_with_another_study(place) -> None:
    code, said = place.check("--protocol", str(STUDIES / "crossover.yaml"))
    assert code == 1
    assert "the data are of 'harbour' 1.0" in said
    assert "not of 'sequences' 1.0" in said
    assert "Check the data against the protocol of their own study." in said
    assert place.check("--protocol", str(STUDIES / "parallel.yaml"))[0] == 0


def test_compared_with_an_amendment(place, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text((STUDIES / "parallel.yaml").read_text().replace("planned: 40", "planned: 60"))
    code, said = place.check("--protocol", str(other))
    assert code == 1
    assert "`limen protocol diff` says what changed between the two." in said


def test_no_protocol_in_the_folder(place) -> None:
    (place.dataset / "protocol.yaml").unlink()
    assert "protocol.yaml: does not exist." in place.refused()
