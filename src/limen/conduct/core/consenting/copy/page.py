"""The signed copy as one HTML page that needs nothing else: to keep, and to print in any script."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import override

from limen.conduct.core.consenting.copy.content import content_of
from limen.conduct.core.models import Consent


def signed_copy_as_page(consent: Consent) -> str:
    """Return the signed copy of a consent as HTML: give it as a file to keep, not as a page.

    It brings its own style, which the content policy of this server's pages would refuse.
    """
    content = content_of(consent)
    with override(content.language):
        return render_to_string("consenting/copy.html", {"copy": content})
