"""Nothing skipped silently: what was refused, failed or warned of, and what the check found."""

from __future__ import annotations

import re
from collections import Counter

from limen.report.comparisons import analysis_title
from limen.report.page.html import Section, clean, folded, listed, paragraph, tag
from limen.report.page.tables import table_html
from limen.report.words.limits import reason, unanswered
from limen.results import Column, Result, Results, ResultStatus, Table

_NUMBER = re.compile(r" (?=\(\d\) )")


def problems(results: Results) -> Section:
    """Counts first, then every analysis without an answer, then every warning."""
    counts = Counter(result.status for result in results.results)
    told = "; ".join(f"{counts[s]} {s.value.partition(':')[0]}" for s in ResultStatus if counts[s])
    lost = [r for r in results.results if r.status in (ResultStatus.REFUSED, ResultStatus.FAILED)]
    warned = [r for r in results.results if r.warnings]
    parts = [paragraph(f"Planned analyses: {len(results.results)} ({told or 'none'}).")]
    parts += _head("Without an answer", lost) + [_entry(found) for found in unanswered(results)]
    parts += _head("With warnings", warned) + _grouped(warned)
    parts.append(folded("All planned analyses in the order of the plan", table_html(_all(results))))
    title = "Refused, failed and warned: nothing is skipped silently"
    return Section("problems", title, "".join(parts), "Problems")


def findings(results: Results) -> Section:
    """What the check of the data found."""
    body = listed(results.findings) or paragraph("The check of the data found nothing to report.")
    return Section("findings", "What the data check found", body, "Data check")


def _head(title: str, found: list[Result]) -> list[str]:
    return [tag("h3", clean(title))] if found else []


def _entry(found: list[Result]) -> str:
    """A reason with the name of everything that it leaves without an answer."""
    first = found[0]
    status = first.status.value.partition(":")[0]
    names = f"{first.title} [{first.key}]"
    if len(found) > 1:
        members = ", ".join(f"{r.outcome_title or r.title} [{r.key}]" for r in found)
        names = f"{analysis_title(first)}: {members}"
    told = first.message if len(found) == 1 else reason(first)
    why = listed(_numbered(told or "No reason was given."))
    return tag("div", tag("strong", clean(names)), f" {clean(status)}", why, class_="entry")


def _numbered(text: str) -> list[str]:
    """Reasons that are numbered in the text, (1), (2) …, one by one."""
    return [part.strip() for part in _NUMBER.split(text) if part.strip()]


def _grouped(warned: list[Result]) -> list[str]:
    """Equal warnings of several analyses are told once, with the names of all of them."""
    by_text: dict[str, list[Result]] = {}
    for result in warned:
        for warning in result.warnings:
            by_text.setdefault(warning, []).append(result)
    items = [
        tag("li", clean(warning), " ", tag("span", clean(_where(found)), class_="muted"))
        for warning, found in by_text.items()
    ]
    return [tag("ul", *items, class_="warnings")] if items else []


def _where(found: list[Result]) -> str:
    return f"[{', '.join(result.key for result in found)}]"


def _all(results: Results) -> Table:
    names = ("key", "Key"), ("title", "Analysis"), ("role", "Role"), ("status", "How it ended")
    return Table(
        key="ledger",
        caption="Every planned analysis and how it ended",
        columns=(
            *(Column(key=key, title=title, kind="text") for key, title in names),
            Column(key="seconds", title="Time", unit="s"),
        ),
        rows=tuple(
            (r.key, r.title, r.role.replace("_", " "), r.status.value, r.seconds)
            for r in results.results
        ),
    )
