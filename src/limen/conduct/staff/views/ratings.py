"""Where a blinded rater begins: what is to be rated now, what is to come, what they have rated."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from limen.conduct.core import access, clock
from limen.conduct.core.ratings import ratings_for
from limen.conduct.staff.acting import page
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.ratings.rows import lists_of


@require_safe
@for_staff(*access.RATERS)
def ratings(request: HttpRequest) -> HttpResponse:
    """List ratings by number, visit and window."""
    found = lists_of(ratings_for(signed_in(request)), clock.now())
    return page(request, "staff/ratings/list.html", {"lists": found})
