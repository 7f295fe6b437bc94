"""A passage that no document has keeps a study from opening; one that is there does not."""

from __future__ import annotations

import pytest

from limen.conduct.core.obstacles import of_protocol
from limen.protocol import parse_protocol, shipped

TEXT = shipped()["demonstration"].read_text(encoding="utf-8")
PASSAGE = "      passage: Who decides what you get\n"


def passages(deployment, passage: str) -> list[str]:
    """The paths of problems with passages, where the first question names one."""
    assert PASSAGE in TEXT
    protocol = parse_protocol(TEXT.replace(PASSAGE, f"      passage: {passage}\n"))
    return [one.path for one in of_protocol(protocol, deployment) if "passage" in one.path]


@pytest.mark.parametrize(
    ("passage", "problems"),
    [
        ("Who decides what you get", []),
        ("What  I agree to", []),
        ("Who decides", ["consent.questions.chance.passage"]),
        ("who decides what you get", ["consent.questions.chance.passage"]),
    ],
)
def test_a_passage_is_a_heading_of_a_document(demonstration_study, deployment, passage, problems):
    assert passages(deployment, passage) == problems


def test_while_a_document_is_missing_nothing_is_said_about_passages(
    demonstration_study, deployment
):
    for file in deployment.documents.glob("*declaration*"):
        kept = file.read_bytes()
        file.unlink()
        try:
            assert passages(deployment, "Nowhere") == []
        finally:
            file.write_bytes(kept)
        break
    else:
        pytest.fail("The demonstration has no declaration.")


def test_a_protocol_that_names_no_passage_keeps_its_hash(demonstration_study):
    lines = [line for line in TEXT.splitlines() if not line.strip().startswith("passage:")]
    without = "\n".join(lines) + "\n"
    assert "passage" not in without
    empty = without.replace(
        "      correct: At any time", "      passage: null\n      correct: At any time"
    )
    assert empty != without
    assert parse_protocol(empty).hash == parse_protocol(without).hash
    assert parse_protocol(TEXT).hash != parse_protocol(without).hash
