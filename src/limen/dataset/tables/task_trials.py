"""`task_trials`: single trials of cognitive tasks."""

from limen.dataset.tables.spec import YES_NO, ColumnSpec, TableSpec, occasion, participant

TASK_TRIALS = TableSpec(
    name="task_trials",
    title="Task trials",
    row="one trial of a cognitive task",
    own=(
        participant(),
        occasion(),
        ColumnSpec("task", "The task", "id", required=True),
        ColumnSpec("block", "Block of trials; the first is 1", "integer"),
        ColumnSpec("trial", "Trial in the task; the first is 1", "integer", required=True),
        ColumnSpec("stimulus", "What was shown"),
        ColumnSpec("response", "What was answered; blank if nothing in time"),
        ColumnSpec("correct", "Whether it was right", "choice", choices=YES_NO),
        ColumnSpec("reaction_ms", "Time from stimulus to answer", "number", "milliseconds"),
        ColumnSpec("task_version", "Version of the task"),
        ColumnSpec("device", "Kind of device and its timing check"),
    ),
    key=("participant", "occasion", "task", "block", "trial"),
)
