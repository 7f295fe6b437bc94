"""Approvals of sites, delegations, payments."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("core", "0009_team")]
    operations: ClassVar = []
