"""Catalogues: complete for participants, compiled from what people translate in."""

from __future__ import annotations

import ast
import re
import sys
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

sys.path.insert(0, str(Path(__file__).parents[3]))
from tools.translations import CONDUCT, KEYWORDS, extracted, languages, po_of, untranslated, updated

_HOLES = re.compile(r"%\(\w+\)[sd]|\{\w+\}|</?\w+|href=|dir=")


@pytest.fixture(scope="module")
def texts() -> Catalog:
    return extracted()


def test_a_language_from_right_to_left_is_among_them():
    assert "ar" in languages()


@pytest.mark.parametrize("language", languages())
def test_participants_read_nothing_that_is_not_translated(texts, language):
    missing = [message.id for message in untranslated(updated(language, texts))]
    assert missing == [], "translate in the .po, then run `python -m tools.translations`"


def test_no_text_waits_inside_an_f_string():
    """Up to Python 3.11 nothing in there is found to be translated."""
    hidden = [
        f"{file.relative_to(CONDUCT)}:{call.lineno}"
        for file in CONDUCT.rglob("*.py")
        for string in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"_", *KEYWORDS}
    ]
    assert hidden == []


@pytest.mark.parametrize("language", languages())
def test_the_compiled_catalogue_is_that_of_the_text(language):
    with po_of(language).open("rb") as stream:
        text = read_po(stream, locale=language)
    compiled = read_mo(BytesIO(po_of(language).with_suffix(".mo").read_bytes()))
    whole = {key_of(one): strings(one) for one in text if one.id and any(strings(one))}
    assert {key_of(one): strings(one) for one in compiled if one.id} == whole


@pytest.mark.parametrize("language", languages())
def test_a_translation_has_the_same_holes_and_links(language):
    with po_of(language).open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    for message in catalogue:
        if not message.id or not any(strings(message)):
            continue
        plural = _is_plural(message)
        wanted = sorted(_HOLES.findall(message.id[-1] if plural else message.id))
        for string in strings(message):
            found = sorted(_HOLES.findall(string))
            fewer = plural and set(found) <= set(wanted)  # "once" needs no number
            assert found == wanted or fewer, message.id


@pytest.mark.parametrize("language", languages())
def test_the_catalogue_says_that_nobody_has_reviewed_it(language):
    assert "NOT REVIEWED BY A TRANSLATOR" in po_of(language).read_text(encoding="utf-8")


def test_templates_and_code_are_both_extracted(texts):
    assert texts.get("Skip to content") is not None  # a template
    assert texts.get("There is no such page") is not None  # code
    assert texts.get("Report a problem", "health") is not None  # with a context


def strings(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if _is_plural(message) else (message.string,)


def key_of(message: Message) -> tuple[str, str]:
    context = message.context or ""  # Babel reads it from a .mo as bytes
    context = context.decode() if isinstance(context, bytes) else context
    return context, message.id[0] if _is_plural(message) else message.id


def _is_plural(message: Message) -> bool:
    return not isinstance(message.id, str)
