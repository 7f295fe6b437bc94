"""Codes of envelopes, as people type them off a label."""

from __future__ import annotations

import unicodedata

_SAME = str.maketrans("ILO", "110")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−_"), "-")


def envelope_code(text: str) -> str:
    """Return a code in the form in which codes are compared: `o7-l2 b` becomes `07-12B`.

    Case, spaces, the sort of dash, and letters that look like figures (I, L, O) are forgiven.
    Whoever looks a code up must bring the printed one into this form too.
    """
    plain = unicodedata.normalize("NFKC", text).upper().translate(_DASHES)
    return "".join(plain.split()).translate(_SAME)
