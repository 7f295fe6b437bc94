"""How participants come in, come back, and say who else may: no account, no e-mail, no name.

An invitation is spent once and makes a device known. A recovery phrase, shown once, lets somebody
back in who lost their device; a new code from the study team does so for who lost both.
"""

from __future__ import annotations

from limen.conduct.core.entering.calendar_token import calendar_token, end_calendar
from limen.conduct.core.entering.came_in import CameIn
from limen.conduct.core.entering.choose_language import choose_language
from limen.conduct.core.entering.come_back import come_back
from limen.conduct.core.entering.come_in import come_in
from limen.conduct.core.entering.devices import device_of, devices_of, revoke_device, revoke_others
from limen.conduct.core.entering.make_phrase import make_phrase
from limen.conduct.core.entering.phrase import is_phrase, strange_words

__all__ = [
    "CameIn",
    "calendar_token",
    "choose_language",
    "come_back",
    "come_in",
    "device_of",
    "devices_of",
    "end_calendar",
    "is_phrase",
    "make_phrase",
    "revoke_device",
    "revoke_others",
    "strange_words",
]
