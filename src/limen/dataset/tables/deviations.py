"""`deviations`: where the study did not go by its protocol."""

from limen.dataset.tables.spec import (
    YES_NO,
    ColumnSpec,
    TableSpec,
    occasion,
    participant,
    study_day,
)

DEVIATIONS = TableSpec(
    name="deviations",
    title="Protocol deviations",
    row="one deviation",
    own=(
        participant(),
        ColumnSpec("deviation", "Number of the record", "id", required=True),
        ColumnSpec("category", "Kind of deviation"),
        occasion(required=False),
        study_day("The day it happened"),
        ColumnSpec(
            "important", "Whether it may bear on safety or the result", "choice", choices=YES_NO
        ),
        ColumnSpec("description", "What happened", required=True),
    ),
    key=("participant", "deviation"),
)
