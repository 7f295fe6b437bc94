"""`scores`: what the instruments gave, one number a subscale."""

from limen.dataset.tables.spec import ColumnSpec, TableSpec, occasion, participant

SCORES = TableSpec(
    name="scores",
    title="Scores",
    row="one subscale of one instrument at one occasion",
    own=(
        participant(),
        occasion(),
        ColumnSpec("instrument", "The instrument", "id", required=True),
        ColumnSpec("subscale", "The subscale of the instrument", "id", required=True),
        ColumnSpec(
            "score", "The score; blank if it cannot be computed", "number", "unit of the subscale"
        ),
        ColumnSpec(
            "published_change",
            "Historical data: the change from baseline that was published beside the score",
            "number",
            "unit of the subscale",
        ),
        ColumnSpec("items_missing", "How many items had no answer", "integer", "items"),
        ColumnSpec("flag", "What is remarkable: `above_maximum`, `below_minimum`, `prorated`"),
        ColumnSpec("instrument_version", "Version of the instrument's structure"),
        ColumnSpec("scoring_version", "Version of the scoring rule; `published` if not ours"),
        ColumnSpec("text_hash", "SHA-256 of the wording that was read"),
    ),
    key=("participant", "occasion", "instrument", "subscale", "respondent"),
)
