"""`responses`: answers to single items, as given."""

from limen.dataset.tables.spec import ColumnSpec, TableSpec, occasion, participant

RESPONSES = TableSpec(
    name="responses",
    title="Responses",
    row="one version of the answer to one item",
    own=(
        participant(),
        occasion(),
        ColumnSpec("instrument", "The instrument", "id", required=True),
        ColumnSpec("item", "The item's slot in the instrument", "id", required=True),
        ColumnSpec("response", "The answer: a number, an option or text; blank if there is none"),
        ColumnSpec(
            "state",
            "Why there is an answer or none",
            "choice",
            required=True,
            choices=("answered", "not_applicable", "skipped", "declined", "missing"),
        ),
        ColumnSpec(
            "version", "1, or more after corrections; the highest counts", "integer", required=True
        ),
        ColumnSpec("reason", "Why it was corrected; blank in version 1"),
        ColumnSpec("instrument_version", "Version of the instrument's structure"),
        ColumnSpec("language", "Language in which the item was read", "id"),
        ColumnSpec("text_hash", "SHA-256 of the wording that was read"),
    ),
    key=("participant", "occasion", "instrument", "item", "respondent", "version"),
)
