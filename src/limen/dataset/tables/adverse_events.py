"""`adverse_events`: what befell people, whatever the cause."""

from limen.dataset.tables.spec import YES_NO, ColumnSpec, TableSpec, participant

ADVERSE_EVENTS = TableSpec(
    name="adverse_events",
    title="Adverse events",
    row="one adverse event of one participant",
    own=(
        participant(),
        ColumnSpec("event", "Number of the event", "id", required=True),
        ColumnSpec("term", "What happened, as a term", required=True),
        ColumnSpec("coded_term", "The term in the site's dictionary"),
        ColumnSpec("dictionary", "Name and version of that dictionary"),
        ColumnSpec("onset_day", "Study day of onset", "integer", "days"),
        ColumnSpec("end_day", "Study day of its end; blank while it lasts", "integer", "days"),
        ColumnSpec("serious", "Whether it is serious (ICH E2A)", "choice", choices=YES_NO),
        ColumnSpec("seriousness_criterion", "Which criterion makes it serious"),
        ColumnSpec(
            "severity_grade", "1 mild, 2 moderate, 3 severe, 4 life-threatening, 5 death", "integer"
        ),
        ColumnSpec(
            "relatedness",
            "Whether the intervention caused it, as judged while blinded",
            "choice",
            choices=("unrelated", "unlikely", "possible", "probable", "definite"),
        ),
        ColumnSpec(
            "expectedness",
            "Whether the reference safety information lists it",
            "choice",
            choices=("expected", "unexpected"),
        ),
        ColumnSpec("action", "What was done with the intervention"),
        ColumnSpec("outcome", "How it ended"),
    ),
    key=("participant", "event"),
)
