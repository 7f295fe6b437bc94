"""Memory does not grow with the answers."""

from __future__ import annotations

import tracemalloc
from datetime import UTC, datetime

import pytest
from lived_through import BY

from limen.conduct.core.export import export
from limen.conduct.core.models import Occasion, Response

pytestmark = pytest.mark.long

SMALL, LARGE = 4_500, 20_000  # both more than the buffers hold: those are filled either way
_ALLOWED = 1.5  # how buffers fall together varies; what grows with the answers would give 4


def fill(occasions, versions):
    """Give one item of answered occasions these versions, past the trail: it is not the point."""
    Response.objects.bulk_create(
        [
            Response(
                participant_id=occasion.participant_id,
                occasion=occasion,
                instrument="limen_daily",
                item="mood",
                value=str(number % 100),
                state="answered",
                version=number,
                reason="again",
                entered_at=datetime(2026, 3, 20, tzinfo=UTC),
                audit_entry_id=1,
            )
            for occasion in occasions
            for number in versions
        ],
        batch_size=500,
    )


def peak(folder):
    """The most memory that Python held at once, in bytes."""
    tracemalloc.start()
    try:
        export(folder, by=BY)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_four_times_the_answers_take_the_same_memory(lived, tmp_path):
    occasions = list(Occasion.objects.filter(state="submitted"))
    first = 1000 + SMALL // len(occasions)
    fill(occasions, range(1000, first))
    export(tmp_path / "first", by=BY)  # what is read once and kept is read
    small = peak(tmp_path / "small")
    fill(occasions, range(first, 1000 + LARGE // len(occasions)))
    large = peak(tmp_path / "large")
    assert large < _ALLOWED * small, f"{small:,} and {large:,} bytes"
