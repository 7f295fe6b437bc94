"""Signatures below casebooks."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from limen.conduct.core.guards import AppendOnlyTables


class Migration(migrations.Migration):
    """Make the table, and guard it."""

    dependencies = [("core", "0011_second_factor")]  # noqa: RUF012

    operations = [  # noqa: RUF012
        migrations.CreateModel(
            name="CasebookSignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seen_number", models.PositiveBigIntegerField()),
                ("seen_hash", models.CharField(max_length=64)),
                ("meaning", models.CharField(max_length=200)),
                ("signed_at", models.DateTimeField()),
                (
                    "audit_entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.auditentry",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="casebook_signatures",
                        to="core.participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "casebook signature",
                "ordering": ("signed_at", "id"),
            },
        ),
        migrations.AddConstraint(
            model_name="casebooksignature",
            constraint=models.UniqueConstraint(
                fields=("participant", "seen_number"), name="one_signature_of_a_state"
            ),
        ),
        AppendOnlyTables(("core_casebooksignature",)),
    ]
