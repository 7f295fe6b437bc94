"""`occasions`: what was due for whom, when, and what became of it."""

from limen.dataset.tables.spec import YES_NO, ColumnSpec, TableSpec, participant, study_day

OCCASIONS = TableSpec(
    name="occasions",
    title="Occasions",
    row="one planned occasion of one participant",
    own=(
        participant(),
        ColumnSpec("occasion", "The occasion, e.g. `acute.1`", "id", required=True),
        ColumnSpec(
            "definition",
            "The occasion's definition in the protocol, e.g. `acute`",
            "id",
            required=True,
        ),
        ColumnSpec("number", "Which repetition of the definition; the first is 1", "integer"),
        ColumnSpec("period", "The period of treatment; the first is 1", "integer"),
        study_day("The day it was due"),
        ColumnSpec(
            "state",
            "What became of it",
            "choice",
            choices=(
                "planned",
                "open",
                "started",
                "submitted",
                "expired",
                "missed",
                "cancelled",
            ),
        ),
        ColumnSpec("late", "Whether it was submitted in the grace time", "choice", choices=YES_NO),
        ColumnSpec("opens_at", "When its window opened", "instant"),
        ColumnSpec("closes_at", "When its window closed", "instant"),
        ColumnSpec("submitted_at", "When it was submitted", "instant"),
        ColumnSpec("time_zone", "IANA name of the time zone the window was made in"),
    ),
    key=("participant", "occasion"),
)
