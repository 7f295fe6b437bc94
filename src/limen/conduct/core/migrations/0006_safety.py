"""Alerts, who is on call, holds of doses; messages to staff; narratives of adverse events."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from limen.conduct.core.guards import AppendOnlyTables


class Migration(migrations.Migration):
    """Make the tables, and guard the one that is append-only."""

    dependencies = [("core", "0005_answering")]  # noqa: RUF012

    operations = [  # noqa: RUF012
        migrations.AddField(
            model_name="adverseevent",
            name="narrative",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="core.freetext",
            ),
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="member",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("safety", "Safety rule"),
                            ("hold", "Rule for holding doses"),
                            ("stop", "Rule for stopping doses"),
                        ],
                        max_length=8,
                    ),
                ),
                ("rule", models.CharField(max_length=64)),
                ("responsible", models.CharField(blank=True, max_length=64)),
                ("next_role", models.CharField(blank=True, max_length=64)),
                ("within_hours", models.FloatField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waits for somebody"),
                            ("acknowledged", "Somebody acts"),
                            ("closed", "Closed"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("step", models.PositiveIntegerField(default=0)),
                ("fired_at", models.DateTimeField()),
                ("deadline", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("called_at", models.DateTimeField(null=True)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(blank=True, max_length=24)),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "audit_entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.auditentry",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alerts",
                        to="core.participant",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.submission",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.protocolversion",
                    ),
                ),
            ],
            options={
                "ordering": ("fired_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="AlertEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("fired", "The rule fired"),
                            ("fired_again", "The rule fired again"),
                            ("called", "Called"),
                            ("nobody", "Nobody was on call"),
                            ("escalated", "Nobody had acknowledged in time"),
                            ("acknowledged", "Acknowledged"),
                            ("noted", "Noted"),
                            ("closed", "Closed"),
                        ],
                        max_length=16,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("step", models.PositiveIntegerField(default=0)),
                ("role", models.CharField(blank=True, max_length=64)),
                ("outcome", models.CharField(blank=True, max_length=24)),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="core.alert",
                    ),
                ),
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
                "verbose_name": "alert event",
                "ordering": ("at", "id"),
            },
        ),
        migrations.CreateModel(
            name="DosingHold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("for_good", models.BooleanField(default=False)),
                ("since", models.DateTimeField()),
                ("told_at", models.DateTimeField(null=True)),
                ("read_at", models.DateTimeField(null=True)),
                ("resumed_at", models.DateTimeField(null=True)),
                ("resumed_told_at", models.DateTimeField(null=True)),
                (
                    "alert",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="core.alert",
                    ),
                ),
                (
                    "audit_entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.auditentry",
                    ),
                ),
                (
                    "held_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dosing_holds",
                        to="core.participant",
                    ),
                ),
                (
                    "reason",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.freetext",
                    ),
                ),
                (
                    "resumed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "resumed_reason",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.freetext",
                    ),
                ),
            ],
            options={
                "verbose_name": "hold of doses",
                "verbose_name_plural": "holds of doses",
                "ordering": ("since", "id"),
            },
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(max_length=64)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("pager", models.CharField(blank=True, max_length=80)),
                ("ended_at", models.DateTimeField(null=True)),
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
                        related_name="duties",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="core.site",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "duties",
                "ordering": ("starts_at", "id"),
            },
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(fields=["state", "due_at"], name="core_alert_state_992b00_idx"),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(
                fields=["participant", "state"], name="core_alert_partici_099b79_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="dosinghold",
            index=models.Index(
                fields=["participant", "resumed_at"], name="core_dosing_partici_8c372b_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(fields=["site", "ends_at"], name="core_duty_site_id_4283d6_idx"),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                name="a_duty_ends_after_it_starts",
            ),
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="alert",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages",
                to="core.alert",
            ),
        ),
        AppendOnlyTables(("core_alertevent",)),
    ]
