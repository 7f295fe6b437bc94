"""The shape of a REDCap data dictionary: its eighteen columns, and texts that may hold HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser

#: The columns in order: as the website heads them, and as the programming interface does.
COLUMNS = (
    ("Variable / Field Name", "field_name"),
    ("Form Name", "form_name"),
    ("Section Header", "section_header"),
    ("Field Type", "field_type"),
    ("Field Label", "field_label"),
    ("Choices, Calculations, OR Slider Labels", "select_choices_or_calculations"),
    ("Field Note", "field_note"),
    (
        "Text Validation Type OR Show Slider Number",
        "text_validation_type_or_show_slider_number",
    ),
    ("Text Validation Min", "text_validation_min"),
    ("Text Validation Max", "text_validation_max"),
    ("Identifier?", "identifier"),
    ("Branching Logic (Show field only if...)", "branching_logic"),
    ("Required Field?", "required_field"),
    ("Custom Alignment", "custom_alignment"),
    ("Question Number (surveys only)", "question_number"),
    ("Matrix Group Name", "matrix_group_name"),
    ("Matrix Ranking?", "matrix_ranking"),
    ("Field Annotation", "field_annotation"),
)
TITLES = tuple(title for title, _ in COLUMNS)
NAMES = tuple(name for _, name in COLUMNS)
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:[a-zA-Z]+|#\d+|#x[0-9a-fA-F]+);")
_NEW_LINE = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6"})


def has_markup(text: str) -> bool:
    """Whether a text holds HTML tags or entities."""
    return _MARKUP.search(text) is not None


def without_markup(text: str) -> str:
    """Return the words of a label that REDCap shows as HTML; blocks become lines."""
    if not has_markup(text):
        return text
    reader = _Words()
    reader.feed(text)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return "\n".join(line for line in lines if line)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _NEW_LINE:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _NEW_LINE:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data.replace("\r\n", "\n") if data.strip() else " ")
