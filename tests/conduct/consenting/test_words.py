"""Documents as sections: stable places to link to, and nothing in them that acts."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from limen.conduct.core.consenting.blocks import blocks
from limen.conduct.core.consenting.words import headings, passage, sections, statements

DOCUMENT = """Before any heading.

# Information

## What happens

It *happens*.

### In detail

1. first
2. second

## Risks

- [ ] I know the **risks**
- plain

## Risks

| a | b |
| - | - |
| 1 | 2 |
"""

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![x](https://evil.example/x.png)",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "<javascript:alert(1)>",
    '[x](https://a.example "onmouseover=alert(1)")',
    '<a href="x" onclick="alert(1)">x</a>',
    "<svg/onload=alert(1)>",
    "<iframe src=https://evil.example></iframe>",
    "<form action=https://evil.example><input name=q></form>",
    "<style>*{display:none}</style>",
    '<p id="content" class="button" style="color:red">x</p>',
    "<!-- --><object data=x></object>",
    "# <script>alert(1)</script>",
    "- [ ] <script>alert(1)</script>",
    "[x]: javascript:alert(1)\n\n[x]",
    "[x][y]\n\n[y]: <javascript:alert(1)>",
    "```html\n<script>alert(1)</script>\n```",
    "| <script>x</script> |\n| - |\n| <img src=x onerror=y> |",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    '<a name="x"></a><base href="https://evil.example">',
]
HARMLESS = {
    "p": set(), "br": set(), "hr": set(), "strong": set(), "em": set(), "code": set(),
    "pre": set(), "blockquote": set(), "ul": set(), "ol": {"start"}, "li": set(),
    "a": {"href", "rel"}, "h3": set(), "h4": set(), "h5": set(), "h6": set(),
    "table": set(), "thead": set(), "tbody": set(), "tr": set(), "th": set(), "td": set(),
}  # fmt: skip


class Elements(HTMLParser):
    """The elements of some HTML, each with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def acting(html: str) -> list[tuple[str, dict[str, str | None]]]:
    """The elements of some HTML that could do anything but be read."""
    return [
        (tag, attributes)
        for tag, attributes in Elements(html).found
        if tag not in HARMLESS
        or set(attributes) - HARMLESS[tag]
        or not re.match(r"(https?|mailto|tel):|$|[^:]*$", attributes.get("href") or "")
    ]


def shown(text: str) -> str:
    """A document's sections, one after the other."""
    return "".join(part.html for part in sections(text))


def test_a_document_becomes_sections_with_places_to_link_to():
    found = sections(DOCUMENT, "information")
    assert [(one.heading, one.anchor, one.level) for one in found] == [
        ("", "information", 1),
        ("Information", "information-information", 1),
        ("What happens", "information-what-happens", 2),
        ("Risks", "information-risks", 2),
        ("Risks", "information-risks-2", 2),
    ]
    assert found[2].html.startswith("<p>It <em>happens</em>.</p>")
    assert "<h3>In detail</h3>" in found[2].html


def test_a_place_to_link_to_stays_when_other_words_change():
    longer = DOCUMENT.replace("It *happens*.", "## Something new\n\nIt happens.")
    before = {one.heading: one.anchor for one in sections(DOCUMENT, "x")}
    after = {one.heading: one.anchor for one in sections(longer, "x")}
    assert before.items() <= after.items()


def test_places_can_be_named_in_any_script():
    assert [one.anchor for one in sections("# مخاطر\n\n# Ризики", "x")] == ["x-مخاطر", "x-ризики"]


def test_a_passage_is_the_section_that_holds_the_heading():
    assert headings(DOCUMENT) == ("Information", "What happens", "In detail", "Risks", "Risks")
    assert passage("What  happens", DOCUMENT) == 2
    assert passage("In detail", DOCUMENT) == 2
    assert passage("Nowhere", DOCUMENT) is None


def test_points_with_a_box_are_statements():
    assert statements(DOCUMENT) == ("I know the risks",)
    assert "<li>☐ I know the <strong>risks</strong></li>" in sections(DOCUMENT)[3].html


def test_plain_blocks_keep_every_word_in_order():
    found = [(one.kind, one.mark, one.text) for one in blocks(DOCUMENT)]
    assert found == [
        ("text", "", "Before any heading."),
        ("heading", "", "Information"),
        ("heading", "", "What happens"),
        ("text", "", "It happens."),
        ("heading", "", "In detail"),
        ("point", "1.", "first"),
        ("point", "2.", "second"),
        ("heading", "", "Risks"),
        ("point", "☐", "I know the risks"),
        ("point", "•", "plain"),
        ("heading", "", "Risks"),
        ("text", "", "a | b"),
        ("text", "", "1 | 2"),
    ]


def test_a_link_on_paper_shows_its_address():
    (block,) = blocks("See [our page](https://a.example/x).")
    assert block.text == "See our page (https://a.example/x)."


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_active_survives(text):
    assert acting(shown(text)) == []
    assert sections(text)


def test_the_search_for_acting_elements_finds_them():
    harmless = '<p>x</p><a href="https://a.example" rel="noopener">x</a><a href="#x">x</a>'
    assert acting(harmless) == []
    for html in ("<script>x</script>", '<p onclick="x">x</p>', '<a href="javascript:x">x</a>'):
        assert len(acting(harmless + html)) == 1


@given(st.lists(st.sampled_from([*HOSTILE, "\n", " ", "<", ">", '"', "`", "](", "- [ ] "])))
def test_no_combination_of_them_survives(pieces):
    assert acting(shown("".join(pieces))) == []
