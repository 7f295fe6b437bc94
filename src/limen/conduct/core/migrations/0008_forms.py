"""Forms of visits, releases after supervised doses, and the role of blinded raters."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from limen.conduct.core.guards import AppendOnlyTables


class Migration(migrations.Migration):
    dependencies: ClassVar = [("core", "0007_dispatch")]
    operations: ClassVar = [
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("administrator", "Administrator: accounts, amendments; no participant data"),
                    ("investigator", "Investigator: decides, signs, judges"),
                    ("coordinator", "Coordinator: invites, enters, corrects"),
                    ("monitor", "Monitor: reads everything blinded, changes nothing"),
                    ("rater", "Blinded rater: rates by number, and sees nothing else"),
                ],
                max_length=16,
            ),
        ),
        migrations.CreateModel(
            name="VisitForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("form", models.CharField(max_length=64)),
                ("respondent", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("in_work", "In work"),
                            ("complete", "Complete"),
                            ("verified", "Verified at its source"),
                            ("signed", "Signed"),
                            ("frozen", "Frozen"),
                            ("locked", "Locked"),
                            ("not_done", "Not done"),
                        ],
                        max_length=12,
                    ),
                ),
                ("content", models.CharField(blank=True, max_length=64)),
                ("completed_at", models.DateTimeField(null=True)),
                ("verified_at", models.DateTimeField(null=True)),
                ("signed_at", models.DateTimeField(null=True)),
                (
                    "audit_entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.auditentry",
                    ),
                ),
                (
                    "completed_by",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visit_forms",
                        to="core.occasion",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visit_forms",
                        to="core.participant",
                    ),
                ),
                (
                    "performed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "visit form",
                "ordering": ("occasion__opens_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="FormEvent",
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
                            ("saved", "Begun or gone on with"),
                            ("completed", "Completed"),
                            ("not_done", "Said not to be done"),
                            ("changed", "Changed after it was complete"),
                            ("verified", "Verified at its source"),
                            ("signed", "Signed"),
                            ("frozen", "Frozen"),
                            ("unfrozen", "Unfrozen"),
                            ("locked", "Locked"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("in_work", "In work"),
                            ("complete", "Complete"),
                            ("verified", "Verified at its source"),
                            ("signed", "Signed"),
                            ("frozen", "Frozen"),
                            ("locked", "Locked"),
                            ("not_done", "Not done"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("content", models.CharField(blank=True, max_length=64)),
                ("meaning", models.CharField(blank=True, max_length=400)),
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
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="core.visitform",
                    ),
                ),
            ],
            options={
                "verbose_name": "form event",
                "ordering": ("at", "id"),
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("taken_at", models.DateTimeField()),
                ("observed_until", models.DateTimeField(null=True)),
                ("released_at", models.DateTimeField()),
                ("criteria", models.TextField(blank=True)),
                ("against_advice", models.BooleanField(default=False)),
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
                        related_name="releases",
                        to="core.participant",
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
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
                "ordering": ("released_at", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("participant", "number"), name="one_release_of_a_dose"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="visitform",
            index=models.Index(
                fields=["participant", "state"], name="core_visitf_partici_5a91cb_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="visitform",
            constraint=models.UniqueConstraint(
                fields=("occasion", "form"), name="one_form_at_an_occasion"
            ),
        ),
        AppendOnlyTables(("core_formevent", "core_release")),
    ]
