"""Asking the allocator of a minimisation: who and their levels go in, a set number comes out."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from limen.errors import ExhaustedError, SupplyError

LONGEST_LINE = 4096  # bytes of a question or an answer; there is nothing long to say
SECONDS = 10.0


def ask(path: Path, *, participant: str, levels: Mapping[str, str]) -> str:
    """Return the set for a participant; asked again with the same levels, the same set.

    `path` is the Unix socket at which `limen supply allocator` answers. Raises `SupplyError` with
    the allocator's words, or if it cannot be reached; `ExhaustedError` if its pool has run out.
    """
    question = {"participant": participant, "levels": dict(levels)}
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(SECONDS)
            line.connect(str(path))
            line.sendall(json.dumps(question).encode() + b"\n")
            told = line.makefile("rb").readline(LONGEST_LINE)
        answer: Mapping[str, Any] = json.loads(told)
    except (OSError, ValueError) as error:
        raise SupplyError(f"The allocator cannot be reached at {path}: {error}.") from None
    if "set" not in answer:
        refusal = ExhaustedError if answer.get("exhausted") else SupplyError
        raise refusal(str(answer.get("error", "The allocator gave no answer.")))
    return str(answer["set"])
