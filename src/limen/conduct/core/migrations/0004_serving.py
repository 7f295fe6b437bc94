"""Counters of failed attempts, seals of the trail, and which folder a database belongs to."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add a table that is no part of the record, and two columns that old rows leave empty."""

    dependencies = [("core", "0003_append_only")]  # noqa: RUF012
    operations = [  # noqa: RUF012
        migrations.CreateModel(
            name="FailedAttempts",
            fields=[
                (
                    "key_hash",
                    models.CharField(max_length=64, primary_key=True, serialize=False),
                ),
                ("level", models.FloatField()),
                ("at", models.DateTimeField()),
                ("forgotten_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "verbose_name": "failed attempts",
                "verbose_name_plural": "failed attempts",
            },
        ),
        migrations.AddField(
            model_name="auditentry",
            name="seal",
            field=models.CharField(max_length=96, null=True),
        ),
        migrations.AddField(
            model_name="study",
            name="deployment",
            field=models.CharField(blank=True, default="", max_length=32),
            preserve_default=False,
        ),
    ]
