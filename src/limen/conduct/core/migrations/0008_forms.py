"""Forms of visits, and the role of blinded raters."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("core", "0007_dispatch")]
    operations: ClassVar = []
