"""`intercurrent_events`: what came between, as the estimands name it."""

from limen.dataset.tables.spec import ColumnSpec, TableSpec, occasion, participant, study_day

INTERCURRENT_EVENTS = TableSpec(
    name="intercurrent_events",
    title="Intercurrent events",
    row="one intercurrent event of one participant",
    own=(
        participant(),
        ColumnSpec(
            "event",
            "Which event of the protocol's estimands, e.g. `stopping_dosing`",
            "id",
            required=True,
        ),
        occasion(required=False),
        study_day("The day it happened"),
        ColumnSpec("reason", "Why"),
    ),
    key=("participant", "event", "occasion", "study_day"),
)
