"""A place for files of invented words, and the public ReproSchema files."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from limen.errors import InstrumentError
from limen.instruments import get
from limen.instruments.texts import Proposal, prepare

ROOT = Path(__file__).parents[3]


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., Path]:
    """`put("words.yaml", text)`: the file with this content; anything but text becomes JSON."""

    def written(name: str, content: Any) -> Path:
        file = tmp_path / name
        if isinstance(content, bytes):
            file.write_bytes(content)
        else:
            text = content if isinstance(content, str) else json.dumps(content)
            file.write_text(text, "utf-8", newline="")
        return file

    return written


@pytest.fixture
def propose() -> Callable[..., Proposal]:
    """`propose(file)`: the words of the GAD-7 in English that a file holds."""

    def proposed(file: Path, id: str = "gad7", language: str | None = "en", **more: Any) -> Any:
        return prepare(get(id), file, language=language, **more)

    return proposed


@pytest.fixture
def refusal(propose: Callable[..., Proposal]) -> Callable[..., str]:
    """`refusal(file)`: what is said as the file is refused; every problem has a message."""

    def refused(file: Path, id: str = "gad7", language: str | None = "en", **more: Any) -> str:
        with pytest.raises(InstrumentError) as caught:
            propose(file, id, language, **more)
        assert caught.value.problems
        assert all(problem.message for problem in caught.value.problems)
        return str(caught.value)

    return refused


@pytest.fixture(scope="session")
def activities() -> Path:
    """The public ReproSchema activities, or a skip that says what is missing."""
    places = [os.environ.get("LIMEN_DATA_DIR"), ROOT.parent / "shared" / "data"]
    for place in filter(None, places):
        folder = Path(place) / "reproschema" / "activities"
        if (folder / "GAD7" / "GAD7_schema").is_file():
            return folder
    pytest.skip("public data 'reproschema' not found: set LIMEN_DATA_DIR to its parent folder")
