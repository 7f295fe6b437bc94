"""What anybody can see of a page: whether it is accessible, fits, can be hit, says nothing unasked.

Axe looks by WCAG 2.2 AA and by its own best practice.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from axe_playwright_python.sync_playwright import Axe

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FOUND = """options => axe.run(document, options).then(found => found.violations.flatMap(
    one => one.nodes.map(node => `${one.id}: ${node.html.slice(0, 120)}`)))"""

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
    """What is wrong with the page, whoever wrote it: a line for each element; none is good."""
    small = [f"smaller than 48 px: {one}" for one in page.evaluate(SMALL)]
    return faults_of_document(page) + small


def faults_of_document(page: Any) -> list[str]:
    """What is wrong with a page that is kept and read: nobody has to hit anything in it."""
    found, wider = violations(page), page.evaluate(WIDER)
    return [*found, f"{wider} px wider than the window"] if wider > 0 else found


def violations(page: Any, rule: str = "") -> list[str]:
    """What axe finds wrong with the page, or only by one rule: rule and element, one a line.

    It stays in the page that it has looked at, and hands over what is wrong only: most of the time
    that looking takes is moving its script there and its findings back.
    """
    if page.evaluate("typeof window.axe === 'undefined'"):
        page.evaluate(Axe().axe_script)
    only = {"type": "rule", "values": [rule]} if rule else {"type": "tag", "values": TAGS}
    found: list[str] = page.evaluate(FOUND, {"runOnly": only, "resultTypes": ["violations"]})
    return found


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
