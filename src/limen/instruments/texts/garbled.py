"""Signs that a text was damaged on its way: letters that no writer typed."""

from __future__ import annotations

import re
import unicodedata

_NEVER = frozenset({"Cc", "Cn", "Co", "Cs"})  # controls, unassigned, private, half characters
_DEPRECATED = range(0x206A, 0x2070)  # format characters that nothing should use
_TWICE_ENCODED = re.compile("[ÃÂ][\u0080-\u00bf]|â€|ï»¿")


def garbled(text: str) -> str:
    """Return what is wrong with the letters of a text, or an empty string."""
    for position, letter in enumerate(text):
        kind = unicodedata.category(letter)
        bad = kind in _NEVER and letter not in "\r\n\t"
        if bad or letter == "\ufffd" or ord(letter) in _DEPRECATED:
            return f"character {position + 1} is U+{ord(letter):04X}, which no text holds"
        if kind in ("Mn", "Mc") and not _carries(text[:position]):
            return f"the sign U+{ord(letter):04X} at {position + 1} stands on no letter"
    if found := _TWICE_ENCODED.search(text):
        return f"{found[0]!r} looks like UTF-8 that was read as another encoding"
    return ""


def _carries(before: str) -> bool:
    """Whether what stands before a combining sign is a letter, a number or another sign."""
    last = before[-1:]
    if last in ("\u200c", "\u200d", "\u25cc"):  # joiners, and the circle that shows a sign alone
        return True
    return last != "" and unicodedata.category(last)[0] in "LMN"
