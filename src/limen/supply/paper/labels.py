"""Labels: the number, its QR code, the protocol's words, and one lot and expiry for all arms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from limen.errors import SupplyError
from limen.supply.keys.public import fingerprint
from limen.supply.paper.sheet import Sheet, new_sheet
from limen.supply.sealed import KitSet, ServerPart, spoken

WIDTH, HEIGHT, COLUMNS, ROWS = 70.0, 37.0, 3, 8  # the common sheet of 24 labels
_TOP = (297 - ROWS * HEIGHT) / 2
_EDGE, _QR = 3.0, 24.0


@dataclass(frozen=True, kw_only=True)
class Batch:
    """What stands on every label of a batch, whatever the kit holds."""

    lot: str
    expiry: str
    title: str = ""
    words: str = ""  # instead of the protocol's label text


def labels(
    part: ServerPart, batch: Batch, *, at: datetime, sets: Sequence[str] | None = None
) -> bytes:
    """Return a PDF: a cover sheet, then for each set a label for its box and one for each kit.

    It is made from the server's part: who prints labels learns nothing. `sets` limits it to some.
    Raises `SupplyError` for an unknown set, or words that do not fit a label.
    """
    if not batch.lot.strip() or not batch.expiry.strip():
        raise SupplyError("A label needs a lot and an expiry; they are the same for all arms.")
    chosen = [part.by_set[number] for number in sets or part.by_set if number in part.by_set]
    unknown = [number for number in sets or () if number not in part.by_set]
    if unknown:
        raise SupplyError(f"There is no set {unknown[0]} in this supply.")
    with new_sheet(f"Labels of supply {part.supply}", at=at) as sheet:
        _cover(sheet, part, batch, chosen)
        for index, draw in enumerate(_drawings(part, batch, chosen)):
            place = index % (COLUMNS * ROWS)
            if place == 0:
                sheet.add_page()
            draw(sheet, WIDTH * (place % COLUMNS), _TOP + HEIGHT * (place // COLUMNS))
        return sheet.pdf()


_Draw = Callable[[Sheet, float, float], None]


def _drawings(part: ServerPart, batch: Batch, sets: Sequence[KitSet]) -> Iterator[_Draw]:
    words = batch.words or part.label
    foot = f"Lot {batch.lot}   Use by {batch.expiry}"
    for one in sets:
        yield _label(one.set, "Set", f"{batch.title}\nBox of {len(one.kits)} kits", foot)
        for packed in one.kits:
            yield _label(packed.kit, "Kit", words, foot)


def _label(number: str, noun: str, words: str, foot: str) -> _Draw:
    def draw(sheet: Sheet, x: float, y: float) -> None:
        sheet.write_qr(number, at=(x + WIDTH - _QR - 1, y + 1), side=_QR)
        width = WIDTH - _QR - _EDGE - 2
        sheet.write_box(noun, at=(x + _EDGE, y + _EDGE), size=(width, 4), points=7)
        sheet.write_box(
            spoken(number), at=(x + _EDGE, y + 6.5), size=(width, 7), points=14, bold=True
        )
        sheet.write_box(words.strip(), at=(x + _EDGE, y + 14), size=(width, 15), points=7)
        sheet.write_box(foot, at=(x + _EDGE, y + 30), size=(WIDTH - 2 * _EDGE, 4), points=7)

    return draw


def _moment(written: str) -> str:
    at = datetime.fromisoformat(written)
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def _cover(sheet: Sheet, part: ServerPart, batch: Batch, sets: Sequence[KitSet]) -> None:
    sheet.add_page()
    kits = sum(len(one.kits) for one in sets)
    strata = sorted({", ".join(f"{k} {v}" for k, v in one.within) or "one" for one in sets})
    text = "\n".join(
        [
            f"Study {part.protocol_id}, version {part.protocol_version}",
            f"Supply {part.supply}, made {_moment(part.made_at)}",
            f"{len(sets)} sets, {kits} kits: {len(sets) + kits} labels",
            f"Lot {batch.lot}, use by {batch.expiry}: the same for every arm",
            f"Strata or draws: {'; '.join(strata[:12])}{' …' if len(strata) > 12 else ''}",
            "",
            f"Fingerprint of the supply: {fingerprint(part.verify_key)}",
            "Give it to each clinician: who opens a kit compares it.",
            "",
            "These labels say nothing of what a kit holds. The packing list does.",
        ]
    )
    sheet.write_box(
        f"Labels · {batch.title}".strip(" ·"), at=(20, 20), size=(170, 20), points=16, bold=True
    )
    sheet.write_box(text, at=(20, 45), size=(170, 200), points=11)
