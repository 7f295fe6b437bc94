"""Each claim of *Security and privacy* names a file of tests, and the file is there."""

from __future__ import annotations

import re

from tools import doc_outputs

PAGE = doc_outputs.ROOT / "docs" / "run" / "security-and-privacy.md"


def test_every_file_of_tests_that_the_page_names_is_there() -> None:
    named = set(re.findall(r"tests/[\w/]+\.py", PAGE.read_text(encoding="utf-8")))
    assert len(named) > 20
    assert {name for name in named if not (doc_outputs.ROOT / name).is_file()} == set()


def test_every_row_of_assets_and_every_chapter_names_one() -> None:
    text = PAGE.read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("|") and "`tests/" in line]
    assert len(rows) >= 6
    shown = ("How staff sign in", "Roles,", "Encryption", "What is written", "Erasure", "Backups",
             "What a thief", "Network", "Facts")  # fmt: skip
    for chapter in text.split("\n## ")[1:]:
        if chapter.startswith(shown):
            assert "`tests/" in chapter, chapter[:40]
