"""The team: roles begin and end, people leave; each change with who, what and why."""

from __future__ import annotations

from limen.conduct.core.staffing.administer import Administrator
from limen.conduct.core.staffing.leave import leave
from limen.conduct.core.staffing.roles import add_role, end_role

__all__ = ["Administrator", "add_role", "end_role", "leave"]
