"""What the database lock leaves behind."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("core", "0011_second_factor")]
    operations: ClassVar = []
