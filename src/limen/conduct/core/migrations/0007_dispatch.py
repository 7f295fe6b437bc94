"""Supplies, sets and kits with their movements; dose levels; broken blinds."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from limen.conduct.core.guards import AppendOnlyTables


class Migration(migrations.Migration):
    """Make the tables, and guard those that are append-only."""

    dependencies = [("core", "0006_safety")]  # noqa: RUF012

    operations = [  # noqa: RUF012
        migrations.CreateModel(
            name="KitSet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=16, unique=True)),
                ("stratum", models.TextField()),
                ("draw", models.PositiveIntegerField(null=True)),
                ("order", models.PositiveIntegerField()),
                ("assigned_at", models.DateTimeField(null=True)),
                ("randomised_on", models.DateField(null=True)),
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kit_sets",
                        to="core.participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "kit set",
                "ordering": ("supply_id", "draw", "order", "id"),
            },
        ),
        migrations.CreateModel(
            name="Kit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=16, unique=True)),
                ("period", models.PositiveIntegerField()),
                ("dose_level", models.CharField(blank=True, max_length=64)),
                ("spare", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("expected", "Not received yet"),
                            ("in_stock", "In stock"),
                            ("dispensed", "Dispensed, not handed over yet"),
                            ("handed_over", "With the participant"),
                            ("confirmed", "With the participant, who confirmed the number"),
                            ("returned", "Brought back"),
                            ("counted", "Brought back and counted"),
                            ("recalled", "Recalled, kept apart"),
                            ("to_be_brought_back", "Recalled, still with the participant"),
                            ("damaged", "Damaged"),
                            ("lost", "Lost"),
                            ("destroyed", "Destroyed"),
                        ],
                        default="expected",
                        max_length=20,
                    ),
                ),
                ("lot", models.CharField(blank=True, max_length=80)),
                ("expires_on", models.DateField(null=True)),
                ("movements_made", models.PositiveIntegerField(default=0)),
                (
                    "audit_entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.auditentry",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kits",
                        to="core.site",
                    ),
                ),
                (
                    "kit_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kits",
                        to="core.kitset",
                    ),
                ),
            ],
            options={
                "ordering": ("number",),
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("emergency", "Emergency: treatment depends on it"),
                            ("planned", "Planned, as the protocol says"),
                            ("inadvertent", "Inadvertent: it became known"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "means",
                    models.CharField(
                        choices=[
                            ("server", "With a share that this server released"),
                            ("paper", "The paper code-break"),
                            ("otherwise", "It became known otherwise"),
                        ],
                        max_length=12,
                    ),
                ),
                ("key_name", models.CharField(blank=True, max_length=40)),
                (
                    "dosing_after",
                    models.CharField(
                        choices=[("stops", "Stops"), ("continues", "Continues")], max_length=10
                    ),
                ),
                ("opened_at", models.DateTimeField()),
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
                    "kit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="openings",
                        to="core.kit",
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
                        related_name="openings",
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
                "ordering": ("opened_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="OpeningGrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(max_length=64)),
                ("key_name", models.CharField(max_length=40)),
                ("since", models.DateTimeField()),
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
                        related_name="opening_grants",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "opening grant",
            },
        ),
        migrations.CreateModel(
            name="SealedContent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.BinaryField()),
                ("share", models.BinaryField()),
                ("openers", models.TextField()),
                (
                    "audit_entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.auditentry",
                    ),
                ),
                (
                    "kit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sealed",
                        to="core.kit",
                    ),
                ),
            ],
            options={
                "verbose_name": "sealed content",
            },
        ),
        migrations.CreateModel(
            name="Supply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("identifier", models.CharField(max_length=64, unique=True)),
                ("hash", models.CharField(max_length=64, unique=True)),
                ("protocol_version", models.CharField(max_length=80)),
                ("protocol_hash", models.CharField(max_length=64)),
                ("made_at", models.CharField(max_length=40)),
                (
                    "assigned_by",
                    models.CharField(
                        choices=[
                            ("order", "The order within a stratum"),
                            ("draw", "The participant draws"),
                            ("allocator", "The allocator"),
                        ],
                        max_length=12,
                    ),
                ),
                ("strata", models.TextField()),
                ("label", models.TextField(blank=True)),
                ("content_bytes", models.PositiveIntegerField()),
                ("verify_key", models.CharField(max_length=64)),
                ("release_key", models.CharField(max_length=64)),
                ("clinicians", models.TextField()),
                ("reason", models.TextField(blank=True)),
                ("loaded_at", models.DateTimeField()),
                (
                    "audit_entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.auditentry",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "supplies",
            },
        ),
        migrations.AddField(
            model_name="kitset",
            name="supply",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="sets", to="core.supply"
            ),
        ),
        migrations.CreateModel(
            name="DoseLevelChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("nth", models.PositiveIntegerField()),
                ("old_level", models.CharField(max_length=64)),
                ("new_level", models.CharField(max_length=64)),
                ("period", models.PositiveIntegerField()),
                ("reason", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
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
                        related_name="dose_level_changes",
                        to="core.participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "dose level change",
                "ordering": ("at", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("participant", "nth"), name="one_level_change_at_a_time"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KitMovement",
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
                            ("received", "Received"),
                            ("dispensed", "Dispensed"),
                            ("put_back", "Put back into stock"),
                            ("handed_over", "Handed over"),
                            ("confirmed", "Confirmed by the participant"),
                            ("returned", "Brought back"),
                            ("counted", "Counted"),
                            ("recalled", "Recalled"),
                            ("damaged", "Found damaged"),
                            ("lost", "Lost"),
                            ("destroyed", "Destroyed"),
                        ],
                        max_length=16,
                    ),
                ),
                ("lot", models.CharField(blank=True, max_length=80)),
                ("expires_on", models.DateField(null=True)),
                ("units", models.PositiveIntegerField(null=True)),
                ("reason", models.CharField(blank=True, max_length=40)),
                ("witness", models.CharField(blank=True, max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "audit_entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.auditentry",
                    ),
                ),
                (
                    "instead_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.kit",
                    ),
                ),
                (
                    "kit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements",
                        to="core.kit",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kit_movements",
                        to="core.participant",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.site",
                    ),
                ),
            ],
            options={
                "verbose_name": "kit movement",
                "ordering": ("at", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("kit", "nth"), name="one_movement_at_a_time")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="kit",
            index=models.Index(fields=["site", "state"], name="core_kit_site_id_3ecdfa_idx"),
        ),
        migrations.AddConstraint(
            model_name="openinggrant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("member",),
                name="one_grant_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="kitset",
            constraint=models.UniqueConstraint(
                condition=models.Q(("draw", None)),
                fields=("supply", "stratum", "order"),
                name="one_set_at_each_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="kitset",
            constraint=models.UniqueConstraint(
                condition=models.Q(("draw", None), _negated=True),
                fields=("supply", "draw", "order"),
                name="one_set_at_each_place_of_a_draw",
            ),
        ),
        migrations.AddConstraint(
            model_name="kitset",
            constraint=models.UniqueConstraint(
                condition=models.Q(("draw", None)), fields=("participant",), name="one_set_each"
            ),
        ),
        migrations.CreateModel(
            name="LaterOpener",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                ("public_key", models.CharField(max_length=64)),
                ("granted_by", models.CharField(max_length=40)),
                ("shares", models.TextField()),
                ("added_at", models.DateTimeField()),
                (
                    "audit_entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.auditentry",
                    ),
                ),
                (
                    "supply",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="later_openers",
                        to="core.supply",
                    ),
                ),
            ],
            options={
                "verbose_name": "later opener",
                "constraints": [
                    models.UniqueConstraint(fields=("supply", "name"), name="one_key_of_a_name")
                ],
            },
        ),
        AppendOnlyTables(
            (
                "core_doselevelchange",
                "core_kitmovement",
                "core_lateropener",
                "core_opening",
                "core_sealedcontent",
                "core_supply",
            )
        ),
    ]
