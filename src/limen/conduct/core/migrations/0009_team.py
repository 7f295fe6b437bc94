"""What the team keeps: queries, deviations, contacts, medication."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("core", "0008_forms")]
    operations: ClassVar = []
