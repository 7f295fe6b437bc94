"""A figure that can be saved as a file: style inside, white paper behind."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from limen.figures.paper.series import SERIES
from limen.figures.paper.svg import clean

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_VALUE = re.compile(r"--(\w+):\s*([^;]+);")
_USE = re.compile(r"var\(--(\w+)\)")


@cache
def style() -> str:
    """The style sheet of all figures: classes and CSS variables, light and dark."""
    return files("limen.figures").joinpath("style.css").read_text(encoding="utf-8")


def standalone(svg: str) -> str:
    """The figure with its style embedded on white paper, whatever the reader's colour scheme.

    Colours are written out, since drawing programs and word processors know no CSS variables.
    """
    head, _, body = svg.partition(">")
    paper = '<rect class="paper" width="100%" height="100%"/>'
    sheet = f"<style>{clean(_written_out())}</style>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}>{sheet}{paper}{body}\n'


@cache
def _written_out() -> str:
    light = style().partition("/* dark */")[0]
    light = _COMMENT.sub("", light.partition(".limen-picture")[0])
    values = {name: value for name, value in _VALUE.findall(light) if name != "own"}
    rules: list[str] = []
    for selector, content in _RULE.findall(light):
        plain = _VALUE.sub("", content).strip()
        if "var(--own)" in plain:
            rules.extend(_per_group(selector.strip(), plain, values))
        elif plain:
            rules.append(f"{selector.strip()}{{{_filled(plain, values)}}}")
    return "\n".join(rules)


def _per_group(selector: str, content: str, values: dict[str, str]) -> list[str]:
    """One rule per group instead of a colour that the group's class hands down."""
    owners = {f"s{index + 1}": f"var(--s{index + 1})" for index in range(SERIES)}
    start, _, last = selector.rpartition(" ")
    return [
        f"{start} .{name}{last}{{{_filled(content.replace('var(--own)', colour), values)}}}"
        for name, colour in {**owners, "ink": "var(--ink)"}.items()
    ]


def _filled(content: str, values: dict[str, str]) -> str:
    return _USE.sub(lambda use: values[use.group(1)], content)
