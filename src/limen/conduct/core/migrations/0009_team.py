"""Queries, deviations, contacts and medication: what the team keeps."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from limen.conduct.core.guards import AppendOnlyTables


class Migration(migrations.Migration):
    """Make the tables, and guard those that are append-only."""

    dependencies = [("core", "0008_forms")]  # noqa: RUF012

    operations = [  # noqa: RUF012
        migrations.AlterField(
            model_name="alert",
            name="source",
            field=models.CharField(
                choices=[
                    ("safety", "Safety rule"),
                    ("hold", "Rule for holding doses"),
                    ("stop", "Rule for stopping doses"),
                    ("medicine", "Medication that must not be taken beside"),
                ],
                max_length=8,
            ),
        ),
        migrations.CreateModel(
            name="Query",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("person", "The person"),
                            ("occasion", "An occasion"),
                            ("form", "A form"),
                            ("item", "An answer"),
                            ("measurement", "A measurement"),
                            ("event", "An adverse event"),
                            ("dose", "A dose"),
                        ],
                        max_length=12,
                    ),
                ),
                ("form", models.CharField(blank=True, max_length=64)),
                ("instrument", models.CharField(blank=True, max_length=64)),
                ("name", models.CharField(blank=True, max_length=64)),
                ("number", models.PositiveIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waits for an answer"),
                            ("answered", "Answered"),
                            ("closed", "Closed"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("opened_as", models.CharField(max_length=16)),
                ("moved_at", models.DateTimeField()),
                (
                    "audit_entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.auditentry",
                    ),
                ),
                (
                    "occasion",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.occasion",
                    ),
                ),
                (
                    "opened_by",
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
                        related_name="queries",
                        to="core.participant",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "queries",
                "ordering": ("opened_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="QueryEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("nth", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("answered", "Answered"),
                            ("closed", "Closed"),
                        ],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("role", models.CharField(max_length=16)),
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
                    "query",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="core.query",
                    ),
                ),
                (
                    "words",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.freetext",
                    ),
                ),
            ],
            options={
                "verbose_name": "query event",
                "ordering": ("query_id", "nth"),
            },
        ),
        migrations.CreateModel(
            name="ContactAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("telephone", "Telephone"),
                            ("email", "E-mail"),
                            ("visit", "Visit"),
                            ("letter", "Letter"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reached", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
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
                        related_name="contact_attempts",
                        to="core.participant",
                    ),
                ),
                (
                    "takes_back",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_back_by",
                        to="core.contactattempt",
                    ),
                ),
                (
                    "words",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.freetext",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact attempt",
                "ordering": ("at", "id"),
                "indexes": [
                    models.Index(
                        fields=["participant", "at"], name="core_contac_partici_0d2790_idx"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Deviation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("eligibility", "Eligibility"),
                            ("consent", "Consent"),
                            ("dosing", "Dosing"),
                            ("visit_window", "Window of a visit"),
                            ("prohibited_medication", "Prohibited medication"),
                            ("procedure", "Procedure"),
                            ("blinding", "Blinding"),
                            ("other", "Other"),
                        ],
                        max_length=24,
                    ),
                ),
                ("important", models.BooleanField(null=True)),
                ("medication", models.PositiveIntegerField(null=True)),
                ("happened_on", models.DateField()),
                ("proposed", models.BooleanField(default=False)),
                ("voided", models.BooleanField(default=False)),
                ("reason", models.TextField(blank=True)),
                ("entered_at", models.DateTimeField()),
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "occasion",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.occasion",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deviations",
                        to="core.participant",
                    ),
                ),
                (
                    "words",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.freetext",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("participant", "number", "version"), name="one_deviation_version"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Medication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("name", models.TextField()),
                ("indication", models.TextField(blank=True)),
                ("dose", models.TextField(blank=True)),
                ("starts_on", models.DateField(null=True)),
                ("ends_on", models.DateField(null=True)),
                ("ongoing", models.BooleanField(default=True)),
                ("flagged", models.TextField(blank=True)),
                ("perhaps", models.TextField(blank=True)),
                ("voided", models.BooleanField(default=False)),
                ("reason", models.TextField(blank=True)),
                ("entered_at", models.DateTimeField()),
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
                        related_name="medications",
                        to="core.participant",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("participant", "number", "version"), name="one_medication_version"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="query",
            index=models.Index(fields=["state", "moved_at"], name="core_query_state_c05ac1_idx"),
        ),
        migrations.AddIndex(
            model_name="query",
            index=models.Index(
                fields=["participant", "state"], name="core_query_partici_b70520_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="queryevent",
            constraint=models.UniqueConstraint(
                fields=("query", "nth"), name="one_query_event_at_a_time"
            ),
        ),
        AppendOnlyTables(
            ("core_contactattempt", "core_deviation", "core_medication", "core_queryevent")
        ),
    ]
