"""The signed copy of a consent: as PDF, and as a page for scripts that the PDF's fonts lack."""

from __future__ import annotations

from limen.conduct.core.consenting.copy.page import signed_copy_as_page
from limen.conduct.core.consenting.copy.pdf import signed_copy

__all__ = ["signed_copy", "signed_copy_as_page"]
