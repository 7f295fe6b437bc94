"""`guesses`: what participants and raters believed had been given."""

from limen.dataset.tables.spec import ColumnSpec, TableSpec, occasion, participant

GUESSES = TableSpec(
    name="guesses",
    title="Treatment guesses",
    row="one answer to one treatment guess",
    own=(
        participant(),
        occasion(),
        ColumnSpec("guess", "The guess's definition in the protocol", "id", required=True),
        ColumnSpec(
            "about",
            "What is guessed at",
            "choice",
            choices=("administration", "period", "arm"),
        ),
        ColumnSpec("answer", "One of the guess's options, or `dont_know`", "id", required=True),
        ColumnSpec(
            "confidence_percent", "How sure: 0 not at all, 100 completely", "number", "percent"
        ),
        ColumnSpec("reason", "What the guess rests on"),
    ),
    key=("participant", "occasion", "guess", "respondent"),
)
