"""`measurements`: numbers that no instrument gives: weight, blood pressure, history, sensors."""

from limen.dataset.tables.spec import ColumnSpec, TableSpec, occasion, participant

MEASUREMENTS = TableSpec(
    name="measurements",
    title="Measurements",
    row="one measured quantity at one occasion",
    own=(
        participant(),
        occasion(),
        ColumnSpec("measurement", "What was measured", "id", required=True),
        ColumnSpec("value", "The number; blank if it was sought and not had", "number", "`unit`"),
        ColumnSpec("unit", "The unit of `value`, in words for codes and counts"),
        ColumnSpec("measured_at", "When it was measured", "instant"),
    ),
    key=("participant", "occasion", "measurement", "respondent"),
)
