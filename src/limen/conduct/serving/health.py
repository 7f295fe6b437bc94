"""`/healthz`: whether this process can answer, for whatever watches over it. No data."""

from __future__ import annotations

from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer `ok` if the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM core_study")
            there = cursor.fetchone() is not None
    except (DatabaseError, InterfaceError):
        there = False
    word, status = ("ok", 200) if there else ("no database", 503)
    return HttpResponse(word, content_type="text/plain; charset=utf-8", status=status)
