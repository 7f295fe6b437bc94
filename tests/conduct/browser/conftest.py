"""A real browser (the system's chromium) against a real server on the demonstration's database.

`server.set_clock(moment)` sets its clock, which then runs on. `phone(...)` opens a telephone, 390
px wide, in which somebody is signed in.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "participant"))


@pytest.fixture
def server(demonstration_study: object, server: Any) -> Any:
    """A server on the demonstration's database."""
    return server
