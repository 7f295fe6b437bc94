"""Cards: one for each participant's wallet, one for each clinician on call."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from limen.errors import SupplyError
from limen.supply.keys.public import fingerprint
from limen.supply.paper.sheet import Sheet, new_sheet
from limen.supply.sealed import ServerPart, spoken

WIDTH, HEIGHT, COLUMNS, ROWS = 85.0, 54.0, 2, 5  # as large as a bank card
_LEFT, _TOP = (210 - COLUMNS * WIDTH) / 2, (297 - ROWS * HEIGHT) / 2

WORDS = (
    "I take part in a blinded clinical study. In an emergency call this number, day and night, and "
    "read out the set number. Treat first; the study can tell what I was given."
)


@dataclass(frozen=True)
class _Card:
    head: str
    number: str
    words: str
    telephone: str


def cards(part: ServerPart, *, telephone: str, title: str, words: str, at: datetime) -> bytes:
    """Return a PDF with a card per set, then one per clinician with the supply's fingerprint.

    Nothing on it says what anybody is given. Raises `SupplyError` without a telephone number.
    """
    if not any(character.isdigit() for character in telephone):
        raise SupplyError("A card needs the telephone number that is answered day and night.")
    with new_sheet(f"Cards of supply {part.supply}", at=at) as sheet:
        for index, card in enumerate(_cards(part, telephone, title, words or WORDS)):
            place = index % (COLUMNS * ROWS)
            if place == 0:
                sheet.add_page()
            x, y = _LEFT + WIDTH * (place % COLUMNS), _TOP + HEIGHT * (place // COLUMNS)
            _draw(sheet, card, x, y)
        return sheet.pdf()


def _cards(part: ServerPart, telephone: str, title: str, words: str) -> Iterator[_Card]:
    for one in part.sets:
        yield _Card(title, one.set, f"{words}\nParticipant: ____________________", telephone)
    for name in part.clinicians:
        own = f"Fingerprint of the supply\n{fingerprint(part.verify_key)}"
        yield _Card(
            f"On call: {name}", "", f"{own}\nCompare it with what the page shows.", telephone
        )


def _draw(sheet: Sheet, card: _Card, x: float, y: float) -> None:
    room = WIDTH - 8
    sheet.set_draw_color(180)
    sheet.rect(x, y, WIDTH, HEIGHT)
    beside = room - (26 if card.number else 0)
    sheet.write_box(card.head, at=(x + 4, y + 4), size=(beside, 8), points=8)
    if card.number:
        sheet.write_qr(card.number, at=(x + WIDTH - 27, y + 2), side=25)
        sheet.write_box(
            f"Set {spoken(card.number)}",
            at=(x + 4, y + 13),
            size=(beside, 7),
            points=13,
            bold=True,
        )
    sheet.write_box(card.telephone, at=(x + 4, y + 20), size=(beside, 7), points=12, bold=True)
    sheet.write_box(card.words, at=(x + 4, y + 29), size=(room, 22), points=8)
