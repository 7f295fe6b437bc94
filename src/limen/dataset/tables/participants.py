"""`participants`: the people in the study."""

from limen.dataset.tables.spec import ColumnSpec, TableSpec, participant

PARTICIPANTS = TableSpec(
    name="participants",
    title="Participants",
    row="a person in the study",
    own=(
        participant(),
        ColumnSpec("site", "The site that enrolled the person", "id"),
        ColumnSpec(
            "stratum",
            "Levels of the allocation's strata, in the protocol's order: `sex=female;site=riga`",
        ),
        ColumnSpec("age_years", "Age at enrolment", "number", "years"),
        ColumnSpec("sex", "Sex as the person stated it", "text"),
        ColumnSpec(
            "status",
            "Where the person stands; blank if unknown",
            "choice",
            choices=(
                "enrolled",
                "completed",
                "discontinued",
                "withdrawn",
                "lost_to_follow_up",
            ),
        ),
        ColumnSpec("enrolled_on", "Date of enrolment", "date"),
        ColumnSpec("time_zone", "IANA name of the person's time zone at enrolment"),
        ColumnSpec("language", "Language of the person's pages", "id"),
        ColumnSpec("substance", "Where people bring their own: which substance, in their words"),
        ColumnSpec("dose_amount", "Where people bring their own: amount per capsule", "number"),
        ColumnSpec(
            "dose_unit",
            "Unit of `dose_amount` and of what; doses in different units are never pooled",
        ),
    ),
    key=("participant",),
)
