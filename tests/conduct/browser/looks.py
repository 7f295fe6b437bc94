"""What a page must be, whoever wrote it: fits 390 px, can be hit with a thumb, fills in nothing."""

from __future__ import annotations

from io import BytesIO
from typing import Any

#: Elements to tap smaller than 48 px. A link among the words of a sentence may be as they are
#: (WCAG 2.5.8), and so may what only a keyboard reaches.
SMALL = """() => {
  const wanted = "a[href], button, summary, select, textarea, input:not([type=hidden]), .track";
  const found = new Set([...document.querySelectorAll(wanted)].map(
    one => one.closest("label.choice") ?? one));
  return [...found].filter(one => {
    const box = one.getBoundingClientRect();
    if (!one.checkVisibility() || !box.width) return false;
    if (one.matches(".skip, .unseen, .unseen *")) return false; // the keyboard's
    if (one.matches("[type=range]")) return false; // its track is what is tapped
    const among = one.parentElement.textContent.trim().length > one.textContent.trim().length;
    if (one.matches("a") && getComputedStyle(one).display === "inline" && among) return false;
    return Math.round(box.height) < 48 || Math.round(box.width) < 48;
  }).map(one => {
    const box = one.getBoundingClientRect();
    return `${one.outerHTML.slice(0, 90)} ${Math.round(box.width)}×${Math.round(box.height)}`;
  });
}"""

#: What is chosen or typed before anybody touched it.
FILLED = """() => [
  ...document.querySelectorAll("main :is(input, select, textarea)")
].filter(one => {
  if (one.type === "hidden" || one.type === "range" || one.readOnly) return false;
  if (one.type === "radio" || one.type === "checkbox") return one.checked;
  return one.value !== "";
}).map(one => one.outerHTML.slice(0, 90))"""

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def faults(page: Any) -> list[str]:
    """What is wrong with the page on any telephone."""
    found = [f"smaller than 48 px: {one}" for one in page.evaluate(SMALL)]
    wider = page.evaluate(WIDER)
    return [*found, f"{wider} px wider than the telephone"] if wider > 0 else found


def filled(page: Any) -> list[str]:
    """What the page says for somebody."""
    return [f"filled in already: {one}" for one in page.evaluate(FILLED)]


def columns_of(track: Any) -> int:
    """How many different columns the middle of a slider's track has: 1 if it suggests nothing."""
    from PIL import Image

    picture = Image.open(BytesIO(track.screenshot())).convert("RGB")
    width, height = picture.size
    middle = picture.crop((width // 10, height // 4, width - width // 10, height - height // 4))
    across, down = middle.size
    pixels = [middle.crop((x, 0, x + 1, down)).tobytes() for x in range(across)]
    return len(set(pixels))
