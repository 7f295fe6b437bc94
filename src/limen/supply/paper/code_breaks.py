"""Sealed code-breaks: a page per set, folded in three, for the night when the server is down.

They are contents in clear. Print, fold the top third down over the words and the lowest third
backwards, close all edges with tape that tears, and destroy the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from limen.protocol import Protocol
from limen.supply.paper.sheet import Sheet, new_sheet
from limen.supply.sealed import KitSet, ServerPart, spoken

_PANEL = 297 / 3
_OUTSIDE = (
    "Open only in an emergency, when the study's server cannot be reached. Write on the back: who, "
    "when, for which participant, why; then enter it on the server as soon as it answers.\n\n"
    "If this seal is broken and nobody wrote down why, tell the sponsor."
)


def code_breaks(
    part: ServerPart, protocol: Protocol, contents: Mapping[str, Mapping[str, Any]], *, at: datetime
) -> bytes:
    """Return a PDF with one page per set; `contents` come from `open_everything`.

    The words are in the middle third, between two layers of pattern that keep them from showing
    through; the lowest third is outside. Every page has as many lines as every other.
    """
    lines = max(len(_inside(protocol, one, contents[one.set])) for one in part.sets)
    with new_sheet(f"Code-breaks of supply {part.supply}", at=at) as sheet:
        for one in part.sets:
            sheet.add_page()
            _pattern(sheet)
            inside = _inside(protocol, one, contents[one.set])
            text = "\n".join([*inside, *["·"] * (lines - len(inside))])
            sheet.write_box(text, at=(20, _PANEL + 12), size=(170, _PANEL - 24), points=12)
            _outside(sheet, part, one)
        return sheet.pdf()


def _inside(protocol: Protocol, one: KitSet, content: Mapping[str, Any]) -> Sequence[str]:
    course: Sequence[str] = content["course"]
    several = len(course) > 1
    given = [
        f"{f'Period {number}: ' if several else 'Given: '}{protocol.intervention(name).title}"
        for number, name in enumerate(course, start=1)
    ]
    return [f"Set {spoken(one.set)}", f"Arm: {protocol.arm(content['arm']).title}", *given]


def _outside(sheet: Sheet, part: ServerPart, one: KitSet) -> None:
    top = 2 * _PANEL
    sheet.set_draw_color(150)
    sheet.set_dash_pattern(dash=2, gap=2)
    for fold in (_PANEL, 2 * _PANEL):
        sheet.line(0, fold, 210, fold)
    sheet.set_dash_pattern()
    sheet.write_qr(one.set, at=(165, top + 6), side=30)
    sheet.write_box("Sealed code-break", at=(20, top + 10), size=(140, 8), points=12)
    sheet.write_box(
        f"Set {spoken(one.set)}", at=(20, top + 20), size=(140, 12), points=22, bold=True
    )
    words = f"Study {part.protocol_id}, supply {part.supply}\n\n{_OUTSIDE}"
    sheet.write_box(words, at=(20, top + 38), size=(170, 50), points=10)


def _pattern(sheet: Sheet) -> None:
    sheet.set_draw_color(205)
    sheet.set_line_width(0.3)
    zigzag = [(210.0 * (step % 2), 1.5 * step) for step in range(132)]
    sheet.polyline(zigzag)
    sheet.polyline([(210 - x, y) for x, y in zigzag])
