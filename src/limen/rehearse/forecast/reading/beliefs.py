"""From a YAML file to `Beliefs` that fit their protocol."""

from __future__ import annotations

from pathlib import Path

from limen.protocol import Protocol
from limen.protocol.reading.text import document_text
from limen.rehearse.forecast.document import Beliefs
from limen.rehearse.forecast.reading.check import check
from limen.rehearse.forecast.reading.document import parsed, problem, refused


def load_beliefs(path: str | Path, *, protocol: Protocol | None = None) -> Beliefs:
    """Return the beliefs in a YAML file.

    Raises `DocumentError` with everything that is wrong, each with file, line, column, path and
    remedy. With a protocol, also what the beliefs name and the protocol does not have.
    """
    file = Path(path)
    remedy = "Check the name; `limen forecast write --help` lists the beliefs that Limen brings."
    return parse_beliefs(
        document_text(file, noun="beliefs document", remedy=remedy), file=file, protocol=protocol
    )


def parse_beliefs(
    text: str, *, file: Path | None = None, protocol: Protocol | None = None
) -> Beliefs:
    """Return the beliefs in a YAML text; `file` is named in problems."""
    beliefs, tree = parsed(text, Beliefs, "beliefs document", file)
    problems = [problem(tree, finding) for finding in check(beliefs, protocol)]
    if problems:
        raise refused(problems, "beliefs document", file)
    return beliefs
