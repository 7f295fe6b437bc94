"""Forms of visits: what staff fill in, and how far each has come.

`due`, `states`, `content` and `standing` are asked by `answering`, and import nothing of it. What
writes is in `services` and in `releasing`; import from there.
"""

from __future__ import annotations

from limen.conduct.core.forms.definition import FormDefinition, forms_at, is_staff
from limen.conduct.core.forms.due import FormDue, form_due, forms_due
from limen.conduct.core.forms.locking import lock_forms, unsigned

__all__ = [
    "FormDefinition",
    "FormDue",
    "form_due",
    "forms_at",
    "forms_due",
    "is_staff",
    "lock_forms",
    "unsigned",
]
