"""The signed copy as PDF: the same bytes for the same consent and counter-signatures."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from limen.conduct.core.consenting.blocks import Block, blocks
from limen.conduct.core.consenting.copy.content import Content, content_of
from limen.conduct.core.consenting.copy.paper import Paper, lacking
from limen.conduct.core.models import Consent
from limen.errors import ConductError, Problem


def signed_copy(consent: Consent) -> bytes:
    """Return the signed copy of a consent as PDF. It takes about a second: never call it inside
    `recording`.

    `ConductError` if the fonts lack letters of its language; `signed_copy_as_page` has no such
    limit. What can be set: Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew and Arabic.
    """
    content = content_of(consent)
    missing = lacking(_texts(content))
    if missing:
        shown = " ".join(sorted(missing)[:10])
        message = f"The fonts of this server lack {shown}."
        problem = Problem(message=message, remedy="Take the copy as a page, and print it.")
        raise ConductError("The copy cannot be made as PDF.", [problem])
    with override(content.language):
        return _drawn(content)


def _drawn(content: Content) -> bytes:
    number, documents = content.facts[0][1], _("SHA-256 over all documents")
    foot = f"{number} · {dict(content.facts)[documents]}"
    paper = Paper(rtl=content.rtl, foot=foot)
    paper.set_creation_date(content.signed_at)
    paper.set_title(content.title)
    paper.set_author(content.study)
    paper.set_lang(content.language)
    paper.add_page()
    _first_page(paper, content)
    for document in content.documents:
        paper.add_page()
        paper.text_line(f"{document.title} · {document.label}", size=8)
        for block in blocks(document.text):
            _block(paper, block)
    return bytes(paper.output())


def _first_page(paper: Paper, content: Content) -> None:
    paper.heading(content.title, 0)
    paper.text_line(content.study)
    paper.heading(_("Consent"), 2)
    _rows(paper, content.facts)
    paper.heading(_("Agreed to"), 2)
    for statement in content.statements:
        paper.text_line(statement.words, indent=8, mark="☑")
    paper.heading(_("Signatures of the study team"), 2)
    for signature in content.signatures:
        _rows(paper, signature)
        paper.ln(2)
    for title in content.outstanding:
        paper.text_line(_("%(title)s: not signed yet.") % {"title": title})


def _rows(paper: Paper, rows: tuple[tuple[str, str], ...]) -> None:
    for name, value in rows:
        paper.text_line(name, size=8)
        paper.ln(-1)
        paper.text_line(value, size=8.5 if len(value) == 64 else 10)


def _block(paper: Paper, block: Block) -> None:
    if block.kind == "heading":
        paper.heading(block.text, block.level)
    else:
        paper.text_line(block.text, indent=8 * block.level, mark=block.mark)


def _texts(content: Content) -> Iterator[str]:
    yield from (content.title, content.study)
    for rows in (content.facts, *content.signatures):
        for name, value in rows:
            yield from (name, value)
    yield from (statement.words for statement in content.statements)
    for document in content.documents:
        yield from (block.text for block in blocks(document.text))
