"""Approvals of sites, delegations, payments; messages about a site."""

from __future__ import annotations

from typing import Any, ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from limen.conduct.core.guards import AppendOnlyTables

_KEY = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def _to(model: str, name: str = "+", *, null: bool = False) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        null=null, on_delete=django.db.models.deletion.PROTECT, related_name=name, to=model
    )


class Migration(migrations.Migration):
    """Make the tables, and guard them: all three are append-only."""

    dependencies: ClassVar = [("core", "0009_team")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="ApprovalRecord",
            fields=[
                ("id", _KEY.clone()),
                ("approval", models.CharField(max_length=64)),
                ("version", models.PositiveIntegerField()),
                ("reference", models.CharField(blank=True, max_length=200)),
                ("valid_from", models.DateField(null=True)),
                ("valid_until", models.DateField(null=True)),
                ("letter_sha256", models.CharField(blank=True, max_length=64)),
                ("ended_on", models.DateField(null=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("revoked", "Revoked by the authority"),
                            ("suspended", "Suspended by the authority"),
                            ("given_back", "Given back by the site"),
                            ("mistake", "Entered by mistake: it never held"),
                        ],
                        max_length=16,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("audit_entry", _to("core.auditentry")),
                ("ends", _to("core.approvalrecord", "endings", null=True)),
                ("member", _to(settings.AUTH_USER_MODEL, null=True)),
                ("site", _to("core.site", "approvals")),
            ],
            options={
                "verbose_name": "record of an approval",
                "ordering": ("site", "approval", "version"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("site", "approval", "version"),
                        name="one_approval_record_of_a_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_on", None), ("ends", None), ("valid_from__isnull", False)
                            ),
                            models.Q(
                                ("ended_on__isnull", False),
                                ("ends__isnull", False),
                                ("valid_from", None),
                            ),
                            _connector="OR",
                        ),
                        name="an_approval_record_begins_or_ends",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", _KEY.clone()),
                ("line", models.PositiveIntegerField()),
                ("version", models.PositiveIntegerField()),
                ("person", models.CharField(max_length=200)),
                ("function", models.CharField(blank=True, max_length=120)),
                ("tasks", models.TextField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                ("signed_at", models.DateTimeField()),
                ("audit_entry", _to("core.auditentry")),
                ("member", _to(settings.AUTH_USER_MODEL, "delegations", null=True)),
                ("signed_by", _to(settings.AUTH_USER_MODEL)),
                ("site", _to("core.site", "delegations")),
            ],
            options={
                "ordering": ("site", "line", "version"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("site", "line", "version"), name="one_delegation_of_a_version"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="a_delegation_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", _KEY.clone()),
                ("payment", models.CharField(max_length=64)),
                ("version", models.PositiveIntegerField()),
                ("paid", models.BooleanField()),
                ("amount", models.CharField(max_length=16)),
                ("currency", models.CharField(max_length=3)),
                ("paid_on", models.DateField(null=True)),
                (
                    "means",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("cash", "Cash"),
                            ("transfer", "Bank transfer"),
                            ("voucher", "Voucher"),
                            ("other", "Otherwise"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reference", models.TextField(blank=True)),
                ("recorded_at", models.DateTimeField()),
                ("audit_entry", _to("core.auditentry")),
                ("member", _to(settings.AUTH_USER_MODEL)),
                ("occasion", _to("core.occasion", "payments")),
                ("participant", _to("core.participant", "payments")),
            ],
            options={
                "ordering": ("recorded_at", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("occasion", "payment", "version"), name="one_payment_of_a_version"
                    )
                ],
            },
        ),
        migrations.AlterField(
            model_name="outboxmessage",
            name="participant",
            field=_to("core.participant", "messages", null=True),
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="site",
            field=_to("core.site", "messages", null=True),
        ),
        AppendOnlyTables(("core_approvalrecord", "core_delegation", "core_payment")),
    ]
