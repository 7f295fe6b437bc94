"""`allocations`: who was randomised to what. Sealed, in a file of its own, apart from the rest."""

from limen.dataset.tables.spec import ColumnSpec, TableSpec, participant

ALLOCATIONS = TableSpec(
    name="allocations",
    title="Allocations (sealed)",
    row="the arm of a participant, the intervention of a period, or the content of a kit",
    own=(
        participant(),
        ColumnSpec("arm", "The arm; blank if nobody recorded it", "id"),
        ColumnSpec("period", "The period; blank in a row that gives the arm only", "integer"),
        ColumnSpec("kit", "The kit; blank in a row that gives the period's intervention", "id"),
        ColumnSpec(
            "intervention",
            "What the kit held, or the period's intervention; blank with no period",
            "id",
        ),
        ColumnSpec("dose_level", "The dose level, where the protocol has several", "id"),
    ),
    key=("participant", "period", "kit"),
)
