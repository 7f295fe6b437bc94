"""Rows are read back as Django itself would read them, in whatever column type they have."""

from __future__ import annotations

from limen.conduct.core.models import Participant, StaffMember, Study
from limen.conduct.core.trail.canonical import columns
from limen.conduct.core.trail.stored import stored
from limen.conduct.core.trail.verification import recorded_models


def test_every_row_is_read_as_django_reads_it(
    on_each_database: Study, anna: Participant, carla: StaffMember, by
) -> None:
    from limen.conduct.core.occasions.services import begin_study, change_zone

    begin_study(anna, start=anna.invited_at.date(), by=by)
    change_zone(anna, zone="Asia/Kathmandu", by=by)
    filled = 0
    for model in recorded_models():
        rows = model._default_manager.order_by("pk").values_list(*columns(model))
        keys = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
        assert sorted(stored(model, keys)) == sorted(
            (str(key), row) for key, row in zip(keys, rows, strict=True)
        )
        filled += bool(keys)
    assert filled > 8
    assert list(stored(Participant, [])) == []
    assert list(stored(Participant, [anna.pk + 1_000_000])) == []
