"""Gather every text of the server's pages, update the catalogues, compile them.

`python -m tools.translations` extracts from `limen.conduct` (Python and templates), brings
`core/locale/*/LC_MESSAGES/django.po` up to date and writes the `.mo` beside it. It lists what is
not translated yet and exits with 1 if a participant would see it. Translate in the `.po`, then run
it again. `--check` writes nothing and says whether a run would change anything.
"""

from __future__ import annotations

import copy
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1] / "src" / "limen"
CONDUCT = ROOT / "conduct"
LOCALES = CONDUCT / "core" / "locale"
FOR_STAFF = (
    "conduct/staff/",
    "conduct/core/templates/limen/staff",
    *(
        f"conduct/core/{room}/"
        for room in (
            "approvals",
            "contacts",
            "delegation",
            "deviations",
            "dispatch",
            "forms",
            "locking",
            "medication",
            "monitoring",
            "payments",
            "queries",
            "ratings",
            "staffing",
        )
    ),
)
"""Where texts come from that only staff read: these may wait for a translation."""
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_PACKAGES = {".py": "python", ".html": "template", ".txt": "template"}


def extracted() -> Catalog:
    """Return every text of the server's pages, with the files it stands in."""
    found = Catalog(charset="utf-8")
    for file in sorted(CONDUCT.rglob("*")):
        if _PACKAGES.get(file.suffix) == "python":
            source = file.read_text(encoding="utf-8")
        elif _PACKAGES.get(file.suffix) == "template" and "templates" in file.parts:
            source = _as_python(file)
        else:
            continue
        where = file.relative_to(ROOT).as_posix()
        for _line, message, notes, context in _texts(source):
            found.add(message, locations=[(where, 0)], auto_comments=notes, context=context)
    return found


def _texts(source: str) -> Iterator[tuple[int, str, list[str], str | None]]:
    content = io.BytesIO(source.encode("utf-8"))
    yield from extract(
        "python",
        content,
        keywords=KEYWORDS,
        comment_tags=("Translators:",),
        strip_comment_tags=True,
    )


def _as_python(file: Path) -> str:
    """Return a template as Django turns it into something to extract from, without indentation."""
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    text = templatize(file.read_text(encoding="utf-8"), origin=str(file))
    return "\n".join(line.strip() for line in text.splitlines())


def updated(language: str, texts: Catalog) -> Catalog:
    """Return a language's catalogue with every text that there is, and no other."""
    file = po_of(language)
    with file.open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    dates = catalogue.creation_date, catalogue.revision_date
    catalogue.project, catalogue.version = "limen", "1"
    catalogue.msgid_bugs_address = "none"
    catalogue.update(texts, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.creation_date, catalogue.revision_date = dates  # else every run would differ
    return catalogue


def untranslated(catalogue: Catalog, *, staff: bool = False) -> list[Message]:
    """Return the texts without a translation that participants read; or those of staff only."""
    return [
        message
        for message in catalogue
        if message.id and not _is_whole(message) and _for_staff_only(message) == staff
    ]


def _is_whole(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(strings) and not message.fuzzy


def _for_staff_only(message: Message) -> bool:
    return all(where.startswith(FOR_STAFF) for where, _line in message.locations)


def po_of(language: str) -> Path:
    """Return the file that people translate in."""
    return LOCALES / language / "LC_MESSAGES" / "django.po"


def languages() -> list[str]:
    """Return the languages that there is a catalogue of."""
    return sorted(file.parents[1].name for file in LOCALES.glob("*/LC_MESSAGES/django.po"))


def as_po(catalogue: Catalog) -> bytes:
    """Return a catalogue as people read it: by text, without line numbers."""
    content = io.BytesIO()
    # No wrapping: the comment at the top stays as it was written, and a changed word is one line.
    write_po(content, catalogue, width=0, sort_output=True, include_lineno=False)
    return content.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    """Return a catalogue as the server reads it: without what is not translated."""
    whole = copy.deepcopy(catalogue)
    for message in list(whole):
        if message.id and not _is_whole(message):
            whole.delete(message.id, message.context)
    content = io.BytesIO()
    write_mo(content, whole)
    return content.getvalue()


def main(arguments: list[str]) -> int:
    """Update, or check; return the exit code."""
    texts, lacking = extracted(), 0
    for language in languages():
        catalogue = updated(language, texts)
        file, mo = po_of(language), po_of(language).with_suffix(".mo")
        if "--check" in arguments:
            if file.read_bytes() != as_po(catalogue) or not mo.is_file():
                print(f"{language}: out of date; run `python -m tools.translations`.")
                lacking += 1
        else:
            file.write_bytes(as_po(catalogue))
            mo.write_bytes(as_mo(catalogue))
        missing = untranslated(catalogue)
        lacking += len(missing)
        for message in missing:
            print(f"{language}: not translated: {message.id!r}")
        staff = len(untranslated(catalogue, staff=True))
        print(f"{language}: {len(catalogue)} texts; {len(missing)} missing, {staff} of staff's.")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
