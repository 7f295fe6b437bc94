"""Language codes: one spelling of each, and what to say about one that is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from limen.errors import InstrumentError, Problem

#: The two-letter codes of ISO 639-1; of three letters, any are taken.
_CODES = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy "
    "da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu "
    "hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb "
    "lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om "
    "or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw "
    "ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
_SHAPE = re.compile(r"([a-z]{2,3})(-[a-z]{4})?(-(?:[a-z]{2}|[0-9]{3}))?", re.IGNORECASE)


def tidy(code: str) -> str:
    """Return a language code in its usual spelling: ``pt_br`` is ``pt-BR``."""
    parts = code.strip().replace("_", "-").split("-")
    rest = [part.title() if len(part) == 4 else part.upper() for part in parts[1:]]
    return "-".join([parts[0].lower(), *rest])


def is_language(code: str) -> bool:
    """Whether a code can be one: ISO 639 language, then perhaps script and region."""
    found = _SHAPE.fullmatch(tidy(code))
    return found is not None and (len(found[1]) == 3 or found[1].lower() in _CODES.split())


def in_language(words: Mapping[str, str], language: str) -> str:
    """Return the words in a language, or an empty text."""
    return next((text for code, text in words.items() if code and tidy(code) == language), "")


def chosen(language: str | None, offered: Iterable[str], *, silent: bool) -> str:
    """Return the language to import; `InstrumentError` if it must be named, or is not there.

    `offered` are the codes in the file; `silent` says that some words name no language.
    """
    codes = sorted({tidy(code) for code in offered if code})
    if language is None:
        if len(codes) == 1 and not silent:
            return codes[0]
        raise _unnamed(codes)
    wanted = tidy(language)
    if not is_language(wanted):
        raise _refused(f"{language!r} is no language code.", _near(wanted, codes))
    if codes and wanted not in codes and not silent:
        raise _refused(f"The file has no words in {wanted!r}.", _near(wanted, codes))
    return wanted


def _unnamed(codes: list[str]) -> InstrumentError:
    if not codes:
        return _refused("The file does not say its language.", "Name it: --language en.")
    return _refused("The file has several languages.", f"Name one of {', '.join(codes)}.")


def _near(code: str, codes: list[str]) -> str:
    close = get_close_matches(code, codes, n=1, cutoff=0.5)
    close += [each for each in codes if code.lower().startswith(each.lower())]
    listed = f"The file has {', '.join(codes)}." if codes else "Write a code such as en or pt-BR."
    return f"Did you mean {close[0]!r}? {listed}" if close else listed


def _refused(message: str, remedy: str) -> InstrumentError:
    return InstrumentError(message, [Problem(path="language", message=message, remedy=remedy)])
