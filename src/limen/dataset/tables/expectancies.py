"""`expectancies`: what was expected of an intervention, asked before allocation."""

from limen.dataset.tables.spec import ColumnSpec, TableSpec, occasion, participant

EXPECTANCIES = TableSpec(
    name="expectancies",
    title="Expectancies",
    row="one expectation of one participant",
    own=(
        participant(),
        occasion(),
        ColumnSpec(
            "name", "What is expected, e.g. `benefit` or an outcome's id", "id", required=True
        ),
        ColumnSpec("intervention", "Of which intervention; blank if of the study", "id"),
        ColumnSpec(
            "expectation",
            "How much is expected: 0 nothing, 100 the most",
            "number",
            "percent of the scale",
        ),
    ),
    key=("participant", "occasion", "name", "intervention"),
)
