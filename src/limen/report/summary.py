"""What the results say, in plain words; made by rules from roles and intervals, for any study."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import fill

from limen.counted import counted
from limen.report.comparisons import effects
from limen.report.words.belief import belief
from limen.report.words.drug import drug
from limen.report.words.limits import limits
from limen.report.words.told import Told, full_stop
from limen.results import Results


@dataclass(frozen=True)
class Summary:
    """Sentences under four heads; the command line prints them, the report begins with them."""

    asked: tuple[str, ...]
    effects: tuple[Told, ...]
    belief: tuple[str, ...]
    cannot: tuple[str, ...]

    def parts(self) -> tuple[tuple[str, tuple[Told, ...]], ...]:
        """The four heads with what stands under each."""
        return (
            ("What was asked", tuple(map(Told, self.asked))),
            ("What the drug did", self.effects),
            ("What belief did", tuple(map(Told, self.belief))),
            ("What these data cannot answer", tuple(map(Told, self.cannot))),
        )


def summarise(results: Results) -> Summary:
    """The four questions and what these results answer to them."""
    found = effects(results)
    return Summary(
        asked=_asked(results),
        effects=drug(results, found),
        belief=belief(results, found),
        cannot=limits(results),
    )


def summary_text(results: Results) -> str:
    """The summary as lines for a terminal."""
    lines = ["SIMULATED DATA: these numbers say nothing about any drug.", ""]
    lines = lines if results.provenance.simulated else []
    for head, told in summarise(results).parts():
        lines.append(head)
        for item in told:
            lines.append(_wrapped(item.lead, 2))
            lines += [_wrapped(sentence, 4) for sentence in item.sentences]
        lines.append("")
    return "\n".join(lines).rstrip()


def _asked(results: Results) -> tuple[str, ...]:
    source = results.provenance
    people = counted(source.participants, "participant") if source.participants else ""
    first = ", ".join(filter(None, [source.design.rstrip("."), people]))
    sentences = [f"{first[:1].upper()}{first[1:]}."] if first else []
    leading = [e for e in results.estimands if e.role == "primary"] or list(results.estimands[:2])
    sentences += [f"{full_stop(e.title)} Compared: {full_stop(e.treatment)}" for e in leading]
    rest = len(results.estimands) - len(leading)
    if rest:
        sentences.append(f"{counted(rest, 'further question')} in the section on estimands.")
    return tuple(sentences)


def _wrapped(sentence: str, indent: int) -> str:
    first, rest = " " * indent, " " * (indent + 2)
    return fill(sentence, width=100, initial_indent=first, subsequent_indent=rest)
