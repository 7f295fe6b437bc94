"""Staff show who they are, when they come in and when they sign; and what they looked up."""

from __future__ import annotations

from limen.conduct.core.signing.read_contacts import read_contacts
from limen.conduct.core.signing.sign_in import note_sign_out, recognise, sign_in
from limen.conduct.core.signing.signature import confirm

__all__ = ["confirm", "note_sign_out", "read_contacts", "recognise", "sign_in"]
