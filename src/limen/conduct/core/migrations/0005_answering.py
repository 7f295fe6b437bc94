"""What a report of an adverse event said, and the event that ends the baseline."""

from django.db import migrations, models

KINDS = [
    ("paused", "Paused"),
    ("resumed", "Came back from a pause"),
    ("discontinued", "Stops the intervention, stays in the study"),
    ("withdrew", "Withdrew from the study"),
    ("lost_to_follow_up", "Cannot be reached"),
    ("completed", "Completed the study"),
    ("erased", "Contact data and free text were erased"),
    ("baseline_locked", "All that is asked before the first kit was answered"),
]


class Migration(migrations.Migration):
    """Add a column that old rows leave empty, and a choice."""

    dependencies = [("core", "0004_serving")]  # noqa: RUF012
    operations = [  # noqa: RUF012
        migrations.AddField(
            model_name="adverseevent",
            name="answers",
            field=models.TextField(null=True),
        ),
        migrations.AlterField(
            model_name="participationevent",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=20),
        ),
    ]
