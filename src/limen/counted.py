"""A number with its noun, as people write it: 1 row, 2 rows."""

from __future__ import annotations


def counted(number: float, one: str, many: str = "") -> str:
    """``1 row``, ``2 rows``; `many` where an s is not all: ``("entry", "entries")``.

    >>> counted(1, "row is", "rows are"), counted(0.5, "hour"), counted(0, "error")
    ('1 row is', '0.5 hours', '0 errors')
    """
    written = f"{number:g}" if isinstance(number, float) else str(number)
    return f"{written} {one if number == 1 else many or f'{one}s'}"
