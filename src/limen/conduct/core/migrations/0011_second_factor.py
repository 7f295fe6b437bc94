"""The second factor of staff's sign-in."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("core", "0010_approvals")]
    operations: ClassVar = []
