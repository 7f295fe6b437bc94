"""`administrations`: which kit or envelope was taken when. Never what it held."""

from limen.dataset.tables.spec import ColumnSpec, TableSpec, occasion, participant, study_day

ADMINISTRATIONS = TableSpec(
    name="administrations",
    title="Administrations",
    row="one dosing day of one participant",
    own=(
        participant(),
        ColumnSpec(
            "number", "Which administration of the person; the first is 1", "integer", required=True
        ),
        occasion(required=False),
        ColumnSpec("period", "The period of treatment; the first is 1", "integer"),
        study_day("The day of the dose"),
        ColumnSpec("kit", "Number of the kit or envelope; says nothing about its content", "id"),
        ColumnSpec("planned_at", "When it was due", "instant"),
        ColumnSpec("taken_at", "When it was taken", "instant"),
        ColumnSpec(
            "status",
            "What became of it; blank if unknown",
            "choice",
            choices=("taken", "partly_taken", "missed", "held", "refused"),
        ),
        ColumnSpec("reason", "Why it was not taken as planned"),
    ),
    key=("participant", "number"),
)
