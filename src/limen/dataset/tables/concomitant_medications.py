"""`concomitant_medications`: what else people took."""

from limen.dataset.tables.spec import ColumnSpec, TableSpec, participant

CONCOMITANT_MEDICATIONS = TableSpec(
    name="concomitant_medications",
    title="Concomitant medications",
    row="one medication of one participant",
    own=(
        participant(),
        ColumnSpec("medication", "Number of the record", "id", required=True),
        ColumnSpec("name", "Name of the medication", required=True),
        ColumnSpec("indication", "What it is taken for"),
        ColumnSpec("dose", "Dose and frequency, in words"),
        ColumnSpec("start_day", "First study day; negative before treatment", "integer", "days"),
        ColumnSpec("end_day", "Last study day; blank while it goes on", "integer", "days"),
    ),
    key=("participant", "medication"),
)
