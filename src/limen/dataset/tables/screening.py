"""`screening`: what was asked of everybody who was considered, and what was decided."""

from limen.dataset.tables.spec import ColumnSpec, TableSpec

SCREENING = TableSpec(
    name="screening",
    title="Screening",
    row="one answer, criterion or decision about a person who was considered",
    own=(
        ColumnSpec("candidate", "Number on the screening log", "id", required=True),
        ColumnSpec("participant", "The participant; blank if not enrolled", "id"),
        ColumnSpec("site", "The site that screened", "id"),
        ColumnSpec("screened_on", "Date of the answer or decision", "date"),
        ColumnSpec(
            "question",
            "A screening question or criterion of the protocol, or `decision`",
            "id",
            required=True,
        ),
        ColumnSpec(
            "answer",
            "The answer; `met` or `not_met` for a criterion; "
            "`eligible`, `not_eligible` or `declined` for the decision",
        ),
        ColumnSpec("reason", "The reason in words"),
    ),
    key=("candidate", "question"),
)
