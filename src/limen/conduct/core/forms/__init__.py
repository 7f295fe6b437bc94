"""Forms of visits: what staff fill in, and how far each has come.

`standing` is asked by `answering`, so nothing here imports that but `services`, which write, and
`watched`, who waits for a release: import them by name.
"""

from __future__ import annotations

from limen.conduct.core.forms.definition import FormDefinition, forms_at, forms_of, is_staff
from limen.conduct.core.forms.due import FormDue, form_due, forms_due
from limen.conduct.core.forms.locking import lock_forms, unsigned

__all__ = [
    "FormDefinition",
    "FormDue",
    "form_due",
    "forms_at",
    "forms_due",
    "forms_of",
    "is_staff",
    "lock_forms",
    "unsigned",
]
