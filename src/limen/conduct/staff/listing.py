"""Lists of pages: what the address narrows them to, and which of their pages it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PER_PAGE = 50


def wanted_of(request: HttpRequest, *names: str) -> dict[str, str]:
    """Return what the address says under these names; blank for what it does not."""
    return {name: request.GET.get(name, "").strip() for name in names}


def paged(
    request: HttpRequest,
    rows: QuerySet[Any] | Sequence[Any],
    *,
    per_page: int = PER_PAGE,
    count: int | None = None,
) -> dict[str, Any]:
    """Return for a context the page that the address asks for, and the `query` of its neighbours.

    `count` is how many rows there are, where that is known already.
    """
    pages = Paginator(rows, per_page)
    if count is not None:
        pages.count = count
    query = request.GET.copy()
    query.pop("page", None)
    return {"shown": pages.get_page(request.GET.get("page")), "query": query.urlencode()}
