"""A sheet of paper in millimetres: text that fits its box, and QR codes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

import segno
from fpdf import FPDF
from fpdf.fonts import TTFFont

import limen
from limen.errors import Problem, SupplyError
from limen.whole_file import write_whole

# The fonts travel with the server's pages; they are read as files, and no page is imported.
_FONTS = Path(limen.__file__).parent / "conduct" / "core" / "consenting" / "copy" / "fonts"
_MM_PER_POINT = 0.3528
_LEADING = 1.2
_LEAST_POINTS = 4.5


@dataclass(frozen=True)
class _Fitted:
    """A text laid out: size of the letters, height of a line in millimetres, the lines."""

    points: float
    height: float
    lines: tuple[str, ...]


class Sheet(FPDF):
    """A4 pages without margins, in DejaVu Sans, which knows Latin, Greek, Cyrillic and more."""

    def __init__(self, title: str, *, at: datetime) -> None:
        super().__init__(format="A4")
        self.set_auto_page_break(False)
        self.set_margin(0)
        self.c_margin = 0
        self.add_font("DejaVu", "", _FONTS / "DejaVuSans.ttf")
        self.add_font("DejaVu", "B", _FONTS / "DejaVuSans-Bold.ttf")
        self.set_title(title)
        self.set_creation_date(at)
        self._laid_out: dict[tuple[str, tuple[float, float], float, bool], _Fitted] = {}

    def write_box(
        self,
        text: str,
        *,
        at: tuple[float, float],
        size: tuple[float, float],
        points: float,
        bold: bool = False,
    ) -> None:
        """Write a text into a box, smaller if it must be; what still does not fit is refused."""
        fitted = self._fitted(text, size, points, bold)
        self.set_font("DejaVu", "B" if bold else "", fitted.points)
        for number, line in enumerate(fitted.lines):
            self.set_xy(at[0], at[1] + number * fitted.height)
            self.cell(size[0], fitted.height, line)

    def _fitted(self, text: str, size: tuple[float, float], points: float, bold: bool) -> _Fitted:
        """The lines of a text at the largest letters that fit; the same words are laid out once."""
        key = (text, size, points, bold)
        if key not in self._laid_out:
            self._laid_out[key] = self._fit(text, size, points, bold)
        return self._laid_out[key]

    def _fit(self, text: str, size: tuple[float, float], points: float, bold: bool) -> _Fitted:
        wanted = points
        while wanted >= _LEAST_POINTS:
            self.set_font("DejaVu", "B" if bold else "", wanted)
            height = wanted * _MM_PER_POINT * _LEADING
            lines = self.multi_cell(size[0], height, text, dry_run=True, output="LINES")
            assert isinstance(lines, list)
            if len(lines) * height <= size[1]:
                return _Fitted(wanted, height, tuple(line.rstrip() for line in lines))
            wanted -= 0.5
        raise SupplyError(
            f"{text[:40]!r}… does not fit {size[0]:g} × {size[1]:g} mm in letters that can be "
            "read. Shorten it."
        )

    def write_qr(self, text: str, *, at: tuple[float, float], side: float) -> None:
        """Draw a QR code with its quiet zone, `side` millimetres wide."""
        picture = BytesIO()
        segno.make(text, error="m", micro=False).save(picture, kind="png", scale=6, border=4)
        self.image(picture, x=at[0], y=at[1], w=side, h=side)

    def pdf(self) -> bytes:
        """The document as bytes."""
        return bytes(self.output())


@contextmanager
def new_sheet(title: str, *, at: datetime) -> Iterator[Sheet]:
    """A sheet to write on; the fonts' files are closed whatever happens."""
    sheet = Sheet(title, at=at)
    try:
        yield sheet
    finally:
        for font in sheet.fonts.values():
            if isinstance(font, TTFFont):
                font.close()


@contextmanager
def new_file(file: Path, *, mode: int = 0o644) -> Iterator[list[bytes]]:
    """Collect a file's content; it appears whole when the block ends well. Nothing is replaced."""
    refuse_existing_file(file)
    content: list[bytes] = []
    yield content
    try:
        write_whole(file, b"".join(content), mode=mode)
    except FileExistsError:
        refuse_existing_file(file)


def refuse_existing_file(file: Path) -> None:
    """Raise `SupplyError` if a file is there already."""
    if file.exists():
        problem = Problem(file=file, message="exists already.", remedy="Name another file.")
        raise SupplyError("Nothing is overwritten.", [problem])


def write_secret(file: Path, content: bytes) -> Path:
    """Write a file that only its owner may read; nothing is overwritten."""
    with new_file(file, mode=0o600) as parts:
        parts.append(content)
    return file
