"""A document's page: everything is there, in one file that asks nobody for anything."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from math import inf, nan
from pathlib import Path
from xml.etree import ElementTree

import pytest
from html_page import Page

from limen.errors import LimenError
from limen.report.document import render_document, sheet, write_document
from limen.results import Column, Document, Picture, Section, Table

EVIL = "<img src=x onerror=alert(1)>\"'&`</details></style>"
WORK = """@article{morris2019using,
  title = {Using simulation studies}, author = {Morris, Tim P.}, journal = {Statistics in Medicine},
  year = {2019}, doi = {10.1002/sim.8086}
}"""


def table(key: str = "shares", rows: int = 3, *, drawn: bool = False) -> Table:
    picture = Picture(shape="lines", x="n", y="share", title=f"How often, {key}")
    return Table(
        key=key,
        caption=f"Shares of {key}",
        columns=(
            Column(key="name", title="Name", kind="text"),
            Column(key="n", title="People", kind="count"),
            Column(key="share", title="Share", kind="percent"),
        ),
        rows=tuple((f"row {i}", 10 * i, i / rows) for i in range(rows)),
        notes=(f"A note on {key}.",),
        picture=picture if drawn else None,
    )


def example() -> Document:
    answer = Section(
        id="answer-1",
        title="If belief works",
        paragraphs=("Yes: it would.",),
        points=("Power: 62 of 100.",),
        tables=(table("inner"),),
    )
    return Document(
        title="A study",
        subtitle="Rehearsal",
        banners=("SIMULATED: nobody took part.",),
        sections=(
            Section(
                id="summary",
                title="The answer",
                short="In words",
                parts=(answer,),
                points=("One.",),
            ),
            Section(
                id="more",
                title="More",
                paragraphs=("A sentence that is long before its first colon comes: not a name.",),
                tables=(table("drawn", drawn=True), table("plain")),
                folded=(table("hidden"), table("far", drawn=True)),
                parts=(Section(id="part", title="A part", tables=(table("deep"),)),),
            ),
        ),
        facts=(("Seed", "7"), ("Nothing", "")),
        references=(WORK, WORK),
    )


def every_text(evil: str) -> Document:
    """The example with the same dangerous text wherever there is text."""
    one = Table(
        key="t",
        caption=evil,
        columns=(Column(key="a", title=evil, kind="text"), Column(key="b", title=evil, unit=evil)),
        rows=((evil, 1.0), (f"{evil}2", 2.0)),
        notes=(evil,),
    )
    drawn = replace(one, picture=Picture(shape="bars", label="a", y="b", title=evil, y_title=evil))
    inner = Section(
        id=evil, title=evil, paragraphs=(evil,), points=(evil,), tables=(one, drawn), folded=(one,)
    )
    return Document(
        title=evil,
        subtitle=evil,
        banners=(evil, f"{evil}: {evil}"),
        sections=(Section(id="summary", title=evil, short=evil, parts=(inner,)), inner),
        facts=((evil, evil),),
        references=(f"@article{{x, title = {{{evil.replace('{', '')}}}}}",),
    )


def test_the_tags_are_balanced_and_the_ids_unique() -> None:
    page = Page(render_document(example()))
    assert page.broken == []
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))


def test_the_contents_lead_to_every_section_in_order() -> None:
    page = Page(render_document(example()))
    inside = [value[1:] for value in page.values("href") if value.startswith("#")]
    assert inside == ["summary", "summary", "more", "references", "provenance"]
    assert [id_ for id_ in page.ids if id_ in inside] == inside[1:]


def test_the_banner_stands_before_the_title_and_in_the_name_of_the_tab() -> None:
    html = render_document(example())
    assert html.index("nobody took part") < html.index("<h1>")
    assert "<title>SIMULATED · A study · Rehearsal · Limen</title>" in html
    assert "<strong>SIMULATED</strong> nobody took part." in html


def test_a_page_without_banner_says_nothing_of_simulation() -> None:
    assert "SIMULATED" not in render_document(replace(example(), banners=()))


def test_sentences_of_the_summary_are_set_off_and_its_tables_are_not() -> None:
    html = render_document(example())
    panel = html[html.index('<div class="summary">') : html.index("Shares of inner")]
    assert panel.count("<div") == panel.count("</div>")
    assert "62 of 100" in panel
    assert html.count('<div class="summary">') == 1


def test_a_few_words_before_a_colon_are_bold_and_many_are_not() -> None:
    html = render_document(example())
    assert "<strong>Power</strong>: 62 of 100." in html
    assert "its first colon comes: not a name" in html


def test_parts_have_headings_below_those_of_sections() -> None:
    html = render_document(example())
    levels = [int(level) for level in re.findall(r"<h(\d)", html)]
    assert levels.count(1) == 1
    assert '<h3 id="part">A part</h3>' in html
    deep = Section(
        id="a",
        title="A",
        parts=(
            Section(
                id="b",
                title="B",
                parts=(),
            ),
        ),
    )
    for number in range(9):
        deep = Section(id=f"d{number}", title="D", parts=(deep,))
    found = {
        int(n)
        for n in re.findall(r"<h(\d)", render_document(Document(title="T", sections=(deep,))))
    }
    assert found == {1, 2, 3, 4, 5, 6}


def test_every_table_is_there_with_its_caption_and_notes() -> None:
    document = example()
    page = Page(render_document(document))
    keys = [one.key for one in document.tables]
    assert keys == ["inner", "drawn", "plain", "hidden", "far", "deep"]
    assert sorted(page.values("data-key")) == sorted(keys)
    for one in document.tables:
        assert one.caption in page.text
        assert page.text.count(one.notes[0]) == 1


def test_figures_have_words_and_their_numbers_beneath() -> None:
    html = render_document(example())
    assert html.count('role="img"') == 4  # two figures, each for wide and for narrow columns
    for svg in re.findall(r"<svg.*?</svg>", html, flags=re.DOTALL):
        assert re.search(r"<title>How often, \w+</title><desc>.+?</desc>", svg)
    assert html.count("<summary>The numbers</summary>") == 2


def test_folded_tables_open_on_demand() -> None:
    html = render_document(example())
    assert "<summary>Shares of hidden</summary>" in html
    assert "<details open" not in html


def test_every_row_of_a_long_drawn_table_is_printed() -> None:
    long = table("long", rows=150, drawn=True)
    html = render_document(
        Document(title="T", sections=(Section(id="s", title="S", tables=(long,)),))
    )
    assert "row 73" in html
    assert "results.json" not in html


def test_the_whole_page_has_no_external_resource_and_no_script() -> None:
    html = render_document(example())
    page = Page(html)
    outside = [value for value in page.values("href") if not value.startswith("#")]
    assert outside == ["https://doi.org/10.1002/sim.8086"]  # named once, although given twice
    for name in ("src", "srcset", "data", "poster", "action", "background", "xlink:href"):
        assert page.values(name) == [], name
    for element in ("script", "link", "iframe", "img", "object", "embed", "base", "use", "image"):
        assert f"<{element}" not in html, element
    assert not re.search(r"@import|url\(|@font-face|image-set\(|http-equiv", html)


def test_every_text_is_escaped() -> None:
    html = render_document(every_text(EVIL))
    page = Page(html)
    assert page.broken == []
    assert "<img" not in html
    assert not any(name.startswith("on") for _, name, _ in page.attributes)
    assert html.count("&lt;img") > 20


def test_an_empty_document_is_a_page() -> None:
    page = Page(render_document(Document(title="Nothing")))
    assert page.broken == []
    assert "Nothing" in page.text


def test_a_sheet_holds_every_cell_at_full_precision() -> None:
    one = Table(
        key="k",
        caption="c",
        columns=tuple(Column(key=key, title=key.upper()) for key in "abcdef"),
        rows=((1 / 3, None, True, 'x,"y"', inf, 4), (nan, "", False, "é", -inf, 0)),
    )
    rows = list(csv.reader(io.StringIO(sheet(one))))
    assert rows[0] == list("abcdef")
    assert float(rows[1][0]) == 1 / 3
    assert rows[1][1:] == ["", "true", 'x,"y"', "Inf", "4"]
    assert rows[2] == ["", "", "false", "é", "-Inf", "0"]


def test_a_folder_holds_page_figures_and_sheets(tmp_path: Path) -> None:
    page = write_document(example(), tmp_path / "new" / "out", sheets={"numbers": table("sheet")})
    names = sorted(path.relative_to(page.parent).as_posix() for path in page.parent.rglob("*"))
    assert names == [
        "figures", "figures/drawn.svg", "figures/far.svg", "numbers.csv", "report.html",
    ]  # fmt: skip
    assert page.read_text(encoding="utf-8") == render_document(example())
    ElementTree.parse(page.parent / "figures" / "drawn.svg")
    assert (page.parent / "numbers.csv").read_text().startswith("name,n,share\nrow 0,0,0.0\n")


def test_a_folder_of_somebody_else_is_refused_and_an_older_report_replaced(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_document(example(), out)
    with pytest.raises(LimenError, match="nothing was written"):
        write_document(example(), out)
    write_document(replace(example(), title="Another"), out, overwrite=True)
    assert "Another" in (out / "report.html").read_text()
    (out / "thesis.txt").write_text("years of work")
    with pytest.raises(LimenError, match=r"thesis\.txt"):
        write_document(example(), out, overwrite=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


def test_a_failure_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    write_document(example(), out)
    before = (out / "report.html").read_text()

    def full_disk(self: Path, *args: object, **rest: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_document(replace(example(), title="Another"), out, overwrite=True)
    monkeypatch.undo()
    assert (out / "report.html").read_text() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]
