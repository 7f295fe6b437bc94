"""A page to write on: DejaVu Sans, lines broken and drawn for either direction of writing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from limen.conduct.core.consenting.copy.script import drawn, joined

_FONTS = Path(__file__).with_name("fonts")
_REGULAR, _BOLD = _FONTS / "DejaVuSans.ttf", _FONTS / "DejaVuSans-Bold.ttf"
_MARGIN_MM = 20


class Paper(FPDF):
    """An A4 page; `rtl` is the direction of the text, `foot` stands below each page."""

    def __init__(self, *, rtl: bool, foot: str) -> None:
        super().__init__(format="A4")
        self._rtl = rtl
        self._foot = foot
        self.add_font("DejaVu", "", _REGULAR)
        self.add_font("DejaVu", "B", _BOLD)
        self.set_margin(_MARGIN_MM)
        self.set_auto_page_break(True, margin=_MARGIN_MM + 5)

    def footer(self) -> None:
        """Write the foot of a page: called by fpdf2."""
        self.set_y(-_MARGIN_MM)
        self.set_font("DejaVu", size=7)
        self.set_text_color(90)
        self.cell(0, 5, f"{self._foot} · {self.page_no()} / {{nb}}", align="C")
        self.set_text_color(0)

    def heading(self, text: str, level: int) -> None:
        """Write a heading; level 1 is the largest."""
        size = {0: 18, 1: 15, 2: 12.5}.get(level, 11)
        self.ln(size / 5)
        if self.will_page_break(size * 1.6):  # no heading alone at the foot of a page
            self.add_page()
        self.text_line(text, size=size, bold=True)
        self.ln(1)

    def text_line(
        self, text: str, *, size: float = 10, bold: bool = False, indent: float = 0, mark: str = ""
    ) -> None:
        """Write a paragraph, after `indent` millimetres and a mark that hangs before it."""
        self.set_font("DejaVu", "B" if bold else "", size)
        height, width = size * 0.5, self.epw - indent
        lines = self._lines(text, width)
        for number, line in enumerate(lines):
            if self.will_page_break(height):
                self.add_page()
            if mark and number == 0:
                self._mark(mark, height, indent)
            self.set_x(self.l_margin if self._rtl else self.l_margin + indent)
            self.cell(
                width,
                height,
                drawn(line, rtl=self._rtl),
                align="R" if self._rtl else "L",
                new_x=XPos.LMARGIN,
                new_y=YPos.NEXT,
            )
        self.ln(1.2)

    def _lines(self, text: str, width: float) -> list[str]:
        """Return a text as lines that fit, in the order in which they are read."""
        found = self.multi_cell(width, 1, joined(text), dry_run=True, output="LINES")
        assert isinstance(found, list)
        return [line.rstrip() for line in found]

    def _mark(self, mark: str, height: float, indent: float) -> None:
        room = 7.0
        left = self.l_margin + indent - room
        self.set_x(self.w - left - room if self._rtl else left)
        self.cell(room, height, drawn(mark, rtl=self._rtl), align="R" if self._rtl else "L")


def lacking(texts: Iterable[str]) -> set[str]:
    """Return the characters that the fonts do not have."""
    used = {letter for text in texts for letter in joined(text)}
    return {
        letter
        for letter in used
        if ord(letter) not in _characters() and unicodedata.category(letter)[0] not in "CZ"
    }


@cache
def _characters() -> frozenset[int]:
    with TTFont(_REGULAR, lazy=True) as regular, TTFont(_BOLD, lazy=True) as bold:
        return frozenset(regular.getBestCmap()) & frozenset(bold.getBestCmap())
